using CarbonioInfra.Components.Certificates;
using CarbonioInfra.Components.Nodes;

namespace CarbonioInfra.Components.ObjectStores.Minio;

/// <summary>What a <see cref="MinioServer"/> is made of.</summary>
public sealed record MinioServerArgs
{
    /// <summary>The node, with the packages of <see cref="MinioServer.Packages"/> on it.</summary>
    public required CarbonioNode Node { get; init; }

    /// <summary>Programs, bucket and region.</summary>
    public required MinioSettings Settings { get; init; }

    /// <summary>For the node's full name.</summary>
    public required ServerCertificate Certificate { get; init; }
}
