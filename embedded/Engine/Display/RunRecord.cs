using System.Collections.Concurrent;
using CarbonioInfra.Engine.Steps;

namespace CarbonioInfra.Engine.Display;

/// <summary>Remembers what a run did and when, for the plan and for the end of the run.</summary>
internal sealed class RunRecord(TimeProvider time) : IRunObserver
{
    private readonly long _began = time.GetTimestamp();
    private readonly ConcurrentDictionary<Step, TimeSpan> _started = new(ReferenceEqualityComparer.Instance);
    private readonly ConcurrentQueue<TimedStep> _timed = new();
    private readonly ConcurrentQueue<(Step Step, StepFailure? Failure)> _finished = new();
    private readonly ConcurrentQueue<(Step Step, string Cause)> _skipped = new();
    private readonly ConcurrentQueue<string> _errors = new();

    /// <summary>Every step of the run that went well, unchanged resources included.</summary>
    public IEnumerable<Step> Done => _finished.Where(entry => entry.Failure is null).Select(entry => entry.Step);

    public IReadOnlyList<(Step Step, StepFailure Failure)> Failures => [.. _finished.Where(entry => entry.Failure is not null)
        .Select(entry => (entry.Step, entry.Failure!)).OrderBy(entry => entry.Step.Urn, StringComparer.Ordinal)];

    /// <summary>How many were skipped because of which failed resource (its URN; empty when not known), the most first.</summary>
    public IReadOnlyList<(string Cause, int Count)> Skips => [.. _skipped.Where(entry => entry.Step.IsCounted)
        .GroupBy(entry => entry.Cause, StringComparer.Ordinal).Select(group => (group.Key, group.Count()))
        .OrderByDescending(entry => entry.Item2).ThenBy(entry => entry.Key, StringComparer.Ordinal)];

    /// <summary>Whether an error was told, of a step or of the run.</summary>
    public bool HasErrors => !_errors.IsEmpty;

    /// <summary>The errors that were told, of steps and of the run.</summary>
    public IEnumerable<string> Errors => _errors;

    /// <summary>The steps in which a provider did something, in the order in which they ended.</summary>
    public IReadOnlyCollection<TimedStep> Timed => _timed;

    public void Started(Step step) => _started[step] = time.GetElapsedTime(_began);

    public void Printed(Step step, string line)
    {
    }

    public void Finished(Step step, StepFailure? failure)
    {
        if (_started.TryRemove(step, out var start))
            _timed.Enqueue(new(step, start, time.GetElapsedTime(_began)));
        _finished.Enqueue((step, failure));
    }

    public void Skipped(Step step, string reason, string cause) => _skipped.Enqueue((step, cause));

    public void Message(MessageSeverity severity, string text, string urn)
    {
        if (severity == MessageSeverity.Error)
            _errors.Enqueue(text);
    }
}

/// <summary>When a step ran, counted from the run's start.</summary>
internal sealed record TimedStep(Step Step, TimeSpan Start, TimeSpan End)
{
    public TimeSpan Time => End - Start;
}
