using System.Collections.Immutable;
using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Nodes;

namespace CarbonioInfra.Components.Clusters;

/// <summary>
/// The strict edges between steps of different hosts. Steps of one host are a chain; nothing else is serial.
/// </summary>
public static class Order
{
    /// <summary>Every edge.</summary>
    public static ImmutableArray<CrossHostEdge> Edges { get; } =
    [
        new("rebooted", "peers", "a peer that is still to boot again cannot be told from one that a firewall hides"),
    ];

    /// <summary>The steps of <paramref name="others"/> that must be done before <paramref name="step"/> runs.</summary>
    public static IEnumerable<HostStep> Before(string step, IEnumerable<CarbonioNode> others)
    {
        var predecessors = Edges.Where(edge => edge.To == step).Select(edge => edge.From).ToArray();
        return others.SelectMany(node => predecessors.Select(node.Step));
    }
}
