namespace CarbonioInfra.Components.Nodes;

/// <summary>The nodes of a cluster that have been declared so far; steps find by it those of other nodes that come before.</summary>
public sealed class NodeRoster
{
    private readonly Dictionary<string, CarbonioNode> _nodes = [];

    /// <summary>The node with this name.</summary>
    /// <exception cref="InvalidOperationException">It has not been declared yet.</exception>
    public CarbonioNode this[string name] => _nodes.TryGetValue(name, out var found)
        ? found
        : throw new InvalidOperationException($"{name} has not been declared yet: declare every node before steps that wait for others");

    internal void Add(CarbonioNode node) => _nodes.Add(node.Host.Name, node);
}
