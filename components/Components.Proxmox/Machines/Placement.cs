using System.Collections.Immutable;
using CarbonioInfra.Components.Proxmox.Settings;
using CarbonioInfra.Components.Topologies;

namespace CarbonioInfra.Components.Proxmox.Machines;

/// <summary>The PVE node on which each node's machine begins.</summary>
internal static class Placement
{
    public static ImmutableDictionary<Node, string> Of(ProxmoxSettings settings, Topology topology) =>
        ZonePlan.Assign(topology, settings.PveNodes, settings.PveNodeOf);

    /// <summary>Nodes that must not share a PVE node: those of each role, sets within larger ones left out.</summary>
    public static ImmutableArray<(string Name, ImmutableArray<Node> Nodes)> Apart(Topology topology)
    {
        var sets = Enum.GetValues<Role>().Select(role => (Name: Kind(role), Nodes: topology.With(role)))
            .Where(set => set.Nodes.Length > 1).ToArray();
        return
        [
            .. sets.Where((set, index) => !sets.Where((other, at) => at != index && set.Nodes.All(other.Nodes.Contains)
                && (other.Nodes.Length > set.Nodes.Length || at < index)).Any()),
        ];
    }

    /// <summary>A role's name as part of a name of Proxmox VE.</summary>
    public static string Kind(Role role) => role.ToString().ToLowerInvariant();
}
