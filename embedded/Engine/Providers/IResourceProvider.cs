using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Providers;

/// <summary>
/// Runs the resources of one package. The engine decides which step a resource needs and keeps the state; a provider only
/// validates, compares and executes. Inputs arrive with their secrets still marked (<see cref="SecretValues.Reveal(PropertyMap)"/>
/// gives the plain tree); outputs may be plain: the engine marks those again whose same-named input is secret, or which the
/// program declared secret.
/// <para>
/// <see cref="Check"/>, <see cref="Diff"/> and the previews must be quick and without side effects: they also run in
/// previews, and an unchanged resource costs nothing else. Calls for different resources run concurrently.
/// </para>
/// </summary>
public interface IResourceProvider : IAsyncDisposable
{
    /// <summary>The first part of the type tokens it serves, for example <c>command</c>.</summary>
    string Package { get; }

    /// <summary>What the run cost, for the summary; for example the number of SSH connections opened.</summary>
    IReadOnlyList<ProviderStatistic> Statistics { get; }

    /// <summary>
    /// Texts of a resource that nobody may read in anything shown or logged. Override it where a property is secret as a whole
    /// but holds everyday words too.
    /// </summary>
    IEnumerable<string> SecretTexts(PropertyMap properties) => properties.SecretTexts();

    /// <summary>When the work of a resource ends itself at the latest, counted from its start; null when its inputs do not say.</summary>
    TimeSpan? DeadlineOf(string type, PropertyMap inputs) => null;

    /// <summary>Validates new inputs and fills in defaults; what it returns is stored and compared.</summary>
    CheckResult Check(CheckRequest request);

    /// <summary>What has to happen to an existing resource so that it matches new (checked) inputs.</summary>
    DiffResult Diff(DiffRequest request);

    /// <summary>
    /// Outputs of a resource about to be created, <see cref="PropertyValue.Unknown"/> where only <c>up</c> can tell.
    /// </summary>
    PropertyMap PreviewCreate(string type, PropertyMap inputs);

    /// <summary>Outputs of a resource about to be updated, unknown where only <c>up</c> can tell.</summary>
    PropertyMap PreviewUpdate(ResourceSnapshot current, PropertyMap newInputs);

    /// <exception cref="ProviderException">The resource could not be created; nothing is stored.</exception>
    Task<CreateResult> CreateAsync(StepContext context, PropertyMap inputs, CancellationToken cancellationToken);

    /// <returns>The new outputs.</returns>
    /// <exception cref="ProviderException">The update failed; inputs and outputs of before stay stored.</exception>
    Task<PropertyMap> UpdateAsync(StepContext context, ResourceSnapshot current, PropertyMap newInputs,
        CancellationToken cancellationToken);

    /// <exception cref="ProviderException">The resource could not be deleted and stays in the state.</exception>
    Task DeleteAsync(StepContext context, ResourceSnapshot current, CancellationToken cancellationToken);
}

/// <summary>One figure of a run, such as ("SSH connections opened", 13).</summary>
public sealed record ProviderStatistic(string Name, long Value);

/// <summary>A resource as the state holds it.</summary>
public sealed record ResourceSnapshot(string Type, string Id, PropertyMap Inputs, PropertyMap Outputs);

/// <param name="Urn">The resource's URN.</param>
/// <param name="Type">Its type token, for example <c>command:remote:Command</c>.</param>
/// <param name="Name">Its logical name.</param>
/// <param name="OldInputs">The checked inputs of the last run; empty when there are none.</param>
/// <param name="NewInputs">What the program sent; may hold unknowns in a preview.</param>
public sealed record CheckRequest(string Urn, string Type, string Name, PropertyMap OldInputs, PropertyMap NewInputs);

/// <param name="Inputs">The new inputs with defaults filled in.</param>
/// <param name="Failures">Every problem found; none when the inputs are good.</param>
public sealed record CheckResult(PropertyMap Inputs, IReadOnlyList<CheckFailure> Failures)
{
    public CheckResult(PropertyMap inputs)
        : this(inputs, [])
    {
    }
}

/// <param name="Property">The property's path; empty when the problem is of the resource as a whole.</param>
/// <param name="Reason">What was expected and what was found, without secrets.</param>
public sealed record CheckFailure(string Property, string Reason);

/// <param name="Urn">The resource's URN.</param>
/// <param name="Current">What the state holds.</param>
/// <param name="NewInputs">New inputs as <see cref="IResourceProvider.Check"/> returned them; paths that the program ignores
/// are already reset to their old values.</param>
/// <param name="IgnoreChanges">Paths whose changes the program ignores.</param>
public sealed record DiffRequest(string Urn, ResourceSnapshot Current, PropertyMap NewInputs, IReadOnlyList<string> IgnoreChanges);

/// <summary>What a difference asks for.</summary>
public enum DiffKind
{
    None,
    Update,
    Replace,
}

/// <param name="Kind">What must happen.</param>
/// <param name="Changes">The changed places, for people and for <c>replaceOnChanges</c>.</param>
/// <param name="DeleteBeforeReplace">Whether old and new cannot exist side by side; the program's option overrides it.</param>
public sealed record DiffResult(DiffKind Kind, IReadOnlyList<PropertyChange> Changes, bool DeleteBeforeReplace = false)
{
    public static DiffResult None { get; } = new(DiffKind.None, []);
}

/// <param name="Id">The provider's identity of the new resource, not empty.</param>
/// <param name="Outputs">Its outputs.</param>
public sealed record CreateResult(string Id, PropertyMap Outputs);

/// <summary>What a running step knows beside its inputs.</summary>
/// <param name="Urn">The resource's URN.</param>
/// <param name="Type">Its type token.</param>
/// <param name="Name">Its logical name.</param>
/// <param name="Log">Takes the lines that the step produces while it runs.</param>
/// <param name="Timeout">The program's <c>customTimeouts</c> for this operation; null means no limit.</param>
/// <param name="Stopping">
/// Cancelled when the run is to end soon. What has not begun to change anything, such as waiting for a host, gives up with a
/// <see cref="ProviderException"/>; what has begun goes on to its end.
/// </param>
public sealed record StepContext(string Urn, string Type, string Name, IStepLog Log, TimeSpan? Timeout = null,
    CancellationToken Stopping = default);

/// <summary>
/// Takes a step's output line by line. The engine masks secrets of the run's resources before it shows or logs a line, so a
/// provider passes lines on as they come. Thread-safe.
/// </summary>
public interface IStepLog
{
    void Line(string text, StepOutput source = StepOutput.StandardOutput);
}

/// <summary>Where a line came from.</summary>
public enum StepOutput
{
    StandardOutput,
    StandardError,
}

/// <param name="ProgramDirectory">Absolute; relative paths in inputs start here.</param>
/// <param name="StateDirectory">Absolute; where the engine keeps its files.</param>
/// <param name="Stack">The stack's name.</param>
public sealed record ProviderEnvironment(string ProgramDirectory, string StateDirectory, string Stack);
