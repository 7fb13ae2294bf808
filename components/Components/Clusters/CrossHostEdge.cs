namespace CarbonioInfra.Components.Clusters;

/// <summary>A step that must be done on every other host before another step runs.</summary>
/// <param name="From">The step that comes first.</param>
/// <param name="To">The step that waits.</param>
/// <param name="Why">The reason.</param>
public sealed record CrossHostEdge(string From, string To, string Why);
