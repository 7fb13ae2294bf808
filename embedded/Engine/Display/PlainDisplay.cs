using System.Collections.Concurrent;
using System.Diagnostics;
using CarbonioInfra.Engine.Steps;

namespace CarbonioInfra.Engine.Display;

/// <summary>
/// A run as lines of text: one per finished step, those a step prints with its name in front, and from time to time what has
/// been running for long.
/// </summary>
internal sealed class PlainDisplay : IDisposableObserver
{
    private static readonly TimeSpan ReminderInterval = TimeSpan.FromSeconds(30);

#pragma warning disable CA2213 // The caller's, who goes on using it.
    private readonly TextWriter _output;
#pragma warning restore CA2213
    private readonly ConcurrentDictionary<Step, long> _running = new(ReferenceEqualityComparer.Instance);
    private readonly Lock _gate = new();
    private readonly Timer _reminder;

    /// <param name="output">Where the lines go.</param>
    /// <param name="planning">Whether steps are only planned; then their ends are not news.</param>
    public PlainDisplay(TextWriter output, bool planning)
    {
        _output = output;
        Planning = planning;
        _reminder = new(_ => Remind(), null, ReminderInterval, ReminderInterval);
    }

    public bool Planning { get; }

    public void Started(Step step) => _running[step] = Stopwatch.GetTimestamp();

    public void Printed(Step step, string line) => Write($"     {step.Name} | {line}");

    public void Finished(Step step, StepFailure? failure)
    {
        var time = _running.TryRemove(step, out var since) ? $" ({Wording.Time(Stopwatch.GetElapsedTime(since))})" : "";
        if (failure is not null)
            WriteFailure(step, failure, time);
        else if (!Planning && step.Kind != StepKind.Same && step.IsCounted)
            Write($"  {Wording.Symbol(step.Kind)} {step.Name} {Wording.Done(step.Kind)}{time}");
    }

    public void Skipped(string urn, string reason) => Write($"  .  {Values.Urn.NameOf(urn)} skipped: {reason}");

    public void Message(MessageSeverity severity, string text, string urn)
    {
        if (severity == MessageSeverity.Debug)
            return;
        var prefix = severity switch
        {
            MessageSeverity.Error => "error: ",
            MessageSeverity.Warning => "warning: ",
            _ => "",
        };
        var name = urn.Length == 0 || Values.Urn.IsStack(urn) ? "" : Values.Urn.NameOf(urn) + ": ";
        Write(prefix + name + text.TrimEnd('\n'));
    }

    public void Dispose() => _reminder.Dispose();

    private void WriteFailure(Step step, StepFailure failure, string time)
    {
        var lines = new List<string> { $"  !  {step.Name} failed to {Wording.Plan(step.Kind)}{time}: {step.Type}" };
        lines.AddRange(failure.Message.TrimEnd('\n').Split('\n').Select(line => "       " + line));
        var tail = Wording.Tail(failure.Output);
        if (tail.Count != 0)
        {
            lines.Add("     its last lines:");
            lines.AddRange(tail.Select(line => "       " + line));
        }

        Write(string.Join('\n', lines));
    }

    private void Remind()
    {
        var longest = _running.Select(entry => (entry.Key.Name, Time: Stopwatch.GetElapsedTime(entry.Value)))
            .Where(entry => entry.Time >= ReminderInterval).OrderByDescending(entry => entry.Time).ToList();
        if (longest.Count == 0)
            return;
        var shown = string.Join(", ", longest.Take(5).Select(entry => $"{entry.Name} ({Wording.Time(entry.Time)})"));
        Write($"     still running: {shown}{(longest.Count > 5 ? $" and {longest.Count - 5} more" : "")}");
    }

    private void Write(string text)
    {
        lock (_gate)
            _output.WriteLine(text);
    }
}
