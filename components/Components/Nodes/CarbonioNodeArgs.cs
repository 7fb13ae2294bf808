using System.Collections.Immutable;
using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Nodes.Baseline;
using CarbonioInfra.Components.Ports;
using CarbonioInfra.Components.Topologies;

namespace CarbonioInfra.Components.Nodes;

/// <summary>What every node of a cluster is given.</summary>
public sealed record CarbonioNodeArgs
{
    /// <summary>The whole cluster.</summary>
    public required Topology Topology { get; init; }

    /// <summary>The hosts of the cluster, in the topology's order.</summary>
    public required ImmutableArray<Host> AllHosts { get; init; }

    /// <summary>Who must reach whom. Default: Carbonio's ports.</summary>
    public PortTable Ports { get; init; } = PortTable.Carbonio;

    /// <summary>
    /// The operating system of every node, one of <see cref="AcceptedSystems.All"/>. Default: <see cref="AcceptedSystems.Default"/>.
    /// </summary>
    public string OperatingSystem { get; init; } = AcceptedSystems.Default;

    /// <summary>Whether the distribution's packages are upgraded before Carbonio's are installed. Default true.</summary>
    public bool SystemUpgrade { get; init; } = true;

    /// <summary>What nodes with a role need beside <see cref="BasePackages"/>, which are Carbonio's nodes' alone. Default: nothing.</summary>
    public ImmutableDictionary<Role, PackageList> RolePackages { get; init; } = ImmutableDictionary<Role, PackageList>.Empty;
}
