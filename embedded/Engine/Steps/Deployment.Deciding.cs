using CarbonioInfra.Engine.Providers;
using CarbonioInfra.Engine.State;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Steps;

/// <content>From a registration to a decision. Runs under the gate: quick, and without any effect outside.</content>
internal sealed partial class Deployment
{
    private Registration Prepare(string urn, Goal goal)
    {
        if (!_goals.TryAdd(urn, goal))
            throw new DuplicateUrnException(urn);
        if (goal.Custom && goal.Type.Split(':').Length != 3)
            throw new RegistrationRefusedException($"its type must have the form PACKAGE:MODULE:TYPE; found '{goal.Type}'");
        goal = _goals[urn] = Inherited(goal);
        RequireKnownReferences(goal);
        RequireOwnIdentity(urn, goal);

        var isManaged = goal.Custom && !Urn.IsProviderType(goal.Type);
        if (isManaged && goal.Provider.Length == 0)
            goal = goal with { Provider = _defaultProviders.ReferenceFor(goal) };
        _goals[urn] = goal;
        var provider = isManaged ? _providers.For(Urn.PackageOf(goal.Type)) : null;
        if (isManaged)
            NoteUnprovided(goal.Type, urn);

        var old = FindOld(urn, goal);
        var inputs = _assets.Fill(goal.Inputs);
        if (old is not null)
            inputs = IgnoredChanges.Apply(old.Inputs, inputs, goal.IgnoreChanges);
        _mask.Add(provider?.SecretTexts(inputs) ?? inputs.SecretTexts());
        if (!_options.DryRun && inputs.HoldsUnknown())
            throw new RegistrationRefusedException("one of its inputs is not known, though nothing it could come from failed");
        if (provider is not null)
            inputs = Checked(urn, goal, old, inputs, provider);

        var diff = old is null ? DiffResult.None : Difference(urn, goal, old, inputs, provider);
        var decision = Decision.Of(new()
        {
            Exists = old is not null,
            External = old?.External == true,
            PendingReplacement = old?.PendingReplacement == true,
            Diff = diff,
            ReplaceOnChanges = isManaged && MatchesReplaceOnChanges(goal, diff.Changes),
            ReplacementTriggerChanged = isManaged && old is not null && TriggerChanged(old.ReplacementTrigger, goal.ReplacementTrigger),
            Tainted = isManaged && (old?.Taint == true || _options.Replace.Contains(urn)
                || (old is not null && _options.Replace.Contains(old.Urn))),
            FollowsReplaced = isManaged && goal.ReplaceWith.Prepend(goal.DeletedWith).FirstOrDefault(_replaced.Contains) is { } leader
                ? Urn.NameOf(leader)
                : null,
            // A command whose text may change without effect is one that must not run twice.
            Again = isManaged && _options.Rerun.Contains(goal.Type) && !goal.IgnoreChanges.Contains("create"),
            HasInitErrors = old?.InitErrors.IsEmpty == false,
            CutOff = isManaged && old is not null ? _resources.CutOff(old.Urn) : null,
            DeleteBeforeReplace = goal.DeleteBeforeReplace,
            WasProtected = old?.Protect == true,
            IsProtected = goal.Protect == true,
        });
        if (decision.Refusal is { } refusal)
            throw new RegistrationRefusedException(refusal);

        var registration = new Registration(goal, urn, old, inputs, provider, decision, diff.Changes);
        return decision.Kind == DecisionKind.ReplaceDeletingFirst
            ? registration with { DeleteFirst = DeletionsBefore(urn, old!) }
            : registration;
    }

    /// <summary>Takes from the parent what the program left open.</summary>
    private Goal Inherited(Goal goal)
    {
        if (goal.Parent.Length == 0)
            return goal;
        if (!_goals.TryGetValue(goal.Parent, out var parent))
            throw new RegistrationRefusedException($"could not find parent resource {goal.Parent}");
        return goal with
        {
            Protect = goal.Protect ?? parent.Protect,
            RetainOnDelete = goal.RetainOnDelete ?? parent.RetainOnDelete,
            DeletedWith = goal.DeletedWith.Length != 0 ? goal.DeletedWith : parent.DeletedWith,
            Provider = goal.Provider.Length == 0 && goal.Custom && IsProviderOf(parent.Provider, goal.Type) ? parent.Provider : goal.Provider,
        };
    }

    private static bool IsProviderOf(string reference, string type) =>
        reference.Length != 0 && Urn.PackageOf(Urn.TypeOf(Urn.SplitProviderReference(reference).Urn)) == Urn.PackageOf(type);

    private void NoteUnprovided(string type, string urn)
    {
        var package = Urn.PackageOf(type);
        if (_providers.Provides(package))
            return;
        if (!_unprovided.TryGetValue(package, out var names))
            _unprovided[package] = names = new(StringComparer.Ordinal);
        names.Add(Urn.NameOf(urn));
    }

    private static PropertyMap Checked(string urn, Goal goal, ResourceState? old, PropertyMap inputs, IResourceProvider provider)
    {
        var result = provider.Check(new(urn, goal.Type, goal.Name, old?.Inputs ?? PropertyMap.Empty, inputs));
        return result.Failures.Count == 0
            ? result.Inputs
            : throw new RegistrationRefusedException("its inputs are not valid:\n" + string.Join('\n', result.Failures.Select(
                failure => failure.Property.Length == 0 ? $"  {failure.Reason}" : $"  {failure.Property}: {failure.Reason}")));
    }

    private static DiffResult Difference(string urn, Goal goal, ResourceState old, PropertyMap inputs, IResourceProvider? provider)
    {
        if (provider is not null)
            return provider.Diff(new(urn, new(old.Type, old.Id, old.Inputs, old.Outputs), inputs, goal.IgnoreChanges));
        // The program sets a stack's and a component's outputs by itself.
        var changes = PropertyDifference.Between(old.Inputs, inputs);
        return changes.Count == 0 ? DiffResult.None : new(DiffKind.Update, changes);
    }

    private static bool MatchesReplaceOnChanges(Goal goal, IReadOnlyList<PropertyChange> changes) =>
        changes.Count != 0 && goal.ReplaceOnChanges.Select(PropertyPath.Parse)
            .Any(pattern => changes.Any(change => pattern.Contains(change.Path)));

    // Absent means that there is no trigger; one that is not known yet may be another.
    private static bool TriggerChanged(PropertyValue old, PropertyValue @new) =>
        @new is not PropertyValue.Null && (@new.HoldsUnknown() || (old is not PropertyValue.Null && !old.Equals(@new)));

    /// <summary>
    /// What goes before a resource that is deleted before it is created anew: what follows it, and what depends on it and
    /// would have to be replaced when it changes.
    /// </summary>
    private DeletionGraph DeletionsBefore(string urn, ResourceState replaced)
    {
        var doomed = new Dictionary<string, ResourceState>(StringComparer.Ordinal) { [replaced.Urn] = replaced };
        foreach (var candidate in DependencyOrder.Sort([.. _resources.Unmentioned]))
        {
            if (doomed.ContainsKey(candidate.Urn) || !candidate.Custom || candidate.External || candidate.PendingReplacement || Urn.IsProviderType(candidate.Type)
                || !(doomed.Keys.Any(gone => StackResources.Follows(candidate, gone)) || MustBeReplacedAfter(candidate, doomed.Keys)))
            {
                continue;
            }

            if (candidate.Protect)
            {
                throw new RegistrationRefusedException(
                    $"it must be deleted before it is created anew, and {candidate.Urn} with it, which is protected");
            }

            if (!_targets.Includes(candidate.Urn, null, candidate.References()))
            {
                throw new RegistrationRefusedException(
                    $"it must be deleted before it is created anew, and with it what is no target; name that too:\n  --target {candidate.Urn}");
            }

            doomed[candidate.Urn] = candidate;
        }

        if (!_options.DryRun)
        {
            // A program that changed may register one of them before it is gone.
            var end = _deletionEnds[urn] = new(TaskCreationOptions.RunContinuationsAsynchronously);
            foreach (var other in doomed.Keys.Where(other => other != replaced.Urn && other != urn))
                _deleting[other] = end.Task;
        }

        return new(doomed.Values);
    }

    private bool MustBeReplacedAfter(ResourceState candidate, IReadOnlyCollection<string> doomed)
    {
        var affected = candidate.PropertyDependencies.Where(entry => entry.Value.Any(doomed.Contains)).Select(entry => entry.Key).ToList();
        if (affected.Count == 0)
            return false;
        var inputs = candidate.Inputs;
        foreach (var name in affected.Where(inputs.ContainsKey))
            inputs = inputs.With(name, PropertyValue.Unknown.Instance);
        var diff = _providers.For(Urn.PackageOf(candidate.Type)).Diff(
            new(candidate.Urn, new(candidate.Type, candidate.Id, candidate.Inputs, candidate.Outputs), inputs, candidate.IgnoreChanges));
        return diff.Kind == DiffKind.Replace || diff.Changes.Any(change =>
            candidate.ReplaceOnChanges.Select(PropertyPath.Parse).Any(pattern => pattern.Contains(change.Path)));
    }
}
