using System.Collections.Immutable;
using CarbonioInfra.Components.Ports;
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
        { "proxmox.administrators: expected every network once, found 198.51.100.0/24 2 times", Good with { Administrators = ["198.51.100.0/24", "198.51.100.0/24"] } },
        { "proxmox.dnsServers: expected the address of at least one DNS server, found none", Good with { DnsServers = [] } },
        { "proxmox.network: expected at least a /24, found 10.30.0.0/25, which is too small", Good with { Network = "10.30.0.0/25" } },
        { "proxmox.gateway: expected an address in 10.30.0.0/24 (proxmox.network), found 10.31.0.1, which is outside", Good with { Gateway = "10.31.0.1" } },
        { "proxmox.gateway: expected an address that a machine can have, found 10.30.0.0, the first or last of 10.30.0.0/24", Good with { Gateway = "10.30.0.0" } },
        { "proxmox.gateway: expected an address that no node has of its own, found 10.30.0.81, the address of lb1", Good with { Gateway = "10.30.0.81" } },
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
    public void Good_settings_have_no_problems() => Assert.Empty(Problems(Good));

    [Theory]
    [MemberData(nameof(Bad), DisableDiscoveryEnumeration = true)]
    public void What_cannot_be_built_is_reported(string problem, ProxmoxSettings settings) =>
        Assert.Contains(problem, Problems(settings));

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once() => Assert.Equal(
        [
            "proxmox.pveNodes: expected at least 3 PVE nodes, so that the cluster's quorum survives the loss of one, found none",
            "proxmox.version: expected 8 or 9, found 7",
            "proxmox.administrators: expected a network such as 198.51.100.0/24, found 'office'",
            "proxmox.network: expected a network such as 198.51.100.0/24, found '10.30.0.0'",
            "proxmox.gateway: expected an IPv4 address such as 198.51.100.1, found '10.30.1'",
            "proxmox.virtualAddress: expected an IPv4 address such as 198.51.100.1, found ''",
            "proxmox.dnsServers: expected an IPv4 address such as 198.51.100.1, found 'ns1'",
            "proxmox.firstVmId: expected a VM id from 100 to 999999000, found 99",
            "proxmox.nodes.mbox9: expected the name of a node of the topology, found 'mbox9'",
            "proxmox.nodes.mbox1.pveNode: expected one of proxmox.pveNodes (), found 'pve1'",
        ],
        Problems(Good with
        {
            PveNodes = [],
            Version = 7,
            Administrators = ["office"],
            Network = "10.30.0.0",
            Gateway = "10.30.1",
            VirtualAddress = "",
            DnsServers = ["ns1"],
            FirstVmId = 99,
            Nodes = Good.Nodes.Add("mbox9", new()).Add("mbox1", new(PveNode: "pve1")),
        }));

    [Fact]
    public void More_nodes_than_the_network_has_numbers_for_are_told()
    {
        var topology = ProxmoxPlan.Topology with
        {
            Nodes = [.. ProxmoxPlan.Topology.Nodes, .. Enumerable.Range(0, 180).Select(number => new Node($"mta-{number}x", [Role.Mta], number, NodeSize.Mta))],
        };

        Assert.Equal(["topology: expected at most 155 nodes on Proxmox VE, found 196"],
            new ProxmoxPlatform(Good with { HighAvailability = false }).Problems(topology, PortTable.Carbonio));
    }

    [Fact]
    public void Names_that_Proxmox_VE_does_not_take_are_told()
    {
        var topology = Topology.FromGroups("example.com", NodeGroups.HighAvailability with { WorkstreamCollaboration = ["wsc1"], LoadBalancer = ["lb1", "lb2"] });
        var ports = new PortTable([new PortRule(1, 1, PortProtocol.Tcp, NodeSet.WorkstreamCollaboration, [NodeSet.AllHosts], "an importer's own")]);

        Assert.Equal(["ports: expected names of node sets that have at most 14 characters behind 'cio-' (proxmox.prefix), found 'workstream-collaboration'"],
            new ProxmoxPlatform(Good).Problems(topology, ports));
    }

    [Fact]
    public void Load_balancers_must_be_nodes() => Assert.Contains(
        "topology.loadBalancer: expected two nodes because Proxmox VE has no load balancer, found none",
        new ProxmoxPlatform(Good).Problems(Topology.HighAvailability("example.com"), PortTable.Carbonio));

    private static ImmutableArray<string> Problems(ProxmoxSettings settings) => new ProxmoxPlatform(settings).Problems(ProxmoxPlan.Topology, PortTable.Carbonio);

    private static ProxmoxSettings With(string node, ProxmoxNodeSettings settings) => Good with { Nodes = Good.Nodes.Add(node, settings) };
}
