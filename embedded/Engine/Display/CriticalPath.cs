using CarbonioInfra.Engine.Steps;

namespace CarbonioInfra.Engine.Display;

/// <summary>
/// The chain of steps, each needing the one before, that a run's length came from: the step that ended last, before it the one
/// that it waited for longest, and so on to the start. Making any other step faster makes the run no shorter.
/// </summary>
internal static class CriticalPath
{
    /// <param name="timed">The steps that took time.</param>
    /// <param name="all">All steps of the run; what took no time hands on what it needs.</param>
    /// <returns>The chain in the order of time; empty when nothing took time.</returns>
    public static IReadOnlyList<Link> Of(IReadOnlyCollection<TimedStep> timed, IEnumerable<Step> all)
    {
        var needs = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var step in all.Where(step => !IsDeletion(step)))
            needs[step.Urn] = step.Needs;
        var made = timed.Where(entry => !IsDeletion(entry.Step)).ToLookup(entry => entry.Step.Urn, StringComparer.Ordinal);
        var deleted = timed.Where(entry => IsDeletion(entry.Step)).ToList();

        var chain = new List<TimedStep>();
        for (var link = timed.MaxBy(entry => entry.End); link is not null; link = Before(link))
            chain.Add(link);
        chain.Reverse();
        return [.. chain.Select((entry, index) => new Link(
            entry.Step, entry.Time, entry.Start - (index == 0 ? TimeSpan.Zero : chain[index - 1].End)))];

        TimedStep? Before(TimedStep link)
        {
            var candidates = IsDeletion(link.Step)
                // Nothing goes before what is built on it; and what is obsolete goes after all else.
                ? deleted.Where(other => other.Step.Needs.Contains(link.Step.Urn, StringComparer.Ordinal))
                    .Concat(link.Step.Kind == StepKind.Delete ? made.SelectMany(group => group) : [])
                : Needed(link.Step).Concat(deleted.Where(other => other.Step.Urn == link.Step.Urn));
            return candidates.Where(other => other.End <= link.Start).MaxBy(other => other.End);
        }

        IEnumerable<TimedStep> Needed(Step step)
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            var open = new Stack<string>(step.Needs);
            while (open.TryPop(out var urn))
            {
                if (!seen.Add(urn))
                    continue;
                if (made.Contains(urn))
                {
                    foreach (var entry in made[urn])
                        yield return entry;
                }
                else
                {
                    foreach (var need in needs.GetValueOrDefault(urn, []))
                        open.Push(need);
                }
            }
        }
    }

    private static bool IsDeletion(Step step) => step.Kind is StepKind.Delete or StepKind.DeleteReplaced;

    /// <param name="Step">A step of the chain.</param>
    /// <param name="Time">How long it ran.</param>
    /// <param name="Wait">How long it could have run earlier: the program had not asked for it yet, or all slots were taken.</param>
    internal sealed record Link(Step Step, TimeSpan Time, TimeSpan Wait);
}
