using CarbonioInfra.Components.Ports;

namespace CarbonioInfra.Components.Clusters;

/// <summary>A step that must be done on some hosts before a step runs on others.</summary>
/// <param name="FromNodes">The hosts whose step comes first.</param>
/// <param name="From">The step that comes first.</param>
/// <param name="ToNodes">The hosts whose step waits.</param>
/// <param name="To">The step that waits.</param>
/// <param name="Why">The reason.</param>
public sealed record CrossHostEdge(NodeSet FromNodes, string From, NodeSet ToNodes, string To, string Why)
{
    /// <summary>Whether each of the hosts waits for those before it in the topology's order, and for no other.</summary>
    public bool IsInTurn => FromNodes == ToNodes && From == To;

    /// <summary>A step that the hosts do one after the other, in the topology's order.</summary>
    public static CrossHostEdge InTurn(NodeSet nodes, string step, string why) => new(nodes, step, nodes, step, why);
}
