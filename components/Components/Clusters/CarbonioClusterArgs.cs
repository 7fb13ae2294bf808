using CarbonioInfra.Components.Nodes.Baseline;
using CarbonioInfra.Components.ObjectStores;
using CarbonioInfra.Components.Platforms;
using CarbonioInfra.Components.Ports;
using CarbonioInfra.Components.Topologies;

namespace CarbonioInfra.Components.Clusters;

/// <summary>What a <see cref="CarbonioCluster"/> is made of.</summary>
public sealed record CarbonioClusterArgs
{
    /// <summary>The nodes. See <see cref="Topology.HighAvailability"/>.</summary>
    public required Topology Topology { get; init; }

    /// <summary>Where they run.</summary>
    public required IPlatform Platform { get; init; }

    /// <summary>Who must reach whom. Default: Carbonio's ports.</summary>
    public PortTable Ports { get; init; } = PortTable.Carbonio;

    /// <summary>
    /// What serves S3 where the topology has a node for it and the platform brings nothing of its own. Default: null, there is no such node.
    /// </summary>
    public IObjectStorageServer? ObjectStorageServer { get; init; }

    /// <summary>
    /// The operating system of every node, one of <see cref="AcceptedSystems.All"/>. Default: <see cref="AcceptedSystems.Default"/>.
    /// </summary>
    public string OperatingSystem { get; init; } = AcceptedSystems.Default;

    /// <summary>Whether the distribution's packages are upgraded before Carbonio's are installed. Default true.</summary>
    public bool SystemUpgrade { get; init; } = true;
}
