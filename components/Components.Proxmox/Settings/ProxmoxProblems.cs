using CarbonioInfra.Components.Addresses;
using CarbonioInfra.Components.Firewalls;
using CarbonioInfra.Components.Platforms;
using CarbonioInfra.Components.Proxmox.Firewalls;
using CarbonioInfra.Components.Proxmox.Machines;
using CarbonioInfra.Components.Topologies;

namespace CarbonioInfra.Components.Proxmox.Settings;

/// <summary>What keeps a topology from being carried by these settings, each problem beginning with its setting.</summary>
internal sealed class ProxmoxProblems(ProxmoxSettings settings, Topology topology, FirewallPlan plan)
{
    private const int FewestPveNodes = 3;

    public IEnumerable<string> All() =>
    [
        .. PveNodes(),
        .. Spread(),
        .. PlatformRules.Administrators("proxmox.administrators", settings.Administrators),
        .. Network(),
        .. Ids(),
        .. Nodes(),
        .. Roles(),
        .. GroupNames(),
    ];

    private IEnumerable<string> PveNodes()
    {
        if (settings.PveNodes.Length < FewestPveNodes)
        {
            yield return $"proxmox.pveNodes: expected at least {FewestPveNodes} PVE nodes, so that the cluster's quorum survives the loss of one, "
                + $"found {(settings.PveNodes.IsEmpty ? "none" : string.Join(", ", settings.PveNodes))}";
        }

        foreach (var problem in PlatformRules.Repeated("proxmox.pveNodes", "PVE node", settings.PveNodes))
            yield return problem;
        if (settings.Version is not (8 or 9))
            yield return $"proxmox.version: expected 8 or 9, found {settings.Version}";
    }

    private IEnumerable<string> Spread()
    {
        foreach (var names in ZonePlan.Crowded(topology, settings.PveNodes, settings.PveNodeOf))
            yield return $"proxmox.nodes: expected nodes of one role on different PVE nodes, found {names} on one; set proxmox.nodes.NODE.pveNode";
        if (settings.PveNodes.IsEmpty || !settings.HighAvailability || settings.Version < 9)
            yield break;
        foreach (var (kind, nodes) in Placement.Apart(topology).Where(set => set.Nodes.Length > settings.PveNodes.Length))
        {
            yield return $"proxmox.pveNodes: expected at least {nodes.Length} PVE nodes to keep {string.Join(", ", nodes.Select(node => node.Name))} "
                + $"({kind}) apart (or proxmox.highAvailability: false), found {settings.PveNodes.Length}";
        }
    }

    private IEnumerable<string> Network()
    {
        foreach (var problem in PlatformRules.Networks("proxmox.network", [settings.Network]))
            yield return problem;
        foreach (var (key, address) in new[] { ("gateway", settings.Gateway), ("virtualAddress", settings.VirtualAddress) })
        {
            if (AddressProblem(key, address) is { } problem)
                yield return problem;
        }

        if (settings.Gateway.Length > 0 && settings.Gateway == settings.VirtualAddress)
            yield return $"proxmox.virtualAddress: expected an address of its own, found {settings.VirtualAddress}, the gateway's";
        if (settings.DnsServers.IsEmpty)
            yield return "proxmox.dnsServers: expected the address of at least one DNS server, found none";
        foreach (var problem in PlatformRules.Addresses("proxmox.dnsServers", settings.DnsServers))
            yield return problem;
        if (Ipv4Network.TryParse(settings.Network, out var network) && network.PrefixLength > AddressPlan.PrefixLength)
            yield return $"proxmox.network: expected at least a /{AddressPlan.PrefixLength}, found {network}, which is too small";
    }

    private string? AddressProblem(string key, string address)
    {
        if (!Ipv4Network.IsAddress(address))
            return PlatformRules.Addresses($"proxmox.{key}", [address]).Single();
        if (!Ipv4Network.TryParse(settings.Network, out var network))
            return null;
        if (!network.Contains(address))
            return $"proxmox.{key}: expected an address in {network} (proxmox.network), found {address}, which is outside";
        if (address == network.Address(0) || address == network.Address(network.Size - 1))
            return $"proxmox.{key}: expected an address that a machine can have, found {address}, the first or last of {network}";
        return Owner(network, address) is { } owner
            ? $"proxmox.{key}: expected an address that no node has of its own, found {address}, the address of {owner.Name}"
            : null;
    }

    // Where nodes have no addresses, that is another problem.
    private Node? Owner(Ipv4Network network, string address) =>
        network.PrefixLength > AddressPlan.PrefixLength || topology.Nodes.Length > AddressPlan.Capacity ? null
            : ProxmoxMachines.Addresses(settings, topology).FirstOrDefault(entry => entry.Value == address).Key;

    private IEnumerable<string> Ids()
    {
        const int Latest = VmIds.Largest - VmIds.Count + 1;
        if (settings.FirstVmId is < VmIds.Smallest or > Latest)
            yield return $"proxmox.firstVmId: expected a VM id from {VmIds.Smallest} to {Latest}, found {settings.FirstVmId}";
        foreach (var (key, image) in settings.Images().Where(entry => entry.Image.Template is { } template && VmIds.IsOfStack(settings, template)))
        {
            yield return $"{key}.template: expected a VM id outside {settings.FirstVmId} to {settings.FirstVmId + VmIds.Count - 1}, which are "
                + $"this stack's own (proxmox.firstVmId), found {image.Template}";
        }
    }

    private IEnumerable<string> Nodes()
    {
        foreach (var problem in PlatformRules.UnknownNodes("proxmox.nodes", settings.Nodes.Keys, topology))
            yield return problem;
        foreach (var (name, node) in settings.Nodes.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            if (node.PveNode is { } pveNode && !settings.PveNodes.Contains(pveNode))
                yield return $"proxmox.nodes.{name}.pveNode: expected one of proxmox.pveNodes ({string.Join(", ", settings.PveNodes)}), found '{pveNode}'";
        }

        foreach (var problem in PlatformRules.TooManyNodes(topology, "on Proxmox VE"))
            yield return problem;
    }

    private IEnumerable<string> Roles()
    {
        if (topology.With(Role.LoadBalancer).IsEmpty)
            yield return "topology.loadBalancer: expected two nodes because Proxmox VE has no load balancer, found none";
    }

    /// <summary>Names of groups come of the ports table, which an importer may have written.</summary>
    private IEnumerable<string> GroupNames() => plan.Groups.Where(group => SecurityGroups.Called(settings, group.Name).Length > SecurityGroups.LongestName)
        .Select(group => $"ports: expected names of node sets that have at most {SecurityGroups.LongestName - SecurityGroups.Called(settings, "").Length} characters "
            + $"behind '{SecurityGroups.Called(settings, "")}' (proxmox.prefix), found '{group.Name}'");
}
