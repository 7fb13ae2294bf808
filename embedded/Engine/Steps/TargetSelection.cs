using CarbonioInfra.Engine.State;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Steps;

/// <summary>
/// Which resources a run may touch: all, or those that the user named and, when asked for, what depends on them. The stack itself
/// and providers always belong to it. Not thread-safe; the deployment holds its lock.
/// </summary>
internal sealed class TargetSelection(DeploymentOptions options)
{
    // Named or dependent, as far as the program has come; a program registers what others need before them.
    private readonly HashSet<string> _included = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _met = new(StringComparer.Ordinal);

    public bool IsConstrained => !options.Targets.IsEmpty;

    /// <summary>Names that no resource had, and names that several had, in words.</summary>
    public IEnumerable<string> Problems => options.Targets.Order(StringComparer.Ordinal).Select(target => _met.GetValueOrDefault(target) switch
    {
        null => $"'{target}' is no resource of the stack or the program",
        { Count: > 1 } several => $"'{target}' names several resources; give the URN of one:\n    "
            + string.Join("\n    ", several.Order(StringComparer.Ordinal)),
        _ => "",
    }).Where(problem => problem.Length != 0);

    /// <summary>Whether a registered resource may be touched.</summary>
    /// <param name="urn">Its URN.</param>
    /// <param name="formerUrn">The URN that the state has it under; null when it is new.</param>
    /// <param name="references">What it needs.</param>
    public bool Includes(string urn, string? formerUrn, IEnumerable<string> references)
    {
        if (!IsConstrained)
            return true;
        if (!Names(urn) && !(formerUrn is not null && Names(formerUrn)) && !(options.TargetDependents && references.Any(_included.Contains)))
            return Urn.IsStack(urn) || Urn.IsProvider(urn);
        _included.Add(urn);
        return true;
    }

    /// <summary>What may be deleted of the resources that nobody wants any more.</summary>
    public List<ResourceState> Of(List<ResourceState> obsolete)
    {
        if (!IsConstrained)
            return obsolete;
        var chosen = obsolete.Where(resource => Names(resource.Urn) || (resource.Delete && _included.Contains(resource.Urn))).ToList();
        if (!options.TargetDependents)
            return chosen;
        var urns = chosen.Select(resource => resource.Urn).ToHashSet(StringComparer.Ordinal);
        // In dependency order, so one pass finds dependents of dependents.
        foreach (var dependent in DependencyOrder.Sort(obsolete).Where(resource => !urns.Contains(resource.Urn) && resource.References().Any(urns.Contains)))
        {
            chosen.Add(dependent);
            urns.Add(dependent.Urn);
        }

        return chosen;
    }

    private bool Names(string urn)
    {
        var name = options.Targets.Contains(urn) ? urn : options.Targets.Contains(Urn.NameOf(urn)) ? Urn.NameOf(urn) : null;
        if (name is null)
            return false;
        if (!_met.TryGetValue(name, out var met))
            _met[name] = met = new(StringComparer.Ordinal);
        met.Add(urn);
        return true;
    }
}
