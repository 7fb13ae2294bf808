using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Steps;

/// <summary>The URNs under which the state may have a resource.</summary>
/// <param name="stack">The stack's name.</param>
/// <param name="project">The project's name.</param>
/// <param name="formerUrn">The URN under which the state had a resource that this run has renamed; null for others.</param>
internal sealed class Aliases(string stack, string project, Func<string, string?> formerUrn)
{
    /// <param name="goal">The resource.</param>
    /// <param name="formerParent">A former URN of its parent; null when there is none.</param>
    /// <returns>Former URNs, the likeliest first, without the present one.</returns>
    public IReadOnlyList<string> Of(Goal goal, string? formerParent = null)
    {
        var present = Urn.Compose(stack, project, goal.Parent, goal.Type, goal.Name);
        var former = goal.Aliases.Select(alias => Whole(alias, goal)).ToList();
        if (formerParent is not null)
            former = [.. former, .. former.Prepend(present).Select(urn => Under(formerParent, goal.Parent, urn))];
        return [.. former.Where(urn => urn != present).Distinct(StringComparer.Ordinal)];
    }

    private string Whole(AliasSpec alias, Goal goal)
    {
        if (alias.Urn.Length != 0)
            return alias.Urn;
        var parent = alias.NoParent ? "" : alias.ParentUrn.Length != 0 ? formerUrn(alias.ParentUrn) ?? alias.ParentUrn : goal.Parent;
        return Urn.Compose(
            alias.Stack.Length != 0 ? alias.Stack : stack, alias.Project.Length != 0 ? alias.Project : project, parent,
            alias.Type.Length != 0 ? alias.Type : goal.Type, alias.Name.Length != 0 ? alias.Name : goal.Name);
    }

    // Children are named after their parent by convention, so they were named after its former name.
    private string Under(string formerParent, string parent, string urn)
    {
        var (name, parentName) = (Urn.NameOf(urn), Urn.NameOf(parent));
        if (name.StartsWith(parentName, StringComparison.Ordinal))
            name = Urn.NameOf(formerParent) + name[parentName.Length..];
        return Urn.Compose(stack, project, formerParent, Urn.TypeOf(urn), name);
    }
}
