using CarbonioInfra.Engine.State;

namespace CarbonioInfra.Engine.Steps;

/// <content>Which resource of the state a registration means.</content>
internal sealed partial class Deployment
{
    private ResourceState? FindOld(string urn, Goal goal) =>
        _resources.FindOld(urn) ?? FormerUrns(goal).Select(_resources.FindOld).FirstOrDefault(IsFree) ?? FindLeftBehind(goal);

    private IReadOnlyList<string> FormerUrns(Goal goal)
    {
        var formerParent = _resources.FormerUrn(goal.Parent);
        return goal.Aliases.IsEmpty && formerParent is null ? [] : _aliases.Of(goal, formerParent);
    }

    private bool IsFree(ResourceState? candidate) => candidate is not null && !_goals.ContainsKey(candidate.Urn);

    /// <summary>
    /// A run that was cut off after it had renamed the parent has left the children under the names that follow from the former
    /// one. The state has them below the parent's present name, so nobody else's child is taken for one of them.
    /// </summary>
    private ResourceState? FindLeftBehind(Goal goal) => EarlierUrnsOf(goal.Parent)
        .SelectMany(formerParent => _aliases.Of(goal, formerParent)).Select(_resources.FindOld)
        .FirstOrDefault(candidate => IsFree(candidate) && candidate!.Parent == goal.Parent);

    // What a resource was called in this run's state or, by its aliases and those of what it belongs to, before.
    private IEnumerable<string> EarlierUrnsOf(string urn) => !_goals.TryGetValue(urn, out var goal) ? []
        : [.. _aliases.Of(goal), .. EarlierUrnsOf(goal.Parent).SelectMany(formerParent => _aliases.Of(goal, formerParent))];

    /// <summary>One resource of the state cannot be two of the program.</summary>
    private void RequireOwnIdentity(string urn, Goal goal)
    {
        if (_resources.NewUrn(urn) is { } successor)
        {
            throw new RegistrationRefusedException(
                $"'{successor}' has this URN as an alias and took over what the state had under it; remove that alias, or name this one differently");
        }

        if (_resources.FindOld(urn) is not null)
            return;
        foreach (var former in FormerUrns(goal))
        {
            var owner = _resources.NewUrn(former) ?? (_resources.Had(former) && _goals.ContainsKey(former) ? former : null);
            if (owner is not null && owner != urn)
                throw new RegistrationRefusedException($"its alias '{former}' already stands for '{owner}'; only one resource can have been that");
            if (_resources.FindOld(former) is not null)
                return;
        }
    }

    /// <summary>What a resource refers to comes before it, or the state would have gaps.</summary>
    private void RequireKnownReferences(Goal goal)
    {
        var missing = goal.Prerequisites().Where(urn => urn != goal.Parent && !_goals.ContainsKey(urn) && _resources.FindSettled(urn) is null)
            .Distinct(StringComparer.Ordinal).ToList();
        if (missing.Count != 0)
            throw new RegistrationRefusedException("it refers to what is not registered in this run:\n  " + string.Join("\n  ", missing));
    }
}
