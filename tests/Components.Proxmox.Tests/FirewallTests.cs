using CarbonioInfra.Components.Ports;
using CarbonioInfra.Components.Proxmox.Tests.Planning;
using CarbonioInfra.Components.Topologies;
using Pulumi.ProxmoxVE.Firewall;

namespace CarbonioInfra.Components.Proxmox.Tests;

/// <summary>The planned rules against the ports table, in both directions: nothing is missing and nothing is too much.</summary>
public sealed class FirewallTests
{
    private const string Anybody = "192.0.2.1";
    private const string Administrator = "203.0.113.5";

    private static readonly (string Name, PortProtocol Protocol)[] Protocols =
        [("tcp", PortProtocol.Tcp), ("udp", PortProtocol.Udp), ("icmp", PortProtocol.Icmp), ("vrrp", PortProtocol.Vrrp)];

    /// <summary>Every first and last port of the table and its neighbours: between two of them nothing changes.</summary>
    private static readonly int[] Probes = [.. PortTable.Carbonio.Rules.Concat(OutboundPorts.Carbonio)
        .SelectMany(row => new[] { row.First - 1, row.First, row.Last, row.Last + 1 }).Where(port => port is > 0 and <= 65535).Distinct()];

    [Fact]
    public async Task Every_machine_is_filtered_and_closed_but_for_its_groups()
    {
        var firewall = new PlannedFirewall(await ProxmoxPlan.OfAsync(ProxmoxPlan.Settings));

        Assert.All(ProxmoxPlan.Topology.Nodes, node => Assert.True(firewall.IsClosed(node) && firewall.Filtered.Contains(node.Name), node.Name));
    }

    [Fact]
    public async Task Between_nodes_exactly_the_rows_of_the_table_are_open()
    {
        var firewall = new PlannedFirewall(await ProxmoxPlan.OfAsync(ProxmoxPlan.Settings));
        var topology = ProxmoxPlan.Topology;
        foreach (var from in topology.Nodes)
        {
            foreach (var to in topology.Nodes.Where(node => node != from))
            {
                foreach (var (name, protocol) in Protocols)
                {
                    foreach (var port in protocol is PortProtocol.Icmp or PortProtocol.Vrrp ? [0] : Probes)
                    {
                        var comesIn = Rows(protocol, port).Any(row => row.On.Contains(topology, to) && row.From.Any(set => Holds(set, from)));
                        var goesOut = Rows(protocol, port).Any(row => row.On.Contains(topology, to) && row.From.Any(set => set.Contains(topology, from)))
                            || OutboundPorts.Carbonio.Any(row => Covers(row, protocol, port) && row.From.Any(set => set.Contains(topology, from)));
                        Assert.True(comesIn == firewall.ComesIn(to, firewall.AddressOf(from), name, port),
                            $"{from.Name} into {to.Name} {name} {port}: expected {(comesIn ? "open" : "closed")}");
                        Assert.True(goesOut == firewall.GoesOut(from, firewall.AddressOf(to), name, port),
                            $"{from.Name} out to {to.Name} {name} {port}: expected {(goesOut ? "open" : "closed")}");
                    }
                }
            }
        }

        bool Holds(NodeSet set, Node node) => set == NodeSet.Internet || set.Contains(topology, node);
    }

    [Fact]
    public async Task From_outside_exactly_the_rows_of_the_table_are_open()
    {
        var firewall = new PlannedFirewall(await ProxmoxPlan.OfAsync(ProxmoxPlan.Settings));
        (string Peer, NodeSet[] Sets)[] outside =
            [(Anybody, [NodeSet.Internet]), (Administrator, [NodeSet.Internet, NodeSet.Administrators, NodeSet.Deployer])];
        foreach (var node in ProxmoxPlan.Topology.Nodes)
        {
            foreach (var (peer, sets) in outside)
            {
                foreach (var (name, protocol) in Protocols[..2])
                {
                    foreach (var port in Probes)
                    {
                        var expected = Rows(protocol, port).Any(row => row.On.Contains(ProxmoxPlan.Topology, node) && row.From.Any(sets.Contains));
                        Assert.True(expected == firewall.ComesIn(node, peer, name, port),
                            $"{peer} to {node.Name} {name} {port}: expected {(expected ? "open" : "closed")}");
                    }
                }
            }
        }
    }

    [Fact]
    public async Task To_outside_nodes_have_their_list()
    {
        var firewall = new PlannedFirewall(await ProxmoxPlan.OfAsync(ProxmoxPlan.Settings));
        foreach (var node in ProxmoxPlan.Topology.Nodes)
        {
            foreach (var (name, protocol) in Protocols[..2])
            {
                foreach (var port in Probes)
                {
                    var expected = OutboundPorts.Carbonio.Any(row => Covers(row, protocol, port) && row.From.Any(set => set.Contains(ProxmoxPlan.Topology, node)));
                    Assert.True(expected == firewall.GoesOut(node, Anybody, name, port), $"{node.Name} to anybody {name} {port}");
                }
            }
        }
    }

    [Fact]
    public async Task The_simple_variant_opens_everything_between_nodes_and_nothing_else()
    {
        var firewall = new PlannedFirewall(await ProxmoxPlan.OfAsync(ProxmoxPlan.Settings with { SimpleFirewall = true }));
        var nodes = ProxmoxPlan.Topology.Nodes;

        Assert.All(nodes, from => Assert.All(nodes, to => Assert.True(
            firewall.GoesOut(from, firewall.AddressOf(to), "udp", 4711) && firewall.ComesIn(to, firewall.AddressOf(from), "udp", 4711))));
        Assert.All(nodes, node => Assert.False(firewall.ComesIn(node, Anybody, "tcp", 22) || firewall.ComesIn(node, Administrator, "tcp", 4711)));
    }

    [Fact]
    public async Task Names_of_groups_are_not_too_long_for_Proxmox_VE()
    {
        var firewall = new PlannedFirewall(await ProxmoxPlan.OfAsync(ProxmoxPlan.Settings with { Prefix = "abc" }));

        Assert.NotEmpty(firewall.GroupNames);
        Assert.All(firewall.GroupNames, name => Assert.InRange(name.Length, 2, 18));
    }

    [Fact]
    public async Task A_set_goes_before_another_of_its_name_comes()
    {
        var sets = (await ProxmoxPlan.OptionsAsync(ProxmoxPlan.Settings)).Of<IpsetLegacy>();

        Assert.NotEmpty(sets);
        Assert.All(sets.Values, options => Assert.True(options.DeleteBeforeReplace));
    }

    private static IEnumerable<PortRule> Rows(PortProtocol protocol, int port) => PortTable.Carbonio.Rules.Where(row => Covers(row, protocol, port));

    private static bool Covers(PortRule row, PortProtocol protocol, int port) =>
        row.Protocol == protocol && (protocol is PortProtocol.Icmp or PortProtocol.Vrrp || (row.First <= port && port <= row.Last));
}
