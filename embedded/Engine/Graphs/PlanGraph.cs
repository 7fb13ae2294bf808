using System.Collections;
using CarbonioInfra.Engine.Display;
using CarbonioInfra.Engine.Steps;

namespace CarbonioInfra.Engine.Graphs;

/// <summary>
/// What a plan wants to exist, as a graph of what has to be there before what: no edge that others imply, nodes in the order of
/// the plan's outline, so that the same plan is the same graph.
/// </summary>
internal sealed class PlanGraph
{
    private readonly List<int>[] _needs;

    public PlanGraph(Outline outline)
    {
        var entries = outline.Order().Where(entry => entry.Step.Kind is not (StepKind.Delete or StepKind.DeleteReplaced)).ToList();
        Nodes = [.. entries.Where(entry => entry.Step.Custom).Select((entry, index) =>
            new Node(index, entry.Step, outline.HostOf(entry.Step), outline.TaskOf(entry.Step)))];
        var byUrn = Nodes.ToDictionary(node => node.Step.Urn, StringComparer.Ordinal);
        var components = entries.Where(entry => !entry.Step.Custom).ToDictionary(entry => entry.Step.Urn, StringComparer.Ordinal);
        _needs = [.. Nodes.Select(node => NeedsOf(node).Where(need => need != node.Index).Distinct().Order().ToList())];
        Order = Sort();
        Reduce();

        IEnumerable<int> NeedsOf(Node node)
        {
            foreach (var urn in node.Step.Needs)
            {
                if (byUrn.TryGetValue(urn, out var needed))
                {
                    yield return needed.Index;
                }
                else if (urn != node.Step.Parent && components.TryGetValue(urn, out var component))
                {
                    // To need a component is to need all that it is made of.
                    foreach (var part in component.WithDescendants().Where(part => byUrn.ContainsKey(part.Step.Urn)))
                        yield return byUrn[part.Step.Urn].Index;
                }
            }
        }
    }

    /// <summary>What a provider makes.</summary>
    public IReadOnlyList<Node> Nodes { get; }

    /// <summary>The nodes by index, each after what it needs.</summary>
    public IReadOnlyList<int> Order { get; }

    /// <summary>What has to be there before what, sorted.</summary>
    public IEnumerable<(int Before, int After)> Edges => Nodes
        .SelectMany(node => _needs[node.Index].Select(need => (Before: need, After: node.Index)))
        .OrderBy(edge => edge.Before).ThenBy(edge => edge.After);

    /// <summary>The chain that takes longest when everything else runs beside it.</summary>
    /// <param name="duration">How long a resource takes.</param>
    /// <returns>Its nodes by index, the first first.</returns>
    public IReadOnlyList<int> CriticalPath(Func<Node, TimeSpan> duration)
    {
        // Of chains that take equally long the one with more steps, so that what took no time is not cut off.
        var end = new (TimeSpan Time, int Steps)[Nodes.Count];
        var before = new int[Nodes.Count];
        foreach (var index in Order)
        {
            before[index] = _needs[index].Count == 0 ? -1 : _needs[index].MaxBy(need => end[need]);
            var (time, steps) = before[index] < 0 ? default : end[before[index]];
            end[index] = (time + duration(Nodes[index]), steps + 1);
        }

        var chain = new List<int>();
        for (var index = Nodes.Count == 0 ? -1 : Enumerable.Range(0, Nodes.Count).MaxBy(index => end[index]); index >= 0; index = before[index])
            chain.Add(index);
        chain.Reverse();
        return chain;
    }

    private List<int> Sort()
    {
        var waiting = _needs.Select(needs => needs.Count).ToArray();
        var dependents = Nodes.Select(_ => new List<int>()).ToArray();
        foreach (var node in Nodes)
            _needs[node.Index].ForEach(need => dependents[need].Add(node.Index));
        var sorted = Nodes.Select(node => node.Index).Where(index => waiting[index] == 0).ToList();
        for (var next = 0; next < sorted.Count; next++)
            sorted.AddRange(dependents[sorted[next]].Where(dependent => --waiting[dependent] == 0));
        return sorted.Count == Nodes.Count ? sorted : throw new EngineException("The plan's resources depend on each other in a circle.");
    }

    // An edge is implied when another need already needs its start.
    private void Reduce()
    {
        var above = new BitArray[Nodes.Count];
        foreach (var index in Order)
        {
            var implied = new BitArray(Nodes.Count);
            foreach (var need in _needs[index])
                implied.Or(above[need]);
            _needs[index].RemoveAll(need => implied[need]);
            above[index] = implied;
            foreach (var need in _needs[index])
                implied[need] = true;
        }
    }

    /// <param name="Index">Its place in <see cref="Nodes"/>.</param>
    /// <param name="Step">What is to be done with it.</param>
    /// <param name="Host">The host (or other component) that it belongs to; empty for none.</param>
    /// <param name="Task">Its name without the host's.</param>
    internal sealed record Node(int Index, Step Step, string Host, string Task);
}
