using System.Collections.Immutable;
using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Nodes.Baseline;
using CarbonioInfra.Components.Nodes.Repositories;
using CarbonioInfra.Components.ObjectStores;
using CarbonioInfra.Components.Ports;
using CarbonioInfra.Components.Topologies;

namespace CarbonioInfra.Components.Nodes;

/// <summary>What every node of a cluster is given.</summary>
public sealed record CarbonioNodeArgs
{
    /// <summary>PostgreSQL's major version that Carbonio is installed with: 16.</summary>
    public const string DefaultPostgresVersion = "16";

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

    /// <summary>Where Carbonio's packages come from. Default: null, nodes are prepared and nothing of Carbonio is installed.</summary>
    public PackageSources? PackageSources { get; init; }

    /// <summary>PostgreSQL's major version. Default: <see cref="DefaultPostgresVersion"/>.</summary>
    public string PostgresVersion { get; init; } = DefaultPostgresVersion;

    /// <summary>What serves S3 on a node with that role. Default: null, there is no such node.</summary>
    public IObjectStorageServer? ObjectStorageServer { get; init; }

    /// <summary>The nodes that have been declared; the same for all nodes of a cluster.</summary>
    public required NodeRoster Roster { get; init; }
}
