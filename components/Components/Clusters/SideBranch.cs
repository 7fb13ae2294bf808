using System.Collections.Immutable;

namespace CarbonioInfra.Components.Clusters;

/// <summary>A step that is no part of its host's chain: it runs beside what follows the steps that it needs.</summary>
/// <param name="Step">The step.</param>
/// <param name="After">Steps of the same host that come before.</param>
/// <param name="Why">The reason.</param>
public sealed record SideBranch(string Step, ImmutableArray<string> After, string Why);
