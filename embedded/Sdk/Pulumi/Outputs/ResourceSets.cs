using System.Collections.Immutable;

namespace Pulumi;

internal static class ResourceSets
{
    // Most outputs depend on no resource or on the same one, and a union of immutable sets is not free.
    public static ImmutableHashSet<Resource> Union(ImmutableHashSet<Resource> first, ImmutableHashSet<Resource> second)
    {
        if (first.IsEmpty || ReferenceEquals(first, second))
            return second;
        if (second.IsEmpty)
            return first;
        return first.Count >= second.Count ? first.Union(second) : second.Union(first);
    }
}
