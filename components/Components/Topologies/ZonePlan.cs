using System.Collections.Immutable;

namespace CarbonioInfra.Components.Topologies;

/// <summary>Which failure domain of a platform carries which node.</summary>
public static class ZonePlan
{
    /// <summary>
    /// An index from 0 below <paramref name="zones"/> for each node: <see cref="Node.Zone"/>, taken around when there are more of
    /// those than zones.
    /// </summary>
    public static ImmutableDictionary<Node, int> Assign(Topology topology, int zones) =>
        topology.Nodes.ToImmutableDictionary(node => node, node => node.Zone % zones);

    /// <summary>Nodes of one role in one zone although another zone has fewer of them, each as a sentence.</summary>
    /// <param name="topology">The nodes.</param>
    /// <param name="zoneOf">Their zones.</param>
    /// <param name="zones">How many zones there are.</param>
    public static ImmutableArray<string> Crowded(Topology topology, IReadOnlyDictionary<Node, int> zoneOf, int zones) =>
    [
        .. Enum.GetValues<Role>().SelectMany(role => topology.With(role) is { IsEmpty: false } nodes
                ? nodes.GroupBy(node => zoneOf[node])
                    .Where(zone => zone.Count() > (nodes.Length + zones - 1) / zones)
                    .Select(zone => string.Join(" and ", zone.Select(node => node.Name)))
                : [])
            .Distinct(),
    ];
}
