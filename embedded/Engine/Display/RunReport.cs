using CarbonioInfra.Engine.Providers;
using CarbonioInfra.Engine.Steps;

namespace CarbonioInfra.Engine.Display;

/// <summary>The end of a run: where its time went, what it did, and last, where it stays on the screen, what failed.</summary>
internal sealed class RunReport(Outline outline, RunRecord record)
{
    private const int SlowestShown = 5;
    private const int FailuresInFull = 2;
    private const int FailuresShown = 10;
    private const int SkipCausesShown = 3;

    // Links that add up to next to nothing only hide the others.
    private const double ShortLink = 0.01;

    /// <summary>The slowest steps and the critical path; nothing when only one step ran.</summary>
    public IReadOnlyList<Line> Times(TimeSpan total)
    {
        if (record.Timed.Count < 2)
            return [];
        var path = CriticalPath.Of(record.Timed, record.Done.Concat(record.Failures.Select(failure => failure.Step)));
        var slowest = record.Timed.OrderByDescending(entry => entry.Time).Take(SlowestShown).ToList();
        var rows = Shortened(path, total);
        var width = rows.Select(row => row.Name.Length).Concat(slowest.Select(entry => NameOf(entry.Step).Length)).Max();
        var length = path.Aggregate(TimeSpan.Zero, (sum, link) => sum + link.Time + link.Wait);
        return
        [
            new("Slowest steps"),
            .. slowest.Select(entry => new Line($"  {NameOf(entry.Step).PadRight(width)}  {Wording.Time(entry.Time),10}", Tone.Quiet)),
            new($"Critical path ({Wording.Steps(path.Count)}, {Wording.Time(length)} of {Wording.Time(total)})"),
            .. rows.Select(row => new Line($"  {row.Name.PadRight(width)}  {Wording.Time(row.Time),10}{Waiting(row.Wait)}", Tone.Quiet)),
        ];
    }

    /// <summary>What was done, in how long, at what cost, and where all of it is written.</summary>
    public static IReadOnlyList<Line> Summary(RunSummary summary, TimeSpan total, IEnumerable<ProviderStatistic> statistics, string log) =>
    [
        new($"{summary.Describe(planned: false)} in {Wording.Time(total)}"),
        .. statistics.Select(statistic => new Line($"{statistic.Name}: {statistic.Value}")),
        new($"Log: {log}"),
    ];

    /// <summary>Every failed step, and how many others that kept from being done.</summary>
    public IReadOnlyList<Line> Failures()
    {
        var failures = record.Failures;
        if (failures.Count == 0)
            return [];
        // Hosts that all lack the same are one thing to mend.
        var groups = failures.GroupBy(entry => FailureText.Likeness(entry.Step, entry.Failure, outline) ?? entry.Step.Urn, StringComparer.Ordinal)
            .Select(group => group.ToList()).ToList();
        var lines = new List<Line>();
        foreach (var group in groups.Take(FailuresShown))
        {
            var (step, failure) = group[0];
            lines.Add(new(""));
            lines.AddRange(group.Count > 1
                ? FailureText.OfAll([.. group.Select(entry => entry.Step)], failure, outline)
                : FailureText.Of(step, failure, outline, brief: groups.Count > FailuresInFull));
        }

        var rest = groups.Skip(FailuresShown).SelectMany(group => group).Select(entry => entry.Step.Name).ToList();
        if (rest.Count != 0)
            lines.AddRange([new(""), new($"  !  and {rest.Count} more failed, see the log: {string.Join(", ", rest)}", Tone.Error)]);

        lines.Add(new(""));
        var skips = record.Skips;
        lines.AddRange(skips.Take(SkipCausesShown).Select(skip => new Line(
            $"{Wording.Steps(skip.Count)} skipped because {(skip.Cause.Length == 0 ? "an input comes from what" : Values.Urn.NameOf(skip.Cause))} failed",
            Tone.Warning)));
        if (skips.Count > SkipCausesShown)
        {
            var others = skips.Skip(SkipCausesShown).ToList();
            lines.Add(new($"{Wording.Steps(others.Sum(skip => skip.Count))} skipped because {others.Count} others failed", Tone.Warning));
        }

        return lines;
    }

    private static List<(string Name, TimeSpan Time, TimeSpan Wait)> Shortened(IReadOnlyList<CriticalPath.Link> path, TimeSpan total)
    {
        var rows = new List<(string Name, TimeSpan Time, TimeSpan Wait)>();
        for (var index = 0; index < path.Count;)
        {
            var brief = path.Skip(index).TakeWhile(link => link.Time + link.Wait < total * ShortLink).ToList();
            if (brief.Count > 1)
            {
                rows.Add(($"({brief.Count} short steps)", Sum(brief, link => link.Time), Sum(brief, link => link.Wait)));
                index += brief.Count;
            }
            else
            {
                rows.Add((NameOf(path[index].Step), path[index].Time, path[index].Wait));
                index++;
            }
        }

        return rows;
    }

    // Its successor has the same name.
    private static string NameOf(Step step) => step.Kind == StepKind.DeleteReplaced ? step.Name + " (the old one)" : step.Name;

    private static TimeSpan Sum(IEnumerable<CriticalPath.Link> links, Func<CriticalPath.Link, TimeSpan> time) =>
        links.Aggregate(TimeSpan.Zero, (sum, link) => sum + time(link));

    private static string Waiting(TimeSpan wait) => wait < TimeSpan.FromSeconds(0.1) ? "" : $"  after waiting {Wording.Time(wait)} to be started";
}
