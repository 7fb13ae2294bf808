using System.Collections.Immutable;
using System.Globalization;
using CarbonioInfra.Components.Proxmox.Machines;
using CarbonioInfra.Components.Proxmox.Settings;
using CarbonioInfra.Components.Topologies;
using Pulumi;
using Pulumi.ProxmoxVE;

namespace CarbonioInfra.Components.Proxmox.Availability;

/// <summary>
/// Machines as HA resources, the nodes of a role apart. Proxmox VE 9 has rules for that; version 8 has only groups, which say where a
/// machine rather runs: there, two of a role may meet while a PVE node is down.
/// </summary>
public sealed class HighAvailability : ComponentResource
{
    /// <summary>Makes resources and rules or groups.</summary>
    internal HighAvailability(
        string name, IReadOnlyDictionary<Node, VmLegacy> machines, IReadOnlyDictionary<Node, string> pveNodes, Topology topology,
        ProxmoxSettings settings, ComponentResourceOptions? options = null)
        : base("carbonio-infra:proxmox:HighAvailability", $"{name}-high-availability", options)
    {
        var groups = settings.Version == 8
            ? pveNodes.Values.Distinct().ToDictionary(pveNode => pveNode, pveNode => Group(pveNode, settings))
            : [];
        var resources = topology.Nodes.ToImmutableDictionary(node => node,
            node => Resource(node, machines[node], groups.GetValueOrDefault(pveNodes[node])));
        if (settings.Version > 8)
        {
            foreach (var (kind, nodes) in Placement.Apart(topology))
                Apart(kind, nodes, resources, settings);
        }

        RegisterOutputs();
    }

    private Hagroup Group(string home, ProxmoxSettings settings)
    {
        // Next to its own a machine prefers the last PVE nodes, which the fewest machines have as their own.
        var priorities = settings.PveNodes.Select((pveNode, index) => (pveNode, priority: index + 1))
            .ToDictionary(entry => entry.pveNode, entry => entry.pveNode == home ? settings.PveNodes.Length + 1 : entry.priority);
        return new Hagroup($"{home}-ha-group", new HagroupArgs
        {
            Group = $"{settings.Prefix}-{home}",
            Comment = $"carbonio-infra: machines of {home}",
            Nodes = priorities,
            Restricted = true,
        }, FormerTypes.Child(this, FormerTypes.HaGroup));
    }

    private Haresource Resource(Node node, VmLegacy machine, Hagroup? group)
    {
        var args = new HaresourceArgs
        {
            ResourceId = machine.VmId.Apply(id => $"vm:{id.ToString(CultureInfo.InvariantCulture)}"),
            Comment = $"carbonio-infra: {node.Name}",
            State = "started",
        };
        if (group is not null)
            args.Group = group.Group;
        var options = FormerTypes.Child(this, FormerTypes.HaResource);
        // A machine that HA still wants started cannot be taken away.
        options.ReplaceWith.Add(machine);
        return new Haresource($"{node.Name}-ha", args, options);
    }

    private void Apart(
        string kind, ImmutableArray<Node> nodes, ImmutableDictionary<Node, Haresource> resources, ProxmoxSettings settings)
    {
        var options = new CustomResourceOptions { Parent = this, DeleteBeforeReplace = true };
        // Whoever deletes an HA resource takes it out of every rule (parameter purge of Proxmox VE's API, on by default).
        foreach (var node in nodes)
            options.ReplaceWith.Add(resources[node]);
        _ = new Harule($"{kind}-apart", new HaruleArgs
        {
            Rule = $"{settings.Prefix}-{kind}-apart",
            Type = "resource-affinity",
            Affinity = "negative",
            Comment = $"carbonio-infra: {string.Join(", ", nodes.Select(node => node.Name))} on different PVE nodes",
            Resources = nodes.Select(node => resources[node].ResourceId).ToList(),
        }, options);
    }
}
