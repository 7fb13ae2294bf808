using CarbonioInfra.Engine.State;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Steps;

/// <content>What goes away: before a replacement, and at the end of a run.</content>
internal sealed partial class Deployment
{
    /// <summary>Deletes a resource and what cannot outlive it, so that it can be created anew.</summary>
    private async Task<bool> DeleteFirstAsync(Registration registration, DeletionGraph deletions)
    {
        try
        {
            lock (_gate)
                _gone.UnionWith(deletions.Order.Select(resource => resource.Urn));
            return await deletions.RunAsync(resource => DeleteAsync(resource, StepKind.DeleteReplaced, _resources.AwaitReplacement));
        }
        finally
        {
            lock (_gate)
            {
                foreach (var doomed in deletions.Order)
                    _deleting.Remove(doomed.Urn);
                if (_deletionEnds.Remove(registration.Urn, out var end))
                    end.SetResult();
            }
        }
    }

    /// <summary>
    /// Deletes what was replaced, what the program no longer mentions, and what it no longer mentions of that which a run may have
    /// begun to make before it was cut off.
    /// </summary>
    private async Task DeleteObsoleteAsync()
    {
        DeletionGraph deletions;
        HashSet<ResourceState> replaced;
        lock (_gate)
        {
            replaced = new(_resources.Leftovers, ReferenceEqualityComparer.Instance);
            var obsolete = Unneeded(TargetsOf(
            [
                .. _resources.Unmentioned, .. _resources.Leftovers,
                .. _resources.Suspected.Where(resource => !_goals.ContainsKey(resource.Urn)),
            ]));
            foreach (var resource in obsolete.Where(resource => resource.Custom && !Urn.IsProviderType(resource.Type)))
                NoteUnprovided(resource.Type, resource.Urn);
            deletions = new(obsolete);
            // What stays takes nothing along.
            var staying = deletions.Staying(resource => resource.Protect && !replaced.Contains(resource));
            _gone.UnionWith(obsolete.Where(resource => !staying.Contains(resource)).Select(resource => resource.Urn));
        }

        await deletions.RunAsync(resource => DeleteAsync(
            resource, replaced.Contains(resource) ? StepKind.DeleteReplaced : StepKind.Delete, _resources.Remove));
    }

    /// <summary>
    /// The candidates without those that something unusable still needs, and without those whose absence may be no more than
    /// the consequence of a failure.
    /// </summary>
    private List<ResourceState> Unneeded(List<ResourceState> candidates)
    {
        if (_unusable.Count == 0)
            return candidates;
        var needed = _resources.Kept.SelectMany(resource => resource.References())
            .Concat(_unusable.Keys.Where(_goals.ContainsKey).SelectMany(urn => _goals[urn].Prerequisites()))
            .ToHashSet(StringComparer.Ordinal);
        int before;
        do
        {
            before = candidates.Count;
            foreach (var kept in candidates.Where(candidate => needed.Contains(candidate.Urn)
                || (!candidate.Delete && candidate.References().Any(_unusable.ContainsKey))).ToList())
            {
                candidates.Remove(kept);
                needed.UnionWith(kept.References());
            }
        }
        while (candidates.Count != before);
        return candidates;
    }

    private async Task<bool> DeleteAsync(ResourceState resource, StepKind kind, Action<ResourceState> settle)
    {
        var step = new Step(kind, resource.Urn, resource.Custom)
        {
            Parent = resource.Parent,
            Needs = [.. resource.References()],
            Deadline = resource.Timeouts.Delete,
        };
        if (kind == StepKind.Delete && resource.Protect)
        {
            Locked(() => Summary = Summary with { Failed = Summary.Failed + 1 });
            _observer.Finished(step, new($"resource \"{resource.Urn}\" cannot be deleted\nbecause it is protected; "
                + "set `protect` to false in the program and run `up`, then remove it"));
            return false;
        }

        if (_options.DryRun || !CallsProvider(resource))
        {
            Locked(() => Deleted(resource, step, settle));
            _observer.Finished(step, null);
            return true;
        }

        try
        {
            var provider = _providers.For(Urn.PackageOf(resource.Type));
            return await _executor.RunAsync(step,
                resource.AdditionalSecretOutputs.Any(name => name is "stdout" or "stderr"),
                begin: () => Locked(() => _resources.Begin(new(resource, OperationKind.Deleting))),
                run: (log, cancellationToken) => provider.DeleteAsync(
                    new(resource.Urn, resource.Type, step.Name, log, resource.Timeouts.Delete, _executor.StopToken),
                    new(resource.Type, resource.Id, resource.Inputs, resource.Outputs), cancellationToken),
                end: failure => Locked(() =>
                {
                    _resources.End(resource, resource, failure);
                    if (failure is null)
                        Deleted(resource, step, settle);
                    else
                        Summary = Summary with { Failed = Summary.Failed + 1 };
                }));
        }
        catch (DeploymentStoppedException)
        {
            return false;
        }
    }

    private void Deleted(ResourceState resource, Step step, Action<ResourceState> settle)
    {
        settle(resource);
        Summary = Summary.Count(step);
    }

    /// <summary>Whether deleting the resource means more than forgetting it.</summary>
    private bool CallsProvider(ResourceState resource)
    {
        lock (_gate)
        {
            return resource.Custom && !Urn.IsProviderType(resource.Type) && !resource.External && !resource.RetainOnDelete
                && !resource.PendingReplacement && !(resource.DeletedWith.Length != 0 && _gone.Contains(resource.DeletedWith));
        }
    }
}
