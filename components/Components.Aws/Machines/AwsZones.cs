using System.Collections.Immutable;
using CarbonioInfra.Components.Aws.Settings;
using CarbonioInfra.Components.Topologies;

namespace CarbonioInfra.Components.Aws.Machines;

/// <summary>The availability zone of each node.</summary>
internal static class AwsZones
{
    public static ImmutableDictionary<Node, string> Of(AwsSettings settings, Topology topology) =>
        ZonePlan.Assign(topology, settings.Zones.Length).ToImmutableDictionary(
            entry => entry.Key, entry => settings.For(entry.Key.Name).Zone ?? settings.Zones[entry.Value]);
}
