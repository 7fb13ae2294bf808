using System.Collections.Immutable;

namespace CarbonioInfra.Engine.State;

/// <summary>
/// Puts resources into the order a state file needs: everything after what it refers to. Ties are settled by URN, so that
/// the file does not depend on the order in which steps happened to finish.
/// </summary>
internal static class DependencyOrder
{
    /// <exception cref="EngineException">Resources refer to each other in a circle.</exception>
    public static ImmutableArray<ResourceState> Sort(IReadOnlyCollection<ResourceState> resources)
    {
        var roots = resources.OrderBy(resource => resource.Urn, StringComparer.Ordinal).ThenBy(resource => resource.Delete).ToList();
        // A live resource comes before leftovers of the same URN, so it is what references to the URN mean.
        var byUrn = roots.GroupBy(resource => resource.Urn, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);

        var sorted = ImmutableArray.CreateBuilder<ResourceState>(resources.Count);
        var done = new HashSet<ResourceState>(ReferenceEqualityComparer.Instance);
        var open = new HashSet<ResourceState>(ReferenceEqualityComparer.Instance);
        // An explicit stack: chains of steps get longer than the thread's stack is deep.
        var stack = new Stack<(ResourceState Resource, IEnumerator<string> References)>();
        foreach (var root in roots)
        {
            Push(root);
            while (stack.TryPeek(out var top))
            {
                if (top.References.MoveNext())
                {
                    if (byUrn.TryGetValue(top.References.Current, out var target) && !ReferenceEquals(target, top.Resource))
                        Push(target);
                    continue;
                }

                stack.Pop().References.Dispose();
                open.Remove(top.Resource);
                done.Add(top.Resource);
                sorted.Add(top.Resource);
            }
        }

        return sorted.MoveToImmutable();

        void Push(ResourceState resource)
        {
            if (done.Contains(resource))
                return;
            if (!open.Add(resource))
            {
                var circle = stack.Select(entry => entry.Resource.Urn).TakeWhile(urn => urn != resource.Urn).Append(resource.Urn);
                throw new EngineException("Resources depend on each other in a circle:\n  " + string.Join("\n  ", circle));
            }

            stack.Push((resource, resource.References().Order(StringComparer.Ordinal).GetEnumerator()));
        }
    }
}
