using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Steps;

/// <summary>The URNs under which the state may have a resource.</summary>
internal static class Aliases
{
    /// <param name="stack">The stack's name.</param>
    /// <param name="project">The project's name.</param>
    /// <param name="goal">The resource.</param>
    /// <param name="formerParent">The URN under which the state had the parent, when that was another.</param>
    /// <returns>Former URNs, the likeliest first, without the present one.</returns>
    public static IReadOnlyList<string> Of(string stack, string project, Goal goal, string? formerParent)
    {
        var present = Urn.Compose(stack, project, goal.Parent, goal.Type, goal.Name);
        var former = new List<string>();
        foreach (var alias in goal.Aliases.Append(new()))
        {
            if (alias.Urn.Length != 0)
            {
                former.Add(alias.Urn);
                continue;
            }

            var aliasStack = alias.Stack.Length != 0 ? alias.Stack : stack;
            var aliasProject = alias.Project.Length != 0 ? alias.Project : project;
            var type = alias.Type.Length != 0 ? alias.Type : goal.Type;
            var name = alias.Name.Length != 0 ? alias.Name : goal.Name;
            if (alias.NoParent || alias.ParentUrn.Length != 0)
            {
                former.Add(Urn.Compose(aliasStack, aliasProject, alias.NoParent ? "" : alias.ParentUrn, type, name));
                continue;
            }

            former.Add(Urn.Compose(aliasStack, aliasProject, goal.Parent, type, name));
            if (formerParent is not null)
                former.Add(Urn.Compose(aliasStack, aliasProject, formerParent, type, NameUnder(formerParent, goal.Parent, name)));
        }

        return [.. former.Where(urn => urn != present).Distinct(StringComparer.Ordinal)];
    }

    // Children are named after their parent by convention, so they were named after its former name.
    private static string NameUnder(string formerParent, string parent, string name)
    {
        var parentName = Urn.NameOf(parent);
        return name.StartsWith(parentName, StringComparison.Ordinal) ? Urn.NameOf(formerParent) + name[parentName.Length..] : name;
    }
}
