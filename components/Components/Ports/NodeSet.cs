using System.Collections.Immutable;
using CarbonioInfra.Components.Topologies;

namespace CarbonioInfra.Components.Ports;

/// <summary>A set of nodes, or of peers outside the cluster, that the ports table names.</summary>
public sealed record NodeSet
{
    private readonly Func<Topology, Node, bool> _contains;

    private NodeSet(string name, Func<Topology, Node, bool> contains)
    {
        Name = name;
        _contains = contains;
    }

    /// <summary>Short name, also used for firewall groups: lower-case letters, digits and hyphens.</summary>
    public string Name { get; }

    /// <summary>Every machine of the topology.</summary>
    public static NodeSet AllHosts { get; } = new("hosts", (_, _) => true);

    /// <summary>Every node that runs Carbonio.</summary>
    public static NodeSet All { get; } = new("all", (_, node) => node.IsCarbonio);

    /// <summary>The three cluster nodes.</summary>
    public static NodeSet Cluster { get; } = Of("cluster", Role.MeshServer);

    /// <summary>The directory servers.</summary>
    public static NodeSet DirectoryServers { get; } = Of("directory", Role.DirectoryServer);

    /// <summary>The PostgreSQL nodes.</summary>
    public static NodeSet Postgres { get; } = Of("postgres", Role.Postgres);

    /// <summary>The node with the message broker.</summary>
    public static NodeSet MessageBroker { get; } = Of("broker", Role.MessageBroker);

    /// <summary>The node with Prometheus and the syslog aggregator.</summary>
    public static NodeSet Monitoring { get; } = Of("monitoring", Role.Monitoring);

    /// <summary>The mail transfer agents.</summary>
    public static NodeSet Mta { get; } = Of("mta", Role.Mta);

    /// <summary>The proxies.</summary>
    public static NodeSet Proxy { get; } = Of("proxy", Role.Proxy);

    /// <summary>The proxy that runs memcached.</summary>
    public static NodeSet FirstProxy { get; } = Proxy.First();

    /// <summary>The mailstores.</summary>
    public static NodeSet Mailstore { get; } = Of("mailstore", Role.Mailstore);

    /// <summary>The collaboration nodes.</summary>
    public static NodeSet Collaboration { get; } = Of("collaboration", Role.Collaboration);

    /// <summary>The nodes with chats.</summary>
    public static NodeSet WorkstreamCollaboration { get; } = Of("workstream-collaboration", Role.WorkstreamCollaboration);

    /// <summary>The video servers.</summary>
    public static NodeSet Video { get; } = Of("video", Role.Video);

    /// <summary>Anybody.</summary>
    public static NodeSet Internet { get; } = Outside("internet");

    /// <summary>
    /// The load balancers in front of MTAs and proxies: nodes of the topology, or outside where the platform or the site balances.
    /// </summary>
    public static NodeSet LoadBalancer { get; } = Of("load-balancer", Role.LoadBalancer);

    /// <summary>The S3 server, where it is a node.</summary>
    public static NodeSet ObjectStorage { get; } = Of("object-storage", Role.ObjectStorage);

    /// <summary>Administrators, on a network of their own.</summary>
    public static NodeSet Administrators { get; } = Outside("administrators");

    /// <summary>The machine that runs the deployment, or the bastion in front of the nodes.</summary>
    public static NodeSet Deployer { get; } = Outside("deployer");

    /// <summary>The first node of this set, in the topology's order.</summary>
    public NodeSet First() => new($"{Name}-first", (topology, node) => Contains(topology, node) && In(topology)[0] == node);

    /// <summary>The nodes of this set that are not in <paramref name="other"/>.</summary>
    public NodeSet Without(NodeSet other) =>
        new($"{Name}-without-{other.Name}", (topology, node) => Contains(topology, node) && !other.Contains(topology, node));

    /// <summary>The nodes of this set in <paramref name="topology"/>; none for peers outside.</summary>
    public ImmutableArray<Node> In(Topology topology) => [.. topology.Nodes.Where(node => Contains(topology, node))];

    /// <summary>Whether <paramref name="node"/>, one of <paramref name="topology"/>'s, is in this set.</summary>
    public bool Contains(Topology topology, Node node) => _contains(topology, node);

    /// <summary>Sets are the same when their names are.</summary>
    public bool Equals(NodeSet? other) => other?.Name == Name;

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static NodeSet Of(string name, Role role) => new(name, (_, node) => node.Has(role));

    private static NodeSet Outside(string name) => new(name, (_, _) => false);
}
