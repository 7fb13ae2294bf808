using CarbonioInfra.Engine.Providers;
using CarbonioInfra.Engine.State;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Steps;

/// <content>From a decision to a result.</content>
internal sealed partial class Deployment
{
    private readonly Dictionary<string, TaskCompletionSource> _deletionEnds = new(StringComparer.Ordinal);

    /// <summary>Does what needs no provider: unchanged resources, components, and everything in a preview.</summary>
    private RegistrationResult? SettleWithoutProvider(Registration registration)
    {
        var (goal, kind) = (registration.Goal, registration.Decision.Kind);
        if (registration.Decision.IsReplacement)
            _replaced.Add(registration.Urn);
        _anyStep |= kind != DecisionKind.Same;

        if (kind == DecisionKind.Same)
        {
            var old = registration.Old!;
            // An interrupted provider call may have left marks to the next run, and the program may have declared new ones.
            var outputs = SecretOutputs.Mark(old.Outputs, registration.Inputs, goal.AdditionalSecretOutputs);
            return Settle(registration, registration.Old, old.Id, outputs);
        }

        if (registration.Provider is null)
        {
            var isProvider = Urn.IsProviderType(goal.Type);
            var id = isProvider ? registration.Old?.Id ?? (_options.DryRun ? "" : Guid.NewGuid().ToString()) : "";
            return Settle(registration, registration.Old, id,
                isProvider ? registration.Inputs : registration.Old?.Outputs ?? PropertyMap.Empty);
        }

        return _options.DryRun ? Preview(registration, registration.Provider) : null;
    }

    private RegistrationResult Preview(Registration registration, IResourceProvider provider)
    {
        if (registration.DeleteFirst is { } deletions)
        {
            foreach (var doomed in deletions.Order)
                _resources.AwaitReplacement(doomed);
        }

        var isUpdate = registration.Decision.Kind == DecisionKind.Update;
        var outputs = isUpdate
            ? provider.PreviewUpdate(registration.Current, registration.Inputs)
            : provider.PreviewCreate(registration.Goal.Type, registration.Inputs);
        return Settle(registration, registration.Old is null ? null : _resources.FindOld(registration.Old.Urn),
            isUpdate ? registration.Current.Id : "",
            SecretOutputs.Mark(outputs, registration.Inputs, registration.Goal.AdditionalSecretOutputs));
    }

    private RegistrationResult Settle(Registration registration, ResourceState? old, string id, PropertyMap outputs)
    {
        var state = registration.StateAfter(id, outputs, registration.Goal.Aliases.IsEmpty
            ? []
            : _aliases.Of(registration.Goal));
        _resources.Settle(old, state);
        Summary = Summary.Count(registration.Step);
        _observer.Finished(registration.Step, null);
        return ResultOf(registration, state);
    }

    private async Task<RegistrationResult> ExecuteAsync(Registration registration)
    {
        var provider = registration.Provider!;
        if (registration.DeleteFirst is { } deletions && !await DeleteFirstAsync(registration, deletions))
            return Fail(registration, "what must go before it could not be deleted");

        var operation = registration.Operation;
        ResourceState? settled = null;
        var (id, outputs) = ("", PropertyMap.Empty);
        var ok = await _executor.RunAsync(registration.Step, registration.PrintsSecrets,
            begin: () => Locked(() => _resources.Begin(operation)),
            run: async (log, cancellationToken) => (id, outputs) = await CallAsync(registration, provider, log, cancellationToken),
            end: failure => Locked(() =>
            {
                _resources.End(operation.Resource, registration.Old, failure);
                if (failure is null)
                    settled = Succeed(registration, id, outputs);
                else
                    Fail(registration);
            }));
        return ok ? ResultOf(registration, settled!) : new(registration.Urn, "", PropertyMap.Empty, RegistrationOutcome.Fail);
    }

    private async Task<(string Id, PropertyMap Outputs)> CallAsync(
        Registration registration, IResourceProvider provider, IStepLog log, CancellationToken cancellationToken)
    {
        var (goal, inputs) = (registration.Goal, registration.Inputs);
        if (registration.Decision.Kind == DecisionKind.Update)
        {
            var updated = await provider.UpdateAsync(
                registration.Context(log, goal.Timeouts.Update, _executor.StopToken), registration.Current, inputs, cancellationToken);
            return (registration.Current.Id, SecretOutputs.Mark(updated, inputs, goal.AdditionalSecretOutputs));
        }

        var created = await provider.CreateAsync(
            registration.Context(log, goal.Timeouts.Create, _executor.StopToken), inputs, cancellationToken);
        return (created.Id, SecretOutputs.Mark(created.Outputs, inputs, goal.AdditionalSecretOutputs));
    }

    private ResourceState Succeed(Registration registration, string id, PropertyMap outputs)
    {
        var state = registration.StateAfter(id, outputs, registration.Goal.Aliases.IsEmpty
            ? []
            : _aliases.Of(registration.Goal));
        _mask.Add(registration.Provider!.SecretTexts(outputs));
        var old = registration.Old is null ? null : _resources.FindOld(registration.Old.Urn);
        if (registration.Decision.Kind == DecisionKind.ReplaceCreatingFirst && old is { External: false })
            _resources.Replace(old, state);
        else
            _resources.Settle(old, state);
        if (registration.Decision.IsReplacement)
            _resources.TaintFollowers(registration.Urn);
        Summary = Summary.Count(registration.Step);
        return state;
    }

    private void Fail(Registration registration)
    {
        Leave(registration.Urn, registration.Goal, registration.Urn);
        if (registration.Old is { } old)
            _resources.Keep(old.Urn);
        Summary = Summary with { Failed = Summary.Failed + 1 };
    }

    private RegistrationResult Fail(Registration registration, string message)
    {
        Locked(() => Fail(registration));
        _observer.Finished(registration.Step, new(message));
        return new(registration.Urn, "", PropertyMap.Empty, RegistrationOutcome.Fail);
    }

    /// <summary>What the program gets: nothing for components, no output that is not known through and through.</summary>
    private static RegistrationResult ResultOf(Registration registration, ResourceState state) => new(
        registration.Urn, SpecialValues.IsUnknown(state.Id) ? "" : state.Id,
        registration.Goal.Custom
            ? PropertyMap.From(state.Outputs.Where(output => !output.Value.HoldsUnknown()))
            : PropertyMap.Empty,
        RegistrationOutcome.Success);

    private void Locked(Action action)
    {
        lock (_gate)
            action();
    }
}
