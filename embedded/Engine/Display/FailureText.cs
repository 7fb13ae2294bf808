using System.Text.RegularExpressions;
using CarbonioInfra.Engine.Steps;

namespace CarbonioInfra.Engine.Display;

/// <summary>
/// One failed step on one screen: where, what was expected, what was seen, and the last lines of its output. The log has all of it.
/// </summary>
internal static partial class FailureText
{
    private const int ChecksInFull = 3;
    private const int ChecksShown = 10;
    private const int OutputShown = 12;
    private const int ReasonShown = 8;
    private const int HostsShown = 20;

    /// <summary>Failures of the same step on several hosts, whose checks expected and saw the same, as one.</summary>
    /// <param name="steps">What failed.</param>
    /// <param name="failure">How one of them did.</param>
    /// <param name="outline">Knows the hosts.</param>
    public static IReadOnlyList<Line> OfAll(IReadOnlyList<Step> steps, StepFailure failure, Outline outline)
    {
        var hosts = steps.Select(outline.HostOf).ToList();
        var shown = string.Join(", ", hosts.Take(HostsShown)) + (hosts.Count > HostsShown ? $" and {hosts.Count - HostsShown} more" : "");
        var alone = Of(steps[0], failure, outline, brief: true);
        return
        [
            new($"  !  {outline.TaskOf(steps[0])} failed to {Wording.Plan(steps[0].Kind)} on {hosts.Count} hosts", Tone.Error),
            new($"     hosts     {shown}"),
            // What comes before is told above; how its own script ended is nothing that the others share.
            .. alone.Skip(3).TakeWhile(line => !line.Text.StartsWith("     ended ", StringComparison.Ordinal)),
        ];
    }

    /// <summary>Equal for failures that need to be told only once; null for one that is like no other.</summary>
    public static string? Likeness(Step step, StepFailure failure, Outline outline)
    {
        var failed = FailedChecks(LinesOf(failure));
        return failed.Count == 0 || outline.HostOf(step).Length == 0 ? null : string.Join('\n',
            failed.Select(verdict => $"{verdict.Check}: {verdict.Expected}, {verdict.Seen}").Prepend($"{step.Kind} {outline.TaskOf(step)}"));
    }

    /// <param name="step">What failed.</param>
    /// <param name="failure">How.</param>
    /// <param name="outline">Knows the host.</param>
    /// <param name="brief">Leaves out the output, where there are many failures to tell.</param>
    public static IReadOnlyList<Line> Of(Step step, StepFailure failure, Outline outline, bool brief)
    {
        var output = LinesOf(failure);
        var failed = FailedChecks(output);
        var host = outline.HostOf(step);
        var lines = new List<Line> { new($"  !  {step.Name} failed to {Wording.Plan(step.Kind)}", Tone.Error) };
        if (host.Length != 0)
        {
            Row("host", host);
            Row("step", outline.TaskOf(step));
        }

        var reason = failed.Count == 0 ? output.Select(line => Reason().Match(line)).LastOrDefault(match => match.Success) : null;
        if (failed.Count > ChecksInFull)
            Checks();
        else
            failed.ForEach(Check);
        if (reason is { } match)
            Why(match);

        var message = failure.Message.TrimEnd('\n').Split('\n');
        foreach (var line in message.Take(ReasonShown))
            Row(line == message[0] ? "ended" : "", line);
        if (message.Length > ReasonShown)
            Row("", $"... {message.Length - ReasonShown} more lines in the log");
        if (!brief)
            LastLines();
        return lines;

        void Row(string name, string text) => lines.Add(new($"     {name,-8}  {PrintedText.Clean(text)}".TrimEnd()));

        void Check(Verdict verdict)
        {
            Row("check", verdict.Check);
            Row("expected", verdict.Expected);
            Row("seen", verdict.Seen);
        }

        void Checks()
        {
            foreach (var verdict in failed.Take(ChecksShown))
                Row(ReferenceEquals(verdict, failed[0]) ? "checks" : "", $"{verdict.Check}: expected {verdict.Expected}, seen {verdict.Seen}");
            if (failed.Count > ChecksShown)
                Row("", $"... {failed.Count - ChecksShown} more in the log");
        }

        void Why(Match match)
        {
            if (ExpectedAndSeen().Match(match.Groups["text"].Value) is { Success: true } parts)
            {
                Row("expected", parts.Groups["expected"].Value);
                Row("seen", parts.Groups["seen"].Value);
            }
            else
            {
                Row("reason", match.Groups["text"].Value);
            }
        }

        // Without what stands above already: failed checks as JSON, and the same once more in the step's own closing words.
        void LastLines()
        {
            var told = failed.Select(verdict => $"  {verdict.Check}: expected {verdict.Expected}, found {verdict.Seen}")
                .ToHashSet(StringComparer.Ordinal);
            var rest = output.Where(line => Verdict.Parse(line) is not { Failed: true } && !told.Contains(PrintedText.Clean(line))
                && !(failed.Count != 0 && Conclusion().IsMatch(line))).ToList();
            if (rest.Count == 0)
                return;
            lines.Add(new(rest.Count > OutputShown ? $"     its last lines (of {rest.Count}, all in the log)" : "     its output", Tone.Quiet));
            lines.AddRange(rest.TakeLast(OutputShown).Select(line => new Line("       " + PrintedText.InWords(line), Tone.Quiet)));
        }
    }

    private static List<string> LinesOf(StepFailure failure) =>
        [.. failure.Output.TrimEnd('\n').Split('\n').Where(line => line.Trim().Length != 0)];

    private static List<Verdict> FailedChecks(IEnumerable<string> output) =>
        [.. output.Select(Verdict.Parse).OfType<Verdict>().Where(verdict => verdict.Failed)];

    // How a step ends itself: "svc1: hosts-file: expected one line, found two".
    [GeneratedRegex("^(?<host>[a-z0-9][a-z0-9.-]*): (?<step>[a-z0-9-]+): (?<text>.+)$")]
    private static partial Regex Reason();

    [GeneratedRegex("^expected (?<expected>.+?), (found |seen )?(?<seen>.+)$")]
    private static partial Regex ExpectedAndSeen();

    [GeneratedRegex(@": [0-9]+ check\(s\) failed$")]
    private static partial Regex Conclusion();
}
