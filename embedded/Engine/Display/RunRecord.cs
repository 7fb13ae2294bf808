using System.Collections.Concurrent;
using System.Diagnostics;
using CarbonioInfra.Engine.Steps;

namespace CarbonioInfra.Engine.Display;

/// <summary>Remembers what a run did, for the plan and for the end of the run.</summary>
internal sealed class RunRecord : IRunObserver
{
    private readonly ConcurrentDictionary<Step, long> _started = new(ReferenceEqualityComparer.Instance);
    private readonly ConcurrentQueue<(Step Step, TimeSpan Time)> _timed = new();
    private readonly ConcurrentQueue<(Step Step, StepFailure? Failure)> _finished = new();
    private readonly ConcurrentQueue<string> _errors = new();

    /// <summary>The steps that changed, or would change, something; sorted, so that two runs print them alike.</summary>
    public IEnumerable<Step> Changes => _finished.Where(entry => entry.Failure is null).Select(entry => entry.Step)
        .Where(step => step.Kind != StepKind.Same && step.IsCounted)
        .OrderBy(step => step.Urn, StringComparer.Ordinal).ThenBy(step => step.Kind);

    public IEnumerable<(Step Step, StepFailure Failure)> Failures => _finished.Where(entry => entry.Failure is not null)
        .Select(entry => (entry.Step, entry.Failure!)).OrderBy(entry => entry.Step.Urn, StringComparer.Ordinal);

    /// <summary>Whether an error was told, of a step or of the run.</summary>
    public bool HasErrors => !_errors.IsEmpty;

    /// <summary>The errors that were told, of steps and of the run.</summary>
    public IEnumerable<string> Errors => _errors;

    /// <summary>The steps that took longest, the longest first.</summary>
    public IEnumerable<(Step Step, TimeSpan Time)> Slowest(int count) => _timed.OrderByDescending(entry => entry.Time).Take(count);

    public void Started(Step step) => _started[step] = Stopwatch.GetTimestamp();

    public void Printed(Step step, string line)
    {
    }

    public void Finished(Step step, StepFailure? failure)
    {
        if (_started.TryRemove(step, out var since))
            _timed.Enqueue((step, Stopwatch.GetElapsedTime(since)));
        _finished.Enqueue((step, failure));
    }

    public void Skipped(string urn, string reason)
    {
    }

    public void Message(MessageSeverity severity, string text, string urn)
    {
        if (severity == MessageSeverity.Error)
            _errors.Enqueue(text);
    }
}
