using System.Collections.Immutable;
using CarbonioInfra.Components.Hosts;

namespace CarbonioInfra.Components.Platforms;

/// <summary>What a platform made.</summary>
/// <param name="Hosts">One host for each node of the topology, by node name.</param>
public sealed record ProvisionedPlatform(ImmutableDictionary<string, Host> Hosts);
