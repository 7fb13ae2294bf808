using CarbonioInfra.Engine.Providers;
using CarbonioInfra.Engine.State;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Steps;

/// <summary>One resource on its way from the program's wish to a step.</summary>
/// <param name="Goal">The wish, completed by what it takes from its parent and by its provider.</param>
/// <param name="Urn">Its URN.</param>
/// <param name="Old">What the state has; null when it is new.</param>
/// <param name="Inputs">Its checked inputs.</param>
/// <param name="Provider">Null for components and for providers themselves.</param>
/// <param name="Decision">What is to be done.</param>
/// <param name="Changes">What differs.</param>
internal sealed record Registration(
    Goal Goal, string Urn, ResourceState? Old, PropertyMap Inputs, IResourceProvider? Provider, Decision Decision,
    IReadOnlyList<PropertyChange> Changes)
{
    /// <summary>What is to be deleted before it is created anew: itself and what cannot outlive it.</summary>
    public DeletionGraph? DeleteFirst { get; init; }

    public Step Step => new(Decision.Kind switch
    {
        DecisionKind.Same => StepKind.Same,
        DecisionKind.Create => StepKind.Create,
        DecisionKind.Update => StepKind.Update,
        _ => StepKind.CreateReplacement,
    }, Urn, Goal.Custom, Changes, Decision.Reason)
    {
        Parent = Goal.Parent,
        Needs = [.. Goal.Prerequisites()],
        Deadline = Deadline,
    };

    private TimeSpan? Deadline
    {
        get
        {
            var limit = Decision.Kind == DecisionKind.Update ? Goal.Timeouts.Update : Goal.Timeouts.Create;
            var own = Provider?.DeadlineOf(Goal.Type, Inputs);
            return limit is null || own < limit ? own : limit;
        }
    }

    /// <summary>
    /// What the state holds while the step runs. An update is noted under the name that the state knows the resource by; what is
    /// created has no identity yet.
    /// </summary>
    public PendingOperation Operation => Decision.Kind == DecisionKind.Update && Old is { } old
        ? new(StateAfter(old.Id, old.Outputs, []) with { Urn = old.Urn, Type = old.Type }, OperationKind.Updating)
        : new(StateAfter("", PropertyMap.Empty, []), OperationKind.Creating);

    /// <summary>The resource as the provider knew it.</summary>
    public ResourceSnapshot Current => Old is { } old
        ? new(old.Type, old.Id, old.Inputs, old.Outputs)
        : throw new InvalidOperationException($"{Urn} is new");

    /// <summary>The context of a step of it.</summary>
    public StepContext Context(IStepLog log, TimeSpan? timeout, CancellationToken stopping) =>
        new(Urn, Goal.Type, Goal.Name, log, timeout, stopping);

    /// <summary>Whether what its steps print is one of its secret outputs.</summary>
    public bool PrintsSecrets => Goal.AdditionalSecretOutputs.Any(name => name is "stdout" or "stderr");

    /// <summary>What the state gets when the step is done; the old state itself when nothing of it changes.</summary>
    public ResourceState StateAfter(string id, PropertyMap outputs, IEnumerable<string> aliases)
    {
        var now = DateTimeOffset.UtcNow;
        var after = new ResourceState
        {
            Urn = Urn,
            Type = Goal.Type,
            Custom = Goal.Custom,
            Id = id,
            Inputs = Inputs,
            Outputs = outputs,
            Parent = Goal.Parent,
            Protect = Goal.Protect == true,
            Dependencies = Goal.Dependencies,
            Provider = Goal.Provider,
            PropertyDependencies = Goal.PropertyDependencies,
            AdditionalSecretOutputs = Goal.AdditionalSecretOutputs,
            Aliases = [.. aliases],
            Timeouts = Goal.Timeouts,
            RetainOnDelete = Goal.RetainOnDelete == true,
            DeletedWith = Goal.DeletedWith,
            ReplaceWith = Goal.ReplaceWith,
            IgnoreChanges = Goal.IgnoreChanges,
            ReplaceOnChanges = Goal.ReplaceOnChanges,
            ReplacementTrigger = Goal.ReplacementTrigger,
            ImportId = Old?.ImportId ?? "",
            Created = Decision.IsReplacement || Old is null ? now : Old.Created,
            Modified = now,
        };
        if (Old is null || Decision.Kind != DecisionKind.Same)
            return after;
        return after.IsStoredLike(Old) ? Old : after with { Modified = Old.Modified };
    }
}

/// <summary>The program registered two resources under one URN.</summary>
internal sealed class DuplicateUrnException : Exception
{
    public DuplicateUrnException()
    {
    }

    public DuplicateUrnException(string urn)
        : base($"Duplicate resource URN '{urn}'; try giving it a unique name")
    {
    }

    public DuplicateUrnException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>A registration that cannot be carried out; the message says why.</summary>
internal sealed class RegistrationRefusedException : Exception
{
    public RegistrationRefusedException()
    {
    }

    public RegistrationRefusedException(string message)
        : base(message)
    {
    }

    public RegistrationRefusedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
