using System.Collections.Immutable;

namespace CarbonioInfra.Components.Topologies;

/// <summary>Which node is in which zone: an availability zone, a PVE node, whatever fails as one.</summary>
public static class ZonePlan
{
    /// <summary>
    /// The zone of each node: its own, or else by <see cref="Node.Zone"/>, taken around when there are more of those than zones.
    /// </summary>
    /// <param name="topology">The nodes.</param>
    /// <param name="zones">Names of the zones, at least one.</param>
    /// <param name="own">The zone that is set for a single node, or null.</param>
    public static ImmutableDictionary<Node, string> Assign(Topology topology, ImmutableArray<string> zones, Func<Node, string?> own) =>
        topology.Nodes.ToImmutableDictionary(node => node, node => own(node) ?? zones[node.Zone % zones.Length]);

    /// <summary>
    /// Nodes of one role in one zone although another zone has fewer of them, each as a sentence. None as long as zones are missing,
    /// repeated or unknown, which is another problem.
    /// </summary>
    /// <inheritdoc cref="Assign"/>
    public static ImmutableArray<string> Crowded(Topology topology, ImmutableArray<string> zones, Func<Node, string?> own)
    {
        if (zones.IsEmpty || zones.Distinct().Count() < zones.Length || topology.Nodes.Any(node => own(node) is { } zone && !zones.Contains(zone)))
            return [];
        var zoneOf = Assign(topology, zones, own);
        return
        [
            .. Enum.GetValues<Role>().SelectMany(role => topology.With(role) is { IsEmpty: false } nodes
                    ? nodes.GroupBy(node => zoneOf[node])
                        .Where(zone => zone.Count() > (nodes.Length + zones.Length - 1) / zones.Length)
                        .Select(zone => string.Join(" and ", zone.Select(node => node.Name)))
                    : [])
                .Distinct(),
        ];
    }
}
