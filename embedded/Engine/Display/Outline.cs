using System.Text.RegularExpressions;
using CarbonioInfra.Engine.Steps;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Display;

/// <summary>
/// The resources of a plan as a reader thinks of them: what belongs to what, in the order in which it is done, and the same
/// from run to run although registrations arrive in any order.
/// <para>
/// A resource belongs to its component. One without component belongs to the component whose name its own begins with, so
/// that <c>svc1-machine</c> stands beside the steps of <c>svc1</c>. Siblings come as the stack's outputs name them (which is how
/// a program tells the order that its users know), then after what they need, then by name.
/// </para>
/// </summary>
internal sealed partial class Outline
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly HashSet<string> _planned = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Entry> _components;

    /// <param name="steps">All steps of a plan, unchanged resources included.</param>
    /// <param name="outputs">The stack's outputs.</param>
    public Outline(IEnumerable<Step> steps, PropertyMap outputs)
    {
        foreach (var step in steps.Where(step => step.IsCounted))
        {
            // What an earlier run left to be deleted has the name of what took its place.
            if (!_entries.TryGetValue(step.Urn, out var entry) || entry.Step.Kind == StepKind.DeleteReplaced)
                _entries[step.Urn] = new(step);
            if (step.Kind is not (StepKind.Same or StepKind.DeleteReplaced))
                _planned.Add(step.Urn);
        }

        _components = _entries.Values.Where(entry => !entry.Step.Custom)
            .GroupBy(entry => entry.Step.Name, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        Arrange();
        var ranks = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var text in TextsOf(outputs))
            ranks.TryAdd(text, ranks.Count);
        Sort(ranks);
        Hosts = [.. Order().Select(entry => HostOf(entry.Step)).Where(host => host.Length != 0).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>An outline of nothing.</summary>
    public static Outline Empty { get; } = new([], PropertyMap.Empty);

    /// <summary>What belongs to no other.</summary>
    public List<Entry> Roots { get; } = [];

    /// <summary>The hosts (and other components) that steps belong to, in order.</summary>
    public IReadOnlyList<string> Hosts { get; }

    /// <summary>How many resources are to change.</summary>
    public int Planned => _planned.Count;

    /// <summary>Whether the plan changes the resource.</summary>
    public bool IsPlanned(string urn) => _planned.Contains(urn);

    /// <summary>The host of every planned step; components have nothing to do on one.</summary>
    public IEnumerable<string> PlannedHosts => _planned.Select(urn => _entries[urn].Step).Where(step => step.Custom).Select(HostOf);

    /// <summary>
    /// Whose step it is: the outermost of its components whose name its own begins with. Where there is none, as for a step on one host that
    /// belongs to what spans several, likewise among all components; empty when none is found there either.
    /// </summary>
    public string HostOf(Step step)
    {
        if (!_entries.TryGetValue(step.Urn, out var entry))
            return step.Custom ? "" : step.Name;
        var host = Outermost(entry.Parent, step.Name);
        return (host, step.Custom) switch
        {
            ("", true) => Outermost(NamesakeOf(step.Name), step.Name),
            ("", false) => step.Name,
            _ => host,
        };
    }

    /// <summary>What a step does, without the host's name in front.</summary>
    public string TaskOf(Step step) => HostOf(step) is { Length: > 0 } host && host != step.Name ? step.Name[(host.Length + 1)..] : step.Name;

    /// <summary>Every entry, parents before their children.</summary>
    public IEnumerable<Entry> Order() => Roots.SelectMany(root => root.WithDescendants());

    private void Arrange()
    {
        foreach (var entry in _entries.Values)
        {
            entry.Parent = _entries.GetValueOrDefault(entry.Step.Parent) ?? (entry.Step.Custom ? NamesakeOf(entry.Step.Name) : null);
            (entry.Parent?.Children ?? Roots).Add(entry);
        }
    }

    private Entry? NamesakeOf(string name)
    {
        for (var end = name.LastIndexOf('-'); end > 0; end = name.LastIndexOf('-', end - 1))
        {
            if (_components.TryGetValue(name[..end], out var component))
                return component;
        }

        return null;
    }

    private static string Outermost(Entry? entry, string name)
    {
        var host = "";
        for (; entry is not null; entry = entry.Parent)
        {
            if (name.StartsWith(entry.Step.Name + "-", StringComparison.Ordinal))
                host = entry.Step.Name;
        }

        return host;
    }

    private void Sort(Dictionary<string, int> ranks)
    {
        var depths = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var root in Roots)
            root.Key = Place(root);
        Roots.Sort(Compare);

        (int, int, string) Place(Entry entry)
        {
            foreach (var child in entry.Children)
                child.Key = Place(child);
            entry.Children.Sort(Compare);
            return (ranks.GetValueOrDefault(entry.Step.Name, int.MaxValue),
                entry.Children.Count == 0 ? Depth(entry.Step.Urn) : entry.Children.Min(child => child.Key.Depth),
                NumbersByValue(entry.Step.Name));
        }

        // How many steps at least come one after the other before it.
        int Depth(string urn)
        {
            if (depths.TryGetValue(urn, out var known) || !_entries.TryGetValue(urn, out var entry))
                return known;
            depths[urn] = 0;
            return depths[urn] = entry.Step.Needs.Select(need => Depth(need) + 1).DefaultIfEmpty().Max();
        }
    }

    private static int Compare(Entry one, Entry other)
    {
        var byPlace = (one.Key.Rank, one.Key.Depth).CompareTo((other.Key.Rank, other.Key.Depth));
        if (byPlace != 0)
            return byPlace;
        var byName = string.CompareOrdinal(one.Key.Name, other.Key.Name);
        return byName != 0 ? byName : string.CompareOrdinal(one.Step.Urn, other.Step.Urn);
    }

    private static IEnumerable<string> TextsOf(PropertyValue value) => value switch
    {
        PropertyValue.Text text => [text.Value],
        PropertyValue.List list => list.Items.SelectMany(TextsOf),
        PropertyValue.Map map => map.Properties.Values.SelectMany(TextsOf),
        _ => [],
    };

    // node2 before node10.
    private static string NumbersByValue(string name) => Digits().Replace(name, match => match.Value.PadLeft(10, '0'));

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();

    /// <summary>A resource in its place.</summary>
    internal sealed class Entry(Step step)
    {
        public Step Step => step;

        public Entry? Parent { get; set; }

        public List<Entry> Children { get; } = [];

        internal (int Rank, int Depth, string Name) Key { get; set; }

        public bool Changes => step.Kind != StepKind.Same;

        public IEnumerable<Entry> WithDescendants() => Children.SelectMany(child => child.WithDescendants()).Prepend(this);
    }
}
