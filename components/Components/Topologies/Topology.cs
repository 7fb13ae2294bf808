using System.Collections.Immutable;

namespace CarbonioInfra.Components.Topologies;

/// <summary>Which nodes there are and what each does: inert data, before any platform. See <see cref="TopologyRules"/>.</summary>
/// <param name="Domain">DNS domain of the nodes, also the primary mail domain, for example <c>example.com</c>.</param>
/// <param name="Nodes">The nodes; the first one with a role is that role's primary.</param>
public sealed record Topology(string Domain, ImmutableArray<Node> Nodes)
{
    /// <summary>Name by which clients reach the proxies. Default: <c>mail.</c> and the domain.</summary>
    public string PublicHostname { get => field ?? $"mail.{Domain}"; init; }

    /// <summary>The 13 nodes of Scenario HA: three cluster nodes and two of every other kind.</summary>
    public static Topology HighAvailability(string domain) => FromGroups(domain, NodeGroups.HighAvailability);

    /// <summary>
    /// Lays the roles over named groups of nodes. Directory servers and PostgreSQL run on the first two cluster nodes; the third
    /// is the member that gives quorum and watches the others. Without WSC nodes of its own, chats run on the collaboration nodes.
    /// </summary>
    public static Topology FromGroups(string domain, NodeGroups groups)
    {
        Role[] member = [Role.MeshServer, Role.UserManagement, Role.Kafka, Role.Zookeeper];
        Role[] database = [.. member, Role.DirectoryServer, Role.Postgres];
        Role[] collaboration = groups.WorkstreamCollaboration.IsEmpty
            ? [Role.Collaboration, Role.WorkstreamCollaboration]
            : [Role.Collaboration];

        return new Topology(domain,
        [
            .. groups.Cluster.Select((name, index) => new Node(name, ClusterRoles(index), Zone(groups.Cluster, index), NodeSize.Cluster)),
            .. Group(groups.Mta, NodeSize.Mta, Role.Mta),
            .. Group(groups.Proxy, NodeSize.Proxy, Role.Proxy),
            .. Group(groups.Mailstore, NodeSize.Mailstore, Role.Mailstore),
            .. Group(groups.Collaboration, NodeSize.Collaboration, collaboration),
            .. Group(groups.WorkstreamCollaboration, NodeSize.Collaboration, Role.WorkstreamCollaboration),
            .. Group(groups.Video, NodeSize.Video, Role.Video),
            .. Group(groups.LoadBalancer, NodeSize.LoadBalancer, Role.LoadBalancer),
            .. Group(groups.ObjectStorage, NodeSize.ObjectStorage, Role.ObjectStorage),
        ]);

        ImmutableArray<Role> ClusterRoles(int index) => index switch
        {
            0 => [.. database, Role.MessageBroker],
            1 => [.. database],
            2 => [.. member, Role.Monitoring],
            _ => [.. member],
        };

        static IEnumerable<Node> Group(ImmutableArray<string> names, NodeSize size, params Role[] roles) =>
            names.Select((name, index) => new Node(name, [.. roles], Zone(names, index), size));
    }

    // By its number where every name of the group has one of its own, so that mta2 stays where it is when mta1 goes.
    private static int Zone(ImmutableArray<string> names, int index)
    {
        var numbers = names.Select(name => name.Length == 0 ? -1 : name[^1] - '1').ToArray();
        return numbers.All(number => number is >= 0 and < 9) && names.All(name => name.Length < 2 || !char.IsAsciiDigit(name[^2]))
            && numbers.Distinct().Count() == numbers.Length ? numbers[index] : index;
    }

    /// <summary>The node's fully qualified name, which <c>hostname -f</c> must return on it.</summary>
    public string Fqdn(Node node) => $"{node.Name}.{Domain}";

    /// <summary>The nodes with <paramref name="role"/>, the primary first.</summary>
    public ImmutableArray<Node> With(Role role) => [.. Nodes.Where(node => node.Has(role))];
}
