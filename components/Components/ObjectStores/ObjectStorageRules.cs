using System.Collections.Immutable;
using CarbonioInfra.Components.Topologies;

namespace CarbonioInfra.Components.ObjectStores;

/// <summary>Whether a topology has an S3 server exactly where it has a node for one.</summary>
public static class ObjectStorageRules
{
    /// <summary>What is wrong, each problem beginning with its setting; empty when node and server fit.</summary>
    /// <param name="topology">The cluster.</param>
    /// <param name="platformServer">What the platform brings of its own, or null.</param>
    /// <param name="server">What was asked for, or null.</param>
    public static ImmutableArray<string> Problems(Topology topology, IObjectStorageServer? platformServer, IObjectStorageServer? server) =>
        (topology.With(Role.ObjectStorage).FirstOrDefault(), platformServer, server) switch
        {
            (null, _, not null) => ["minio: expected nothing because no node is in topology.objectStorage, found settings"],
            ({ } node, null, null) =>
                [$"minio: expected {{serverUrl, serverSha256, clientUrl, clientSha256}} because {node.Name} is in topology.objectStorage, found nothing"],
            ({ }, not null, not null) => ["minio: expected nothing because the platform brings an S3 server of its own, found settings"],
            _ => [],
        };
}
