using CarbonioInfra.Engine.Steps;

namespace CarbonioInfra.Engine.Display;

/// <summary>How far a run is: what runs since when, and for every host how much is done and left.</summary>
internal sealed class Progress
{
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly Lock _gate = new();
    private readonly Dictionary<Step, RunningStep> _running = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, HostProgress> _hosts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ended = new(StringComparer.Ordinal);

    public Progress(Outline outline, TimeProvider time)
    {
        Outline = outline;
        _time = time;
        _started = time.GetTimestamp();
        foreach (var host in outline.PlannedHosts)
            Host(host).Planned++;
    }

    public Outline Outline { get; }

    public TimeSpan Elapsed => _time.GetElapsedTime(_started);

    /// <summary>How many of the planned resources are through, in whatever way.</summary>
    public int Done { get; private set; }

    public int Failed { get; private set; }

    public int Skipped { get; private set; }

    /// <summary>How far the run is, as <c>17 of 212</c>.</summary>
    public string Position => Outline.Planned == 0 ? "" : $"{Done} of {Outline.Planned}";

    /// <summary>Calls with everything that runs, the longest first, and nothing changes meanwhile.</summary>
    public T Read<T>(Func<IReadOnlyList<RunningStep>, IReadOnlyDictionary<string, HostProgress>, T> read)
    {
        lock (_gate)
            return read([.. _running.Values.OrderBy(running => running.Since)], _hosts);
    }

    public TimeSpan ElapsedSince(long timestamp) => _time.GetElapsedTime(timestamp);

    public void Start(Step step)
    {
        lock (_gate)
        {
            _running[step] = new(step, Outline.HostOf(step), Outline.TaskOf(step), _time.GetTimestamp());
            Host(Outline.HostOf(step)).Since ??= _time.GetTimestamp();
        }
    }

    public void Print(Step step, string line)
    {
        var words = PrintedText.InWords(line).Trim();
        if (words.Length == 0)
            return;
        lock (_gate)
        {
            if (_running.TryGetValue(step, out var running))
                running.LastLine = words;
        }
    }

    /// <param name="step">A step that ended.</param>
    /// <param name="failure">Why it failed; null when it did not.</param>
    /// <param name="tell">Takes the line that tells of it, if it is news. Lines come one at a time, in the order of their positions.</param>
    public void Finish(Step step, StepFailure? failure, Action<Line> tell)
    {
        lock (_gate)
        {
            var time = Finish(step, failure);
            if (failure is not null)
                tell(Wording.Failed(step, failure, time, Position));
            else if (Wording.IsNews(step, time))
                tell(Wording.Finished(step, time, Position));
        }
    }

    public void Skip(Step step)
    {
        lock (_gate)
        {
            Skipped++;
            End(step, Host(Outline.HostOf(step)));
        }
    }

    /// <returns>How long the step ran; null when it had nothing to run.</returns>
    private TimeSpan? Finish(Step step, StepFailure? failure)
    {
        var host = Host(Outline.HostOf(step));
        if (failure is not null)
        {
            Failed++;
            host.FailedAt ??= Outline.TaskOf(step);
        }

        if (step.Kind != StepKind.DeleteReplaced || failure is not null)
            End(step, host);
        if (!_running.Remove(step, out var running))
            return null;
        var time = _time.GetElapsedTime(running.Since);
        host.Worked = host.Since is { } since ? _time.GetElapsedTime(since) : time;
        return time;
    }

    private void End(Step step, HostProgress host)
    {
        if (!Outline.IsPlanned(step.Urn) || !_ended.Add(step.Urn))
            return;
        Done++;
        if (step.Custom)
            host.Done++;
    }

    private HostProgress Host(string name)
    {
        if (!_hosts.TryGetValue(name, out var host))
            _hosts[name] = host = new();
        return host;
    }
}

/// <summary>A step that runs.</summary>
internal sealed class RunningStep(Step step, string host, string task, long since)
{
    public Step Step => step;

    public string Host => host;

    public string Task => task;

    public long Since => since;

    /// <summary>What it said last, fit to be shown.</summary>
    public string LastLine { get; set; } = "";
}

/// <summary>How far one host is.</summary>
internal sealed class HostProgress
{
    public int Planned { get; set; }

    public int Done { get; set; }

    /// <summary>Timestamp of its first step.</summary>
    public long? Since { get; set; }

    /// <summary>From its first step to the end of its last one.</summary>
    public TimeSpan Worked { get; set; }

    /// <summary>The step that failed first.</summary>
    public string? FailedAt { get; set; }
}
