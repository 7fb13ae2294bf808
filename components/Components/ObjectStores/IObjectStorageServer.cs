using CarbonioInfra.Components.Certificates;
using CarbonioInfra.Components.Nodes;
using Pulumi;

namespace CarbonioInfra.Components.ObjectStores;

/// <summary>
/// What serves the S3 API on the node with the role <see cref="Topologies.Role.ObjectStorage"/>. <see cref="Minio.MinioSettings"/> does it
/// everywhere but where a platform brings something of its own.
/// </summary>
public interface IObjectStorageServer
{
    /// <summary>What the node needs of the distribution.</summary>
    PackageList Packages { get; }

    /// <summary>What clients are shown, from an authority that all hosts trust. Null: the deployment's own authority issues it.</summary>
    ServerCertificate? Certificate { get; }

    /// <summary>Adds the steps to the node after which the bucket and its one user are there.</summary>
    /// <param name="node">The node. It serves on <see cref="Ports.PortTable.ObjectStoragePort"/>, by its full name.</param>
    /// <param name="certificate">What clients are shown.</param>
    /// <param name="parent">The component to which everything belongs.</param>
    /// <returns>The bucket, of which the user may do exactly what Carbonio does.</returns>
    ObjectStore Serve(CarbonioNode node, ServerCertificate certificate, Resource parent);
}
