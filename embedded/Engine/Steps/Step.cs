using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Steps;

/// <summary>Pulumi's names of what can happen to a resource.</summary>
internal enum StepKind
{
    Same,
    Create,
    Update,
    CreateReplacement,
    DeleteReplaced,
    Delete,
}

/// <summary>One thing that happens, or would happen, to one resource.</summary>
/// <param name="Kind">What.</param>
/// <param name="Urn">To which.</param>
/// <param name="Custom">Whether a provider does it; a component's steps only change the state.</param>
/// <param name="Changes">Changed properties, for updates and replacements.</param>
/// <param name="Reason">Why, when the changes do not say it.</param>
internal sealed record Step(StepKind Kind, string Urn, bool Custom, IReadOnlyList<PropertyChange> Changes, string Reason = "")
{
    public Step(StepKind kind, string urn, bool custom)
        : this(kind, urn, custom, [])
    {
    }

    /// <summary>URN of the component that it belongs to; empty for none.</summary>
    public string Parent { get; init; } = "";

    /// <summary>URNs of what must be there before it, its parent among them.</summary>
    public IReadOnlyList<string> Needs { get; init; } = [];

    /// <summary>When it is given up at the latest, counted from its start; null when it has all the time.</summary>
    public TimeSpan? Deadline { get; init; }

    public string Name => Values.Urn.NameOf(Urn);

    public string Type => Values.Urn.TypeOf(Urn);

    /// <summary>Whether people count it: the stack itself and providers come with any program.</summary>
    public bool IsCounted => !Values.Urn.IsStack(Urn) && !Values.Urn.IsProvider(Urn);
}

/// <summary>Why a step did not end well.</summary>
/// <param name="Message">One or more lines, secrets masked.</param>
/// <param name="Output">What ran printed, secrets masked; may be long.</param>
/// <param name="Kind">What may have been done before.</param>
internal sealed record StepFailure(string Message, string Output = "", FailureKind Kind = FailureKind.Failed);

/// <summary>What a step that did not end well has done.</summary>
internal enum FailureKind
{
    /// <summary>A part of it, perhaps.</summary>
    Failed,

    /// <summary>Nothing.</summary>
    NotStarted,

    /// <summary>Nobody knows, because the run ended it in the middle.</summary>
    CutOff,
}

/// <summary>Hears what a run does. Calls come from several threads, but never two at once for the same step.</summary>
internal interface IRunObserver
{
    /// <summary>A provider was asked to start.</summary>
    void Started(Step step);

    /// <summary>A line that a running step printed, secrets masked.</summary>
    void Printed(Step step, string line);

    /// <summary>A step ended (or, in a preview, would be done).</summary>
    void Finished(Step step, StepFailure? failure);

    /// <summary>A resource was not worked on because something it needs failed.</summary>
    /// <param name="step">What was not done; of its kind nothing is known.</param>
    /// <param name="reason">Why, in words.</param>
    /// <param name="cause">URN of the failed resource that it comes from; empty when that is not known.</param>
    void Skipped(Step step, string reason, string cause);

    /// <summary>Something to tell, of a resource or (URN empty) of the run.</summary>
    void Message(MessageSeverity severity, string text, string urn);
}

/// <summary>How much a message matters.</summary>
internal enum MessageSeverity
{
    Debug,
    Info,
    Warning,
    Error,
}
