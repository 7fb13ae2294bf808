using System.Collections.Immutable;
using CarbonioInfra.Components.Ports;
using CarbonioInfra.Components.Topologies;

namespace CarbonioInfra.Components.Firewalls;

/// <summary>The ports table as groups of nodes and rules between them, for any platform with a firewall of its own.</summary>
/// <param name="Groups">One for each distinct set of nodes; sets with the same members share the first one's name.</param>
/// <param name="Rules">Every rule once, both directions.</param>
public sealed record FirewallPlan(ImmutableArray<FirewallGroup> Groups, ImmutableArray<FirewallRule> Rules)
{
    /// <summary>Every row of the table from exactly its sources.</summary>
    /// <param name="topology">The nodes.</param>
    /// <param name="ports">Who may connect where.</param>
    /// <param name="outside">The sets that stand for peers outside and that the platform knows; rows of other empty sets are left out.</param>
    public static FirewallPlan Strict(Topology topology, PortTable ports, IReadOnlySet<NodeSet> outside) =>
        Of(topology, [.. ports.Rules, .. OutboundPorts.Carbonio], outside, betweenNodes: []);

    /// <summary>Nodes reach each other on everything; from and to outside the table holds.</summary>
    /// <inheritdoc cref="Strict"/>
    public static FirewallPlan Simple(Topology topology, PortTable ports, IReadOnlySet<NodeSet> outside)
    {
        var fromOutside = ports.Rules
            .Select(row => row with { From = [.. row.From.Where(set => set.In(topology).IsEmpty)] })
            .Where(row => !row.From.IsEmpty);
        var hosts = NodeSet.AllHosts.Name;
        return Of(topology, [.. fromOutside, .. OutboundPorts.Carbonio], outside,
            [
                new(IsIngress: true, hosts, hosts, 0, 0, null, "between nodes"),
                new(IsIngress: false, hosts, hosts, 0, 0, null, "between nodes"),
            ]);
    }

    /// <summary>The groups that <paramref name="node"/> is a member of.</summary>
    public ImmutableArray<FirewallGroup> GroupsOf(Node node) => [.. Groups.Where(group => group.Members.Contains(node))];

    /// <summary>Whether <paramref name="name"/> is a group of this plan, not a set outside.</summary>
    public bool IsGroup(string name) => Groups.Any(group => group.Name == name);

    private static FirewallPlan Of(
        Topology topology, ImmutableArray<PortRule> rows, IReadOnlySet<NodeSet> outside, ImmutableArray<FirewallRule> betweenNodes)
    {
        var names = new Dictionary<NodeSet, string>();
        var groups = new Dictionary<string, FirewallGroup>(StringComparer.Ordinal);
        foreach (var set in rows.SelectMany(row => row.From.Prepend(row.On)).Distinct())
        {
            var members = set.In(topology);
            if (members.IsEmpty)
                continue;
            var membership = string.Join(',', members.Select(node => node.Name));
            groups.TryAdd(membership, new FirewallGroup(set.Name, members));
            names[set] = groups[membership].Name;
        }

        var rules = rows.SelectMany(row => row.From.SelectMany(from => Rules(row, from)));
        return new FirewallPlan([.. groups.Values], [.. betweenNodes.Concat(rules).DistinctBy(rule => rule.Key)]);

        IEnumerable<FirewallRule> Rules(PortRule row, NodeSet from)
        {
            if (names.TryGetValue(row.On, out var on) && (names.TryGetValue(from, out var source) || Outside(from, out source)))
                yield return new(IsIngress: true, on, source!, row.First, row.Last, row.Protocol, row.Purpose);
            if (names.TryGetValue(from, out var group) && (names.TryGetValue(row.On, out var target) || Outside(row.On, out target)))
                yield return new(IsIngress: false, group, target!, row.First, row.Last, row.Protocol, row.Purpose);
        }

        bool Outside(NodeSet set, out string? name)
        {
            name = set.Name;
            return outside.Contains(set);
        }
    }
}
