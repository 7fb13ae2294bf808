using System.Collections.Immutable;
using System.Globalization;
using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Nodes;
using CarbonioInfra.Components.Roles.Postgres;
using CarbonioInfra.Components.Topologies;
using Pulumi;

namespace CarbonioInfra.Components.Roles.Databases;

/// <summary>
/// HAProxy on loopback of a node that is no directory server: it leads to the directory, on mailstores also to PostgreSQL's leader.
/// </summary>
public sealed class DatabaseProxy : ComponentResource
{
    /// <summary>Connections at a time: 4,000, fewer where the host grants fewer open files.</summary>
    public const int MaxConnections = 4_000;

    /// <summary>TCP port on loopback with <c>/stats</c> for people and <c>/alive</c>. Source: the vendor's playbook, which opens it to everybody.</summary>
    public const int StatusPort = 7000;

    private readonly CarbonioNode _node;
    private readonly ImmutableArray<Host> _directoryServers;
    private readonly ImmutableArray<Host> _databaseServers;

    /// <summary>Declares the component; <see cref="AddSteps"/> adds its step.</summary>
    /// <param name="node">Where it runs.</param>
    /// <param name="directoryServers">The directory servers; the first gets all connections as long as it answers.</param>
    /// <param name="databaseServers">The PostgreSQL nodes, for a mailstore; none for others.</param>
    /// <param name="options">Component options.</param>
    /// <exception cref="ArgumentException">The node is a directory server, or there is none to lead to.</exception>
    public DatabaseProxy(
        CarbonioNode node, ImmutableArray<Host> directoryServers, ImmutableArray<Host> databaseServers, ComponentResourceOptions? options = null)
        : base("carbonio-infra:roles:DatabaseProxy", $"{node.Host.Name}-database-proxy-role", options)
    {
        if (node.Host.Node.Has(Role.DirectoryServer))
            throw new ArgumentException($"{node.Host.Name}: expected a node that is no directory server", nameof(node));
        if (directoryServers.IsEmpty)
            throw new ArgumentException("expected at least one directory server, found none", nameof(directoryServers));
        _node = node;
        _directoryServers = directoryServers;
        _databaseServers = databaseServers;
        RegisterOutputs();
    }

    /// <summary>Adds step <c>database-proxy</c>.</summary>
    public void AddSteps() => _node.Add("database-proxy", HostScript.Load("Roles/Databases/database-proxy.sh")
        .With("directory_servers", Servers(_directoryServers))
        .With("database_servers", Servers(_databaseServers))
        .With("database_connections", Number(PostgresCluster.MaxConnections))
        .With("max_connections", Number(MaxConnections))
        .With("status_port", Number(StatusPort))
        .With("patience_seconds", "60"), this);

    private static string Servers(ImmutableArray<Host> hosts) => string.Join(' ', hosts.Select(host => $"{host.Name}={host.Address}"));

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
