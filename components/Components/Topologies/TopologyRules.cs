using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace CarbonioInfra.Components.Topologies;

/// <summary>What a topology must satisfy before anything is provisioned.</summary>
public static partial class TopologyRules
{
    private const int LongestName = 30;
    private const int LongestFqdn = 64;

    /// <summary>Every problem of <paramref name="topology"/>, each naming the node or role; empty when it can be built.</summary>
    public static ImmutableArray<string> Problems(Topology topology) => [.. NameProblems(topology), .. RoleProblems(topology)];

    /// <summary>Every problem of the names in <paramref name="topology"/>, whatever their roles.</summary>
    public static ImmutableArray<string> NameProblems(Topology topology) =>
    [
        .. DomainProblems(topology),
        .. PublicHostnameProblems(topology),
        .. topology.Nodes.SelectMany(node => NodeProblems(topology, node)),
        .. topology.Nodes.GroupBy(node => node.Name).Where(group => group.Count() > 1)
            .Select(group => $"node '{group.Key}': expected a name used once, found it {group.Count()} times"),
    ];

    /// <summary>What can be built but will not survive the loss of one node.</summary>
    public static ImmutableArray<string> SinglePointsOfFailure(Topology topology)
    {
        Role[] redundant = [Role.Mta, Role.Proxy, Role.Mailstore, Role.Collaboration, Role.Video];
        return
        [
            .. redundant.Append(Role.ObjectStorage).Select(role => (role, nodes: topology.With(role))).Where(entry => entry.nodes.Length == 1)
                .Select(entry => $"{entry.role} runs on {entry.nodes[0].Name} alone: its loss interrupts the service"),
        ];
    }

    private static IEnumerable<string> DomainProblems(Topology topology)
    {
        if (!Domain().IsMatch(topology.Domain))
            yield return $"domain: expected a lower-case DNS domain such as example.com, found '{topology.Domain}'";
    }

    private static IEnumerable<string> PublicHostnameProblems(Topology topology)
    {
        var name = topology.PublicHostname;
        // The default comes of the domain, which is a problem of its own.
        if (name == $"mail.{topology.Domain}" && !Domain().IsMatch(topology.Domain))
            yield break;
        if (!Domain().IsMatch(name))
            yield return $"publicHostname: expected a lower-case DNS name such as mail.example.com, found '{name}'";
        else if (name == topology.Domain || name == $"mx.{topology.Domain}" || topology.Nodes.Any(node => topology.Fqdn(node) == name))
            yield return $"publicHostname: expected a name that is neither the domain nor mx.{topology.Domain} nor a node's, found '{name}'";
    }

    private static IEnumerable<string> NodeProblems(Topology topology, Node node)
    {
        if (!Label().IsMatch(node.Name) || node.Name.Length > LongestName)
        {
            yield return $"node '{node.Name}': expected lower-case letters, digits and inner hyphens, starting with a letter, "
                + $"at most {LongestName} characters";
        }
        else if (topology.Fqdn(node).Length > LongestFqdn)
        {
            yield return $"node '{node.Name}': expected a full name of at most {LongestFqdn} characters (Linux host names), "
                + $"found {topology.Fqdn(node).Length}: {topology.Fqdn(node)}";
        }

        if (node.Roles.IsDefaultOrEmpty)
            yield return $"node '{node.Name}': expected at least one role, found none";
    }

    private static IEnumerable<string> RoleProblems(Topology topology)
    {
        foreach (var role in new[] { Role.MeshServer, Role.Kafka, Role.Zookeeper })
        {
            if (topology.With(role).Length != 3)
                yield return $"role {role}: expected exactly 3 nodes (quorum), found {Names(topology, role)}";
        }

        foreach (var role in new[] { Role.DirectoryServer, Role.Postgres })
        {
            if (topology.With(role).Length != 2)
                yield return $"role {role}: expected exactly 2 nodes, found {Names(topology, role)}";
        }

        foreach (var role in new[] { Role.MessageBroker, Role.Monitoring })
        {
            if (topology.With(role).Length != 1)
                yield return $"role {role}: expected exactly 1 node, found {Names(topology, role)}";
        }

        foreach (var role in new[] { Role.Mta, Role.Proxy, Role.Mailstore })
        {
            if (topology.With(role).IsEmpty)
                yield return $"role {role}: expected at least 1 node, found none";
        }

        if (topology.With(Role.LoadBalancer).Length is not (0 or 2))
            yield return $"role LoadBalancer: expected no nodes or exactly 2, found {Names(topology, Role.LoadBalancer)}";
        if (topology.With(Role.ObjectStorage).Length > 1)
            yield return $"role ObjectStorage: expected at most 1 node, found {Names(topology, Role.ObjectStorage)}";
        foreach (var node in topology.Nodes.Where(node => (node.Has(Role.LoadBalancer) || node.Has(Role.ObjectStorage)) && node.Roles.Length > 1))
        {
            yield return $"node '{node.Name}': expected LoadBalancer or ObjectStorage to be its only role because they use Carbonio's ports, "
                + $"found {string.Join(", ", node.Roles)}";
        }

        if (!topology.With(Role.Video).IsEmpty && topology.With(Role.WorkstreamCollaboration).IsEmpty)
        {
            yield return "role WorkstreamCollaboration: expected at least 1 node because there are video servers, found none";
        }
    }

    private static string Names(Topology topology, Role role)
    {
        var nodes = topology.With(role);
        return nodes.IsEmpty ? "none" : $"{nodes.Length} ({string.Join(", ", nodes.Select(node => node.Name))})";
    }

    [GeneratedRegex("^[a-z]([a-z0-9-]*[a-z0-9])?$")]
    private static partial Regex Label();

    [GeneratedRegex(@"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$")]
    private static partial Regex Domain();
}
