using System.Collections.Immutable;
using CarbonioInfra.Components.Topologies;
using static CarbonioInfra.Components.Ports.NodeSet;

namespace CarbonioInfra.Components.Clusters;

/// <summary>
/// The order of steps. Steps of one host are a chain unless they are among the <see cref="Branches"/>; between hosts only the
/// <see cref="Edges"/> count, nothing else is serial.
/// </summary>
public static class Order
{
    /// <summary>Every edge between hosts. Edges that others imply are left out.</summary>
    public static ImmutableArray<CrossHostEdge> Edges { get; } =
    [
        new(AllHosts, "rebooted", AllHosts, "peers", "a peer that is still to boot again cannot be told from one that a firewall hides"),

        new(DirectoryServers.First(), "multi-master", All.Without(DirectoryServers.First()), "bootstrap",
            "a bootstrap that does not find the directory goes on with defaults of its own, and multi-master restarts the directory"),
        CrossHostEdge.InTurn(Mailstore, "bootstrap", "two at once lose one of their entries in the default class of service's host pool"),
        CrossHostEdge.InTurn(Mta, "bootstrap", "two at once both or neither become the one that cleans up spam training"),
        new(Mailstore, "bootstrap", Proxy, "bootstrap", "proxies take the mailstores that they look up accounts on from the directory"),

        new(DirectoryServers.Without(DirectoryServers.First()), "multi-master", All.Without(DirectoryServers), "database-proxy",
            "the directory's second server is the one that others fall back on"),
        CrossHostEdge.InTurn(Cluster, "mesh-join", "the first founds the mesh; servers that join are listed for the next in the directory"),
        new(Cluster, "mesh-join", All.Without(Cluster), "mesh-join", "agents join a mesh that has its quorum"),

        new(Cluster, "mesh-join", Postgres, "patroni", "Patroni keeps its state in the mesh, which then outlives a server"),
        CrossHostEdge.InTurn(Postgres, "patroni", "the first one leads, the others clone it"),

        new(Cluster, "mesh-join", MessageBroker, "pending-setups", "registrations need a leader that outlives a server"),
        new(MessageBroker, "pending-setups", Cluster.Without(MessageBroker), "pending-setups", "the message broker registers first"),
        new(Cluster, "pending-setups", Mailstore, "pending-setups", "mailstores use the services of the cluster nodes"),
        new(Postgres, "patroni", Mailstore, "pending-setups", "database connectors need a leader to lead to"),
        new(Mailstore, "pending-setups", Mailstore.First(), "database-bootstraps", "a bootstrap writes its password into the mesh with its connector's token"),
        new(Mailstore.First(), "database-bootstraps", Mailstore.Without(Mailstore.First()), "mailstore", "mailstores start anew when their databases exist"),
        new(Mailstore.First(), "database-bootstraps", All.Without(Cluster).Without(Mailstore), "pending-setups",
            "the message dispatcher's setup fails without its database password, and whatever comes after it on its node"),
        CrossHostEdge.InTurn(WorkstreamCollaboration, "pending-setups", "the first has the message dispatcher"),
        CrossHostEdge.InTurn(Video, "pending-setups", "the first makes the secret that the others take"),

        CrossHostEdge.InTurn(Mailstore, "java-trust", "a mailstore that is restarted leaves the others to their users"),

        new(Proxy.First(), "certificate", Proxy.Without(Proxy.First()), "certificate-served", "the first puts it into the directory"),
        new(All, "bootstrap", All, "auth-keys", "a node publishes its key in its bootstrap"),

        new(ObjectStorage, "bucket", Mailstore, "bucket", "a server that does not work is told once, where it runs"),

        new(LoadBalancer, "virtual-address", LoadBalancer, "keepalived", "both look before one of them takes the address, or it would be somebody else's to the other"),
    ];

    /// <summary>Steps that run beside the chain of their host.</summary>
    public static ImmutableArray<SideBranch> Branches { get; } =
    [
        new("postgres", ["peers"], "PostgreSQL needs nothing of Carbonio"),
        new("patroni", ["postgres", "mesh-join"], "what follows on the same host needs no database"),
    ];

    /// <summary>The hosts and steps that must be done before <paramref name="step"/> runs on <paramref name="node"/>.</summary>
    /// <param name="topology">The whole cluster.</param>
    /// <param name="node">One of its nodes.</param>
    /// <param name="step">A step of it.</param>
    public static IEnumerable<(Node Node, string Step)> Before(Topology topology, Node node, string step) =>
        Edges.Where(edge => edge.To == step && edge.ToNodes.Contains(topology, node))
            .SelectMany(edge => edge.FromNodes.In(topology)
                .Where(other => other != node && (!edge.IsInTurn || topology.Nodes.IndexOf(other) < topology.Nodes.IndexOf(node)))
                .Select(other => (other, edge.From)));
}
