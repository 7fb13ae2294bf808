namespace Pulumi;

/// <summary>What a dependency on a resource means to the engine.</summary>
internal static class Dependencies
{
    /// <summary>The resources of an option; none while the list is unknown.</summary>
    public static async Task<IReadOnlyList<Resource>> ListAsync(InputList<Resource>? resources) =>
        resources is null ? [] : await resources.ToOutput().GetValueAsync([]);

    /// <summary>
    /// The resources that the engine waits for: a local component stands for the custom resources that it and its child
    /// components have at this moment, anything else for itself.
    /// </summary>
    public static IReadOnlyCollection<Resource> Reachable(IEnumerable<Resource> resources)
    {
        var reachable = new List<Resource>();
        var seen = new HashSet<Resource>();
        var toVisit = new Stack<Resource>(resources.Reverse());
        while (toVisit.TryPop(out var resource))
        {
            if (!seen.Add(resource))
                continue;

            if (resource is not ComponentResource || resource.IsRemote)
            {
                reachable.Add(resource);
                continue;
            }

            lock (resource.ChildResources)
            {
                foreach (var child in resource.ChildResources.Reverse())
                    toVisit.Push(child);
            }
        }

        return reachable;
    }

    /// <summary>The URNs of what the resources stand for, once they are registered.</summary>
    public static async Task<List<string>> UrnsAsync(IEnumerable<Resource> resources)
    {
        var urns = new List<string>();
        foreach (var resource in Reachable(resources))
        {
            if (await resource.Urn.GetValueAsync("") is { Length: > 0 } urn)
                urns.Add(urn);
        }

        return urns;
    }
}
