using CarbonioInfra.Engine.State;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Steps;

/// <content>What a run leaves alone because the user named others.</content>
internal sealed partial class Deployment
{
    private readonly TargetSelection _targets;

    // Left as the state has them, and left out because the state has none of them.
    private readonly HashSet<string> _untouched = new(StringComparer.Ordinal);
    private readonly HashSet<string> _notCreated = new(StringComparer.Ordinal);

    /// <summary>Answers for a resource that is no target; null when it is one.</summary>
    private RegistrationResult? LeaveUntargeted(string urn, Goal goal)
    {
        if (!_targets.IsConstrained)
            return null;
        var old = FindOld(urn, goal);
        if (_targets.Includes(urn, old?.Urn, goal.Prerequisites()))
        {
            var missing = goal.Prerequisites().Where(_notCreated.Contains).Distinct(StringComparer.Ordinal).ToList();
            return missing.Count == 0
                ? null
                : throw new RegistrationRefusedException("it needs what does not exist yet and is no target; name it too:\n"
                    + string.Join('\n', missing.Select(needed => $"  --target {needed}")));
        }

        if (!_goals.TryAdd(urn, goal))
            throw new DuplicateUrnException(urn);
        if (old is null)
        {
            _notCreated.Add(urn);
            // Its outputs are not known; in a run only the outcome can say so.
            return new(urn, "", PropertyMap.Empty, _options.DryRun ? RegistrationOutcome.Success : RegistrationOutcome.Skip);
        }

        _untouched.Add(urn);
        var state = old.Urn == urn ? old : old with { Urn = urn, Type = goal.Type, Parent = goal.Parent };
        _resources.Settle(old, state);
        var step = new Step(StepKind.Same, urn, goal.Custom) { Parent = goal.Parent, Needs = [.. goal.Prerequisites()] };
        Summary = Summary.Count(step);
        _observer.Finished(step, null);
        return new(urn, state.Id, goal.Custom ? PropertyMap.From(state.Outputs.Where(output => !output.Value.HoldsUnknown())) : PropertyMap.Empty,
            RegistrationOutcome.Success);
    }

    /// <summary>Tells targets that the whole program and the state did not have; a plan that has any is none.</summary>
    private void ReportTargetProblems()
    {
        List<string> problems;
        lock (_gate)
            problems = [.. _targets.Problems];
        if (problems.Count == 0)
            return;
        Locked(() => Summary = Summary with { Failed = Summary.Failed + problems.Count });
        _observer.Message(MessageSeverity.Error, "Cannot tell what is to be touched:\n  " + string.Join("\n  ", problems), "");
    }

    /// <summary>What is to be deleted; what something that stays still needs is refused.</summary>
    private List<ResourceState> TargetsOf(List<ResourceState> obsolete)
    {
        var chosen = _targets.Of(obsolete);
        if (!_targets.IsConstrained)
            return chosen;
        var staying = _resources.Settled.Concat(obsolete.Except(chosen, ReferenceEqualityComparer.Instance).Cast<ResourceState>()).ToList();
        foreach (var doomed in chosen.Where(resource => !resource.Delete).ToList())
        {
            var needing = staying.Where(resource => resource.References().Contains(doomed.Urn, StringComparer.Ordinal))
                .Select(resource => resource.Urn).Order(StringComparer.Ordinal).ToList();
            if (needing.Count == 0)
                continue;
            chosen.Remove(doomed);
            staying.Add(doomed);
            Summary = Summary with { Failed = Summary.Failed + 1 };
            _observer.Finished(new(StepKind.Delete, doomed.Urn, doomed.Custom) { Parent = doomed.Parent }, new(
                "it cannot be deleted, because others that are no targets need it; name them too, or give --target-dependents:\n"
                + string.Join('\n', needing.Select(urn => $"  --target {urn}"))));
        }

        return chosen;
    }
}
