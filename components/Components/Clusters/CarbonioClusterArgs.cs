using CarbonioInfra.Components.Nodes.Baseline;
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
    /// The operating system of every node, one of <see cref="AcceptedSystems.All"/>. Default: <see cref="AcceptedSystems.Default"/>.
    /// </summary>
    public string OperatingSystem { get; init; } = AcceptedSystems.Default;

    /// <summary>Whether the distribution's packages are upgraded before Carbonio's are installed. Default true.</summary>
    public bool SystemUpgrade { get; init; } = true;
}
