using CarbonioInfra.Engine.Steps;

namespace CarbonioInfra.Engine.Display;

/// <summary>
/// A run as lines of text, for continuous integration and files: one line per finished step, checks that failed, messages, and
/// from time to time what has been running for long. What else steps print is in the log.
/// </summary>
internal sealed class PlainDisplay : IDisposableObserver
{
    private const int RemindersShown = 5;

    private static readonly TimeSpan ReminderInterval = TimeSpan.FromSeconds(30);

    private readonly Page _page;
    private readonly Progress _progress;
    private readonly ITimer _reminder;

    public PlainDisplay(Page page, Outline outline, TimeProvider time)
    {
        _page = page;
        _progress = new(outline, time);
        _reminder = time.CreateTimer(_ => Remind(), null, ReminderInterval, ReminderInterval);
    }

    public void Started(Step step) => _progress.Start(step);

    public void Printed(Step step, string line)
    {
        _progress.Print(step, line);
        if (Verdict.Parse(line) is { Failed: true } verdict)
            _page.Write(new Line($"     {step.Name} | {verdict}", Tone.Error));
    }

    public void Finished(Step step, StepFailure? failure) => _progress.Finish(step, failure, line => _page.Write(line));

    public void Skipped(Step step, string reason, string cause) => _progress.Skip(step);

    public void Message(MessageSeverity severity, string text, string urn) => _page.Write(Wording.Message(severity, text, urn));

    public void Dispose() => _reminder.Dispose();

    private void Remind() => _page.Write(_progress.Read((running, _) =>
    {
        var longest = running.Where(step => _progress.ElapsedSince(step.Since) >= ReminderInterval).ToList();
        List<Line> lines = [.. longest.Take(RemindersShown).Select(step => new Line(Reminder(step), Tone.Quiet))];
        if (longest.Count > RemindersShown)
            lines.Add(new($"     ... and {longest.Count - RemindersShown} more", Tone.Quiet));
        return lines;
    }));

    private string Reminder(RunningStep step)
    {
        var limit = step.Step.Deadline is { } deadline ? $" of at most {Wording.Limit(deadline)}" : "";
        var last = step.LastLine.Length == 0 ? "" : ": " + step.LastLine;
        var name = step.Host.Length == 0 ? step.Task : $"{step.Host}: {step.Task}";
        return $"     still {Wording.Doing(step.Step.Kind)} {name}, {Wording.Time(_progress.ElapsedSince(step.Since))}{limit}{last}";
    }
}
