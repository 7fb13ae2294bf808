using CarbonioInfra.Components.Addresses;
using CarbonioInfra.Components.Proxmox.Machines;
using CarbonioInfra.Components.Topologies;

namespace CarbonioInfra.Components.Proxmox.Settings;

/// <summary>What keeps a topology from being carried by these settings, each problem beginning with its setting.</summary>
internal sealed class ProxmoxProblems(ProxmoxSettings settings, Topology topology)
{
    private const int FewestPveNodes = 3;

    public IEnumerable<string> All() => [.. PveNodes(), .. Spread(), .. Network(), .. Ids(), .. Nodes(), .. Roles()];

    private IEnumerable<string> PveNodes()
    {
        if (settings.PveNodes.Length < FewestPveNodes)
        {
            yield return $"proxmox.pveNodes: expected at least {FewestPveNodes} PVE nodes, so that the cluster's quorum survives the loss of one, "
                + $"found {(settings.PveNodes.IsEmpty ? "none" : string.Join(", ", settings.PveNodes))}";
        }

        foreach (var twice in settings.PveNodes.GroupBy(name => name).Where(group => group.Count() > 1))
            yield return $"proxmox.pveNodes: expected every PVE node once, found {twice.Key} {twice.Count()} times";
        if (settings.Administrators.IsEmpty)
            yield return "proxmox.administrators: expected at least one network from which administrators and the deployment come, found none";
        foreach (var everywhere in settings.Administrators.Where(network => Ipv4Network.Parse(network).PrefixLength < 8))
            yield return $"proxmox.administrators: expected networks of administrators, at most a /8, found {everywhere}";
        if (settings.DnsServers.IsEmpty)
            yield return "proxmox.dnsServers: expected the address of at least one DNS server, found none";
    }

    private IEnumerable<string> Spread()
    {
        if (settings.PveNodes.IsEmpty || !settings.Nodes.Values.All(node => node.PveNode is null || settings.PveNodes.Contains(node.PveNode)))
            yield break;
        var places = Placement.Of(settings, topology).ToDictionary(entry => entry.Key, entry => settings.PveNodes.IndexOf(entry.Value));
        foreach (var names in ZonePlan.Crowded(topology, places, settings.PveNodes.Length))
            yield return $"proxmox.nodes: expected nodes of one role on different PVE nodes, found {names} on one; set proxmox.nodes.NODE.pveNode";
        if (!settings.HighAvailability || settings.Version < 9)
            yield break;
        foreach (var (kind, nodes) in Placement.Apart(topology).Where(set => set.Nodes.Length > settings.PveNodes.Length))
        {
            yield return $"proxmox.pveNodes: expected at least {nodes.Length} PVE nodes to keep {string.Join(", ", nodes.Select(node => node.Name))} "
                + $"({kind}) apart (or proxmox.highAvailability: false), found {settings.PveNodes.Length}";
        }
    }

    private IEnumerable<string> Network()
    {
        if (!Ipv4Network.TryParse(settings.Network, out var network))
            yield break;
        if (network.PrefixLength > AddressPlan.PrefixLength)
        {
            yield return $"proxmox.network: expected at least a /{AddressPlan.PrefixLength}, found {network}, which is too small";
            yield break;
        }

        var owners = ProxmoxMachines.Addresses(settings, topology).ToDictionary(entry => entry.Value, entry => entry.Key.Name);
        foreach (var (key, address) in new[] { ("gateway", settings.Gateway), ("virtualAddress", settings.VirtualAddress) })
        {
            if (!ProxmoxSettingsReader.IsAddress(address))
                continue;
            if (!network.Contains(address))
                yield return $"proxmox.{key}: expected an address in {network} (proxmox.network), found {address}, which is outside";
            else if (address == network.Address(0) || address == network.Address(network.Size - 1))
                yield return $"proxmox.{key}: expected an address that a machine can have, found {address}, the first or last of {network}";
            else if (owners.TryGetValue(address, out var owner))
                yield return $"proxmox.{key}: expected an address that no node has of its own, found {address}, the address of {owner}";
        }

        if (settings.Gateway.Length > 0 && settings.Gateway == settings.VirtualAddress)
            yield return $"proxmox.virtualAddress: expected an address of its own, found {settings.VirtualAddress}, the gateway's";
    }

    private IEnumerable<string> Ids()
    {
        const int Latest = VmIds.Largest - VmIds.Count + 1;
        if (settings.FirstVmId is < VmIds.Smallest or > Latest)
            yield return $"proxmox.firstVmId: expected a VM id from {VmIds.Smallest} to {Latest}, found {settings.FirstVmId}";
        var images = settings.Nodes.OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => (Key: $"proxmox.nodes.{entry.Key}.image", entry.Value.Image)).Prepend((Key: "proxmox.image", settings.Image));
        foreach (var (key, image) in images.Where(entry => entry.Image?.Template is { } template && VmIds.IsOfStack(settings, template)))
        {
            yield return $"{key}.template: expected a VM id outside {settings.FirstVmId} to {settings.FirstVmId + VmIds.Count - 1}, which are "
                + $"this stack's own (proxmox.firstVmId), found {image!.Template}";
        }
    }

    private IEnumerable<string> Nodes()
    {
        foreach (var (name, node) in settings.Nodes.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            if (topology.Nodes.All(other => other.Name != name))
                yield return $"proxmox.nodes.{name}: expected the name of a node of the topology, found '{name}'";
            if (node.PveNode is { } pveNode && !settings.PveNodes.Contains(pveNode))
                yield return $"proxmox.nodes.{name}.pveNode: expected one of proxmox.pveNodes ({string.Join(", ", settings.PveNodes)}), found '{pveNode}'";
        }

        if (topology.Nodes.Length > AddressPlan.Capacity)
            yield return $"topology: expected at most {AddressPlan.Capacity} nodes on Proxmox VE, found {topology.Nodes.Length}";
    }

    private IEnumerable<string> Roles()
    {
        if (topology.With(Role.LoadBalancer).IsEmpty)
            yield return "topology.loadBalancer: expected two nodes because Proxmox VE has no load balancer, found none";
    }
}
