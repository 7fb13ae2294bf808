using System.Collections.Immutable;
using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Nodes;
using CarbonioInfra.Components.Nodes.Baseline;
using Pulumi;

namespace CarbonioInfra.Components.Roles.Postgres;

/// <summary>What a <see cref="PostgresCluster"/> is made of.</summary>
public sealed record PostgresClusterArgs
{
    /// <summary>The nodes that run PostgreSQL; the first founds the cluster.</summary>
    public required ImmutableArray<CarbonioNode> Nodes { get; init; }

    /// <summary>Other hosts that may connect, with a password and from their own address only.</summary>
    public required ImmutableArray<Host> Clients { get; init; }

    /// <summary>The operating system of every node, one of <see cref="AcceptedSystems.All"/>.</summary>
    public required string OperatingSystem { get; init; }

    /// <summary>PostgreSQL's major version. Default: <see cref="CarbonioNodeArgs.DefaultPostgresVersion"/>.</summary>
    public string Version { get; init; } = CarbonioNodeArgs.DefaultPostgresVersion;

    /// <summary>How passwords are kept, one of <see cref="PostgresCluster.PasswordEncryptions"/>. Default <c>scram-sha-256</c>.</summary>
    public string PasswordEncryption { get; init; } = PostgresCluster.PasswordEncryptions[0];

    /// <summary>Password of <see cref="PostgresCluster.AdminRole"/>; another one is set on the running cluster.</summary>
    public required Output<string> AdminPassword { get; init; }

    /// <summary>Password of <see cref="PostgresCluster.ReplicationRole"/>; another one is set on the running cluster.</summary>
    public required Output<string> ReplicationPassword { get; init; }

    /// <summary>Password of the service mesh, in whose Consul Patroni keeps its state.</summary>
    public required Output<string> MeshPassword { get; init; }
}
