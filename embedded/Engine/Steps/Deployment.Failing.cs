using CarbonioInfra.Engine.State;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Steps;

/// <content>Registrations that are not carried out, and what that means for others.</content>
internal sealed partial class Deployment
{
    private (string Reason, string Cause)? SkipReason(Goal goal)
    {
        if (_unusable.Count == 0)
            return null;
        if (goal.Prerequisites().FirstOrDefault(_unusable.ContainsKey) is { } failed)
            return ($"it needs {Urn.NameOf(failed)}, which failed or was skipped", _unusable[failed]);
        return !_options.DryRun && goal.Inputs.HoldsUnknown() ? ("one of its inputs comes from a resource that failed", "") : null;
    }

    private RegistrationResult Skip(string urn, Goal goal, string reason, string cause)
    {
        _goals.TryAdd(urn, goal);
        Leave(urn, goal, cause);
        var step = new Step(StepKind.Same, urn, goal.Custom) { Parent = goal.Parent, Needs = [.. goal.Prerequisites()] };
        if (step.IsCounted)
            Summary = Summary with { Skipped = Summary.Skipped + 1 };
        _observer.Skipped(step, reason, cause);
        return new(urn, "", PropertyMap.Empty, RegistrationOutcome.Skip);
    }

    private RegistrationResult Refuse(string urn, Goal goal, string message, bool isDuplicate = false)
    {
        Step step;
        lock (_gate)
        {
            // The first of two registrations of one name is (or will be) as it should be.
            if (!isDuplicate)
                Leave(urn, goal, urn);
            Summary = Summary with { Failed = Summary.Failed + 1 };
            step = new(_resources.FindOld(urn) is null ? StepKind.Create : StepKind.Update, urn, goal.Custom)
            {
                Parent = goal.Parent,
            };
        }

        _observer.Finished(step, new(_mask.Apply(message)));
        return new(urn, "", PropertyMap.Empty, RegistrationOutcome.Fail);
    }

    /// <summary>Keeps what the state has of a resource, and lets nothing be built on it.</summary>
    private void Leave(string urn, Goal goal, string cause)
    {
        _unusable.TryAdd(urn, cause);
        var old = FindOld(urn, goal)?.Urn ?? urn;
        // What the program does not mention any more may know it by its former name.
        _unusable.TryAdd(old, cause);
        _resources.Keep(old);
    }
}
