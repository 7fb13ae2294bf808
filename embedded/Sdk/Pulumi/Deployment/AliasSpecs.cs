namespace Pulumi;

/// <summary>Aliases as engines take them that can work out former URNs themselves.</summary>
internal static class AliasSpecs
{
    /// <summary>The aliases that are known; the others cannot name anything.</summary>
    public static async Task<List<Rpc.Alias>> OfAsync(IEnumerable<Input<Alias>> aliases)
    {
        var specs = new List<Rpc.Alias>();
        foreach (var input in aliases)
        {
            if (await input.ToOutput().GetValueAsync(null!) is { } alias)
                specs.Add(await OfAsync(alias));
        }

        return specs;
    }

    private static async Task<Rpc.Alias> OfAsync(Alias alias)
    {
        if (alias.Urn is { } urn)
            return new() { Urn = urn };

        var spec = new Rpc.Alias.Types.Spec
        {
            Name = await TextAsync(alias.Name),
            Type = await TextAsync(alias.Type),
            Stack = await TextAsync(alias.Stack),
            Project = await TextAsync(alias.Project),
        };
        if (alias is { Parent: null, ParentUrn: null })
            spec.NoParent = alias.NoParent;
        else if (await TextAsync(alias.Parent is { } parent ? parent.Urn : alias.ParentUrn) is { Length: > 0 } parentUrn)
            spec.ParentUrn = parentUrn;

        return new() { Spec = spec };
    }

    private static async Task<string> TextAsync(Input<string>? input) =>
        input is null ? "" : await input.ToOutput().GetValueAsync("") ?? "";
}
