using System.Collections.Immutable;
using CarbonioInfra.Components.Platforms;
using CarbonioInfra.Components.Topologies;

namespace CarbonioInfra.Components.ObjectStores;

/// <summary>Whether a cluster has one bucket at most: from a node where there is one for that, from its platform, or from somebody else.</summary>
public static class ObjectStorageRules
{
    /// <summary>What is wrong, each problem beginning with its setting; empty when all fit.</summary>
    /// <param name="topology">The cluster.</param>
    /// <param name="platform">Where it runs.</param>
    /// <param name="server">The server that was asked for, or null.</param>
    /// <param name="external">The bucket of somebody else's, or null.</param>
    public static ImmutableArray<string> Problems(Topology topology, IPlatform platform, IObjectStorageServer? server, ExternalBucket? external)
    {
        var node = topology.With(Role.ObjectStorage).FirstOrDefault();
        return [.. ServerProblems(node, platform, server), .. BucketProblems(node, platform, external)];
    }

    private static IEnumerable<string> ServerProblems(Node? node, IPlatform platform, IObjectStorageServer? server) =>
        (node, platform.ObjectStorageServer, server) switch
        {
            (null, _, not null) => ["minio: expected nothing because no node is in topology.objectStorage, found settings"],
            // Where the platform makes the bucket, the node itself is what is wrong, which the platform says.
            (not null, null, null) when !platform.MakesBucket =>
                [$"minio: expected {{serverUrl, serverSha256, clientUrl, clientSha256}} because {node.Name} is in topology.objectStorage, found nothing"],
            (not null, not null, not null) => ["minio: expected nothing because the platform brings an S3 server of its own, found settings"],
            _ => [],
        };

    private static IEnumerable<string> BucketProblems(Node? node, IPlatform platform, ExternalBucket? external)
    {
        if (external is not null && node is not null)
            yield return $"objectStorage: expected nothing because {node.Name} in topology.objectStorage serves the bucket, found another bucket";
        else if (external is not null && platform.MakesBucket)
            yield return "objectStorage: expected nothing because the platform makes the bucket, found another bucket";
    }
}
