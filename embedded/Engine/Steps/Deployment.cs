using CarbonioInfra.Engine.Providers;
using CarbonioInfra.Engine.State;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Steps;

/// <summary>
/// One run over one stack: takes the program's registrations, decides what each asks for (one at a time) and does it (many at
/// a time); at the end deletes what the program no longer wants. A failed step fails its resource, skips what needs it and
/// lets everything else go on.
/// </summary>
internal sealed partial class Deployment : IDisposable
{
    private readonly DeploymentOptions _options;
    private readonly ProviderRegistry _providers;
    private readonly IRunObserver _observer;
    private readonly SecretMask _mask;
    private readonly StackResources _resources;
    private readonly Aliases _aliases;
    private readonly DefaultProviders _defaultProviders;
    private readonly AssetHashes _assets;
    private readonly StepExecutor _executor;
    private readonly Lock _gate = new();

    // All below are guarded by the gate.
    private readonly Dictionary<string, Goal> _goals = new(StringComparer.Ordinal);
    // What failed or was skipped, each with the failed resource that it comes from.
    private readonly Dictionary<string, string> _unusable = new(StringComparer.Ordinal);
    private readonly HashSet<string> _replaced = new(StringComparer.Ordinal);
    private readonly HashSet<string> _gone = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Task> _deleting = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, SortedSet<string>> _unprovided = new(StringComparer.Ordinal);
    private PropertyMap? _oldStackOutputs;
    private bool _anyStep;
    private int _registering;
    private TaskCompletionSource? _idle;
    private bool _finished;

    public Deployment(DeploymentOptions options, Snapshot state, ProviderRegistry providers, IStateSaver saver,
        IRunObserver observer, SecretMask mask)
    {
        _options = options;
        _providers = providers;
        _observer = observer;
        _mask = mask;
        _resources = new(state);
        _aliases = new(options.Stack, options.Project, _resources.FormerUrn);
        _defaultProviders = new(options, _resources);
        _assets = new(options.ProgramDirectory);
        _targets = new(options);
        _executor = new(options, saver, observer, mask, Capture);
        foreach (var resource in state.Resources)
            AddSecrets(resource);
        foreach (var operation in state.PendingOperations)
            AddSecrets(operation.Resource);
        // Every run is planned first.
        if (options.DryRun)
            WarnOfPendingOperations(state);
    }

    public RunSummary Summary { get; private set; } = new();

    /// <summary>Packages that this engine cannot apply, with the names of their resources that the run met.</summary>
    public IReadOnlyDictionary<string, SortedSet<string>> Unprovided => _unprovided;

    /// <summary>Whether an <c>up</c> would do nothing but note new options and outputs.</summary>
    public bool IsNoOp => !_anyStep && !Summary.HasChanges && !_defaultProviders.Added && _resources.Leftovers.Count == 0
        && !_resources.Settled.Any(resource => !resource.Custom && resource.Outputs.HoldsUnknown());

    /// <summary>Whether the state is other than the file.</summary>
    public bool StateChanged => _resources.Changed;

    /// <summary>The stack's outputs as the program registered them.</summary>
    public PropertyMap StackOutputs => Find(_options.StackUrn)?.Outputs ?? PropertyMap.Empty;

    /// <summary>A resource that this run has settled.</summary>
    public ResourceState? Find(string urn)
    {
        lock (_gate)
            return _resources.FindSettled(urn);
    }

    public Snapshot Capture()
    {
        lock (_gate)
            return _resources.Capture();
    }

    /// <inheritdoc cref="StepExecutor.Stop"/>
    public void Stop() => _executor.Stop();

    /// <inheritdoc cref="StepExecutor.DrainAsync"/>
    public Task DrainAsync() => _executor.DrainAsync();

    public bool Stopping => _executor.Stopping;

    /// <inheritdoc cref="StepExecutor.Abort"/>
    public void Abort() => _executor.Abort();

    /// <summary>Brings one resource to what the program wants. Returns when its step is done.</summary>
    /// <exception cref="DeploymentStoppedException">The run ended first.</exception>
    public async Task<RegistrationResult> RegisterAsync(Goal goal)
    {
        lock (_gate)
        {
            if (_finished)
                throw new DeploymentStoppedException();
            _registering++;
        }

        try
        {
            return await DoAsync(goal);
        }
        finally
        {
            lock (_gate)
            {
                if (--_registering == 0)
                    _idle?.SetResult();
            }
        }
    }

    private async Task<RegistrationResult> DoAsync(Goal goal)
    {
        var urn = Urn.Compose(_options.Stack, _options.Project, goal.Parent, goal.Type, goal.Name);
        try
        {
            while (true)
            {
                Task? deletion;
                Registration? registration = null;
                lock (_gate)
                {
                    if (_executor.Stopping)
                        throw new DeploymentStoppedException();
                    deletion = _deleting.GetValueOrDefault(urn);
                    if (deletion is null)
                    {
                        if (LeaveUntargeted(urn, goal) is { } left)
                            return left;
                        if (SkipReason(goal) is { } skip)
                            return Skip(urn, goal, skip.Reason, skip.Cause);
                        registration = Prepare(urn, goal);
                        if (SettleWithoutProvider(registration) is { } result)
                            return result;
                    }
                }

                if (registration is not null)
                    return await ExecuteAsync(registration);
                await deletion!;
            }
        }
        catch (DuplicateUrnException error)
        {
            return Refuse(urn, goal, error.Message, isDuplicate: true);
        }
        catch (Exception error) when (error is RegistrationRefusedException or EngineException or ProviderException or FormatException)
        {
            return Refuse(urn, goal, error.Message);
        }
    }

    public void Dispose() => _executor.Dispose();

    private void AddSecrets(ResourceState resource)
    {
        var provider = _providers.For(Urn.PackageOf(resource.Type));
        _mask.Add(provider.SecretTexts(resource.Inputs));
        _mask.Add(provider.SecretTexts(resource.Outputs));
    }

    private void AddSecrets(PropertyMap properties) => _mask.Add(properties.SecretTexts());

    private void WarnOfPendingOperations(Snapshot state)
    {
        foreach (var operations in state.PendingOperations.GroupBy(operation => operation.Kind).OrderBy(group => group.Key))
        {
            var names = operations.Select(operation => Urn.NameOf(operation.Resource.Urn)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
            _observer.Message(MessageSeverity.Warning,
                $"An earlier run was cut off while {operations.Key.ToString().ToLowerInvariant()} {string.Join(", ", names)}. " + operations.Key switch
                {
                    OperationKind.Creating => "What exists in part is created again, or deleted if it is no longer wanted.",
                    OperationKind.Updating => "What is changed in part is updated again.",
                    OperationKind.Deleting => "What is left in part is deleted again, and created anew if it is still wanted.",
                    _ => "",
                },
                "");
        }
    }
}
