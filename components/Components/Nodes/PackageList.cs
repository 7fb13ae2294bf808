using System.Collections.Immutable;

namespace CarbonioInfra.Components.Nodes;

/// <summary>Packages of the distribution by the names that they have in either family.</summary>
/// <param name="Debian">On Ubuntu.</param>
/// <param name="Rhel">On RHEL.</param>
public sealed record PackageList(ImmutableArray<string> Debian, ImmutableArray<string> Rhel)
{
    /// <summary>No packages.</summary>
    public static PackageList None { get; } = Of();

    /// <summary>Packages that have the same names in both families.</summary>
    public static PackageList Of(params ImmutableArray<string> names) => new(names, names);

    /// <summary>These and those of <paramref name="other"/>, each once and in order.</summary>
    public PackageList And(PackageList other) => new(Union(Debian, other.Debian), Union(Rhel, other.Rhel));

    private static ImmutableArray<string> Union(ImmutableArray<string> left, ImmutableArray<string> right) =>
        [.. left.Concat(right).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
