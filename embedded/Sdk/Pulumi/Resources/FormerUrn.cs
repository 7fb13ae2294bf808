namespace Pulumi;

/// <summary>Aliases as URNs.</summary>
internal static class FormerUrn
{
    /// <summary>The URN that an alias stands for, missing parts taken from the resource as it is now.</summary>
    /// <exception cref="ArgumentException">The alias says contradictory things.</exception>
    public static Output<string> Of(Input<Alias> alias, string name, string type, Resource? parent) =>
        alias.ToOutput().Apply(given =>
        {
            Check(given);
            if (given.Urn is { } urn)
                return Output.Create(urn);

            var ownParent = given is { Parent: null, ParentUrn: null, NoParent: false } ? parent : given.Parent;
            return Urn.Create(given.Name ?? name, given.Type ?? type, ownParent, given.ParentUrn, given.Project, given.Stack);
        });

    /// <summary>
    /// All former URNs of a resource: those of its own aliases, and, for every former URN of its parent, the ones that it
    /// had there. Only for engines that cannot work these out themselves.
    /// </summary>
    public static IEnumerable<Output<string>> All(Resource resource, Resource? parent)
    {
        foreach (var own in resource.FormerUrns)
            yield return own;

        foreach (var formerParent in parent?.FormerUrns ?? [])
        {
            var parentName = parent!.GetResourceName();
            yield return Urn.OfChild(resource.GetResourceName(), resource.GetResourceType(), parentName, formerParent);
            foreach (var own in resource.FormerUrns)
                yield return own.Apply(urn => Urn.OfChild(Urn.NameOf(urn), Urn.TypeOf(urn), parentName, formerParent));
        }
    }

    private static void Check(Alias alias)
    {
        if (alias.Urn is not null)
        {
            Exclude(alias.Name, nameof(Alias.Name));
            Exclude(alias.Type, nameof(Alias.Type));
            Exclude(alias.Project, nameof(Alias.Project));
            Exclude(alias.Stack, nameof(Alias.Stack));
            Exclude(alias.Parent, nameof(Alias.Parent));
            Exclude(alias.ParentUrn, nameof(Alias.ParentUrn));
            Exclude(alias.NoParent ? alias : null, nameof(Alias.NoParent));
        }

        var parents = (alias.Parent is null ? 0 : 1) + (alias.ParentUrn is null ? 0 : 1) + (alias.NoParent ? 1 : 0);
        if (parents > 1)
        {
            throw new ArgumentException(
                $"Only specify one of '{nameof(Alias.Parent)}', '{nameof(Alias.ParentUrn)}' or '{nameof(Alias.NoParent)}' " +
                $"in an {nameof(Alias)}");
        }
    }

    private static void Exclude(object? value, string name)
    {
        if (value is not null)
            throw new ArgumentException($"{nameof(Alias)} should not specify both {nameof(Alias.Urn)} and {name}");
    }
}
