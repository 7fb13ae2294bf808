using CarbonioInfra.Engine.Steps;

namespace CarbonioInfra.Engine.Display;

/// <summary>
/// A plan as text: one line per resource that changes, below what it belongs to. What happens stands in front, as in a diff;
/// why stands at the end: the changed properties, or in parentheses another reason.
/// </summary>
internal static class PlanText
{
    private const int ActionWidth = 12;

    public static IReadOnlyList<Line> Of(Outline outline)
    {
        var shown = new List<(Step Step, string Name)>();
        foreach (var root in outline.Roots)
            Add(root, 0, shown);
        var width = shown.Select(row => row.Name.Length).DefaultIfEmpty().Max();
        return [.. shown.Select(row => new Line(
            $"{Action(row.Step),-ActionWidth}{row.Name.PadRight(width)}  {ShortType(row.Step.Type)}{Why(row.Step)}".TrimEnd(), Wording.ToneOf(row.Step.Kind)))];
    }

    /// <returns>Whether the entry or anything below it changes.</returns>
    private static bool Add(Outline.Entry entry, int depth, List<(Step Step, string Name)> shown)
    {
        var place = shown.Count;
        shown.Add((entry.Step, new string(' ', 2 * depth) + entry.Step.Name));
        var changes = entry.Changes;
        foreach (var child in entry.Children)
            changes |= Add(child, depth + 1, shown);
        if (!changes)
            shown.RemoveAt(place);
        return changes;
    }

    private static string Action(Step step) => step.Kind == StepKind.Same ? "" : $"{Wording.Symbol(step.Kind)} {Wording.Plan(step.Kind)}";

    // Names tell the package; without it a line has room in a narrow terminal.
    private static string ShortType(string type) => type[(type.IndexOf(':', StringComparison.Ordinal) + 1)..];

    private static string Why(Step step) =>
        step.Reason.Length != 0 ? $"  ({step.Reason})"
        : step.Changes.Count != 0 ? $"  [{string.Join(", ", step.Changes.Select(change => change.Path.ToString()))}]"
        : "";
}
