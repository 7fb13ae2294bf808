using CarbonioInfra.Components.Proxmox.Settings;
using CarbonioInfra.Components.Proxmox.Tests.Planning;
using CarbonioInfra.Components.Topologies;

namespace CarbonioInfra.Components.Proxmox.Tests;

public sealed class ProblemTests
{
    public static TheoryData<string, ProxmoxSettings> Bad => new()
    {
        { "proxmox.pveNodes: expected at least 3 PVE nodes, so that the cluster's quorum survives the loss of one, found pve1, pve2", Good with { PveNodes = ["pve1", "pve2"] } },
        { "proxmox.pveNodes: expected at least 3 PVE nodes to keep svc1, svc2, svc3 (meshserver) apart (or proxmox.highAvailability: false), found 2", Good with { PveNodes = ["pve1", "pve2"] } },
        { "proxmox.pveNodes: expected every PVE node once, found pve1 2 times", Good with { PveNodes = ["pve1", "pve1", "pve2"] } },
        { "proxmox.administrators: expected at least one network from which administrators and the deployment come, found none", Good with { Administrators = [] } },
        { "proxmox.administrators: expected networks of administrators, at most a /8, found 0.0.0.0/0", Good with { Administrators = ["0.0.0.0/0"] } },
        { "proxmox.dnsServers: expected the address of at least one DNS server, found none", Good with { DnsServers = [] } },
        { "proxmox.network: expected at least a /24, found 10.30.0.0/25, which is too small", Good with { Network = "10.30.0.0/25" } },
        { "proxmox.gateway: expected an address in 10.30.0.0/24 (proxmox.network), found 10.31.0.1, which is outside", Good with { Gateway = "10.31.0.1" } },
        { "proxmox.virtualAddress: expected an address in 10.30.0.0/24 (proxmox.network), found 10.31.0.9, which is outside", Good with { VirtualAddress = "10.31.0.9" } },
        { "proxmox.virtualAddress: expected an address that no node has of its own, found 10.30.0.11, the address of svc1", Good with { VirtualAddress = "10.30.0.11" } },
        { "proxmox.virtualAddress: expected an address that a machine can have, found 10.30.0.255, the first or last of 10.30.0.0/24", Good with { VirtualAddress = "10.30.0.255" } },
        { "proxmox.virtualAddress: expected an address of its own, found 10.30.0.1, the gateway's", Good with { VirtualAddress = "10.30.0.1" } },
        { "proxmox.firstVmId: expected a VM id from 100 to 999999000, found 99", Good with { FirstVmId = 99 } },
        { "proxmox.firstVmId: expected a VM id from 100 to 999999000, found 999999001", Good with { FirstVmId = 999_999_001 } },
        { "proxmox.image.template: expected a VM id outside 7000 to 7999, which are this stack's own (proxmox.firstVmId), found 7999", Good with { Image = ProxmoxImage.CloneOf(7999, "pve1") } },
        { "proxmox.nodes.svc1.image.template: expected a VM id outside 7000 to 7999, which are this stack's own (proxmox.firstVmId), found 7000", With("svc1", new(ProxmoxImage.CloneOf(7000, "pve1"))) },
        { "proxmox.nodes.mbox9: expected the name of a node of the topology, found 'mbox9'", With("mbox9", new()) },
        { "proxmox.nodes.mbox1.pveNode: expected one of proxmox.pveNodes (pve1, pve2, pve3), found 'pve9'", With("mbox1", new(PveNode: "pve9")) },
        { "proxmox.nodes: expected nodes of one role on different PVE nodes, found mbox1 and mbox2 on one; set proxmox.nodes.NODE.pveNode", With("mbox1", new(PveNode: "pve2")) },
    };

    private static ProxmoxSettings Good => ProxmoxPlan.Settings;

    [Fact]
    public void Good_settings_have_no_problems() => Assert.Empty(new ProxmoxPlatform(Good).Problems(ProxmoxPlan.Topology));

    [Theory]
    [MemberData(nameof(Bad), DisableDiscoveryEnumeration = true)]
    public void What_cannot_be_built_is_reported(string problem, ProxmoxSettings settings) =>
        Assert.Contains(problem, new ProxmoxPlatform(settings).Problems(ProxmoxPlan.Topology));

    [Fact]
    public void Load_balancers_must_be_nodes() => Assert.Contains(
        "topology.loadBalancer: expected two nodes because Proxmox VE has no load balancer, found none",
        new ProxmoxPlatform(Good).Problems(Topology.HighAvailability("example.com")));

    private static ProxmoxSettings With(string node, ProxmoxNodeSettings settings) => Good with { Nodes = Good.Nodes.Add(node, settings) };
}
