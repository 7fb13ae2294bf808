using CarbonioInfra.Components.Aws.Tests.Planning;
using CarbonioInfra.Components.Clusters;
using CarbonioInfra.Components.Ports;
using CarbonioInfra.Components.Topologies;
using Pulumi;

namespace CarbonioInfra.Components.Aws.Tests;

/// <summary>The planned rules against the ports table, in both directions: nothing is missing and nothing is too much.</summary>
public sealed class FirewallTests
{
    private const string LoadBalancer = "carbonio-load-balancer-id";
    private const string Bastion = "carbonio-bastion-id";

    private static readonly (string Name, PortProtocol Protocol)[] Protocols =
        [("tcp", PortProtocol.Tcp), ("udp", PortProtocol.Udp), ("icmp", PortProtocol.Icmp)];

    /// <summary>Every first and last port of the table and its neighbours: between two of them nothing changes.</summary>
    private static readonly int[] Probes = [.. PortTable.Carbonio.Rules.Concat(OutboundPorts.Carbonio)
        .SelectMany(row => new[] { row.First - 1, row.First, row.Last, row.Last + 1 }).Where(port => port is > 0 and <= 65535).Distinct()];

    [Fact]
    public async Task Between_nodes_exactly_the_rows_of_the_table_are_open()
    {
        var firewall = new PlannedFirewall(await AwsPlan.OfAsync(AwsPlan.Settings));
        var topology = AwsPlan.Topology;
        foreach (var from in topology.Nodes)
        {
            foreach (var to in topology.Nodes.Where(node => node != from))
            {
                foreach (var (name, protocol) in Protocols)
                {
                    foreach (var port in protocol == PortProtocol.Icmp ? [8] : Probes)
                    {
                        var expected = PortTable.Carbonio.Rules.Any(row => row.Protocol == protocol
                            && (protocol == PortProtocol.Icmp || (row.First <= port && port <= row.Last))
                            && row.On.Contains(topology, to) && row.From.Any(set => set.Contains(topology, from)));
                        Assert.True(expected == firewall.Connects(from, to, name, port),
                            $"{from.Name} to {to.Name} {name} {port}: expected {(expected ? "open" : "closed")}");
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task From_outside_exactly_the_rows_of_the_table_are_open(bool bastion)
    {
        var firewall = new PlannedFirewall(await AwsPlan.OfAsync(AwsPlan.Settings with { Bastion = bastion }));
        string[] administrators = [.. AwsPlan.Settings.Administrators];
        (string[] Peers, NodeSet[] Sets)[] outside =
        [
            (["0.0.0.0/0"], [NodeSet.Internet]),
            ([LoadBalancer], [NodeSet.LoadBalancer]),
            (administrators, bastion ? [NodeSet.Administrators] : [NodeSet.Administrators, NodeSet.Deployer]),
            ([Bastion], bastion ? [NodeSet.Administrators, NodeSet.Deployer] : []),
        ];
        foreach (var node in AwsPlan.Topology.Nodes)
        {
            foreach (var (peers, sets) in outside)
            {
                foreach (var (name, protocol) in Protocols[..2])
                {
                    foreach (var port in Probes)
                    {
                        var expected = PortTable.Carbonio.Rules.Any(row => row.Protocol == protocol && row.First <= port && port <= row.Last
                            && row.On.Contains(AwsPlan.Topology, node) && row.From.Any(sets.Contains));
                        Assert.All(peers, peer => Assert.True(expected == firewall.ComesIn(node, [peer], name, port),
                            $"{peer} to {node.Name} {name} {port}: expected {(expected ? "open" : "closed")}"));
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Anywhere_may_come_in_on_listeners_and_media_only(bool bastion, bool simple)
    {
        var firewall = new PlannedFirewall(await AwsPlan.OfAsync(AwsPlan.Settings with { Bastion = bastion, SimpleFirewall = simple }));

        Assert.Equal(
            PortTable.Carbonio.BalancedPorts.Select(port => (LoadBalancer, "tcp", port.Port, port.Port)).Append(("carbonio-video-id", "udp", 20000, 40000)).Order(),
            firewall.Ingress.Where(rule => rule.Peer == "0.0.0.0/0").Select(rule => (rule.Group, rule.Protocol, rule.First, rule.Last)).Order());
        Assert.Equal(
            bastion ? [Bastion] : ["carbonio-hosts-id"],
            firewall.Ingress.Where(rule => AwsPlan.Settings.Administrators.Contains(rule.Peer) && rule.Covers("tcp", 22)).Select(rule => rule.Group).Distinct());
    }

    [Fact]
    public async Task Outwards_every_group_has_its_list()
    {
        var firewall = new PlannedFirewall(await AwsPlan.OfAsync(AwsPlan.Settings));

        Assert.Equal(
            ["hosts tcp 443-443", "hosts tcp 53-53", "hosts tcp 80-80", "hosts udp 123-123", "hosts udp 53-53",
                "mta tcp 25-25", "mta tcp 587-587", "video udp 1024-65535"],
            firewall.Egress.Where(rule => rule.Peer == "0.0.0.0/0")
                .Select(rule => $"{rule.Group[9..^3]} {rule.Protocol} {rule.First}-{rule.Last}").Order(StringComparer.Ordinal));
        Assert.Equal(
            PortTable.Carbonio.BalancedPorts.Select(port => $"carbonio-{port.Behind.Name}-id {port.Port}").Order(StringComparer.Ordinal),
            firewall.Egress.Where(rule => rule.Group == LoadBalancer).Select(rule => $"{rule.Peer} {rule.First}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_simple_variant_opens_everything_between_nodes()
    {
        var firewall = new PlannedFirewall(await AwsPlan.OfAsync(AwsPlan.Settings with { SimpleFirewall = true }));
        var nodes = AwsPlan.Topology.Nodes;

        Assert.All(nodes, from => Assert.All(nodes, to => Assert.True(firewall.Connects(from, to, "udp", 4711))));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Quotas_of_AWS_are_kept(bool simple)
    {
        var firewall = new PlannedFirewall(await AwsPlan.OfAsync(AwsPlan.Settings with { Bastion = true, SimpleFirewall = simple }));

        Assert.All(AwsPlan.Topology.Nodes, node => Assert.InRange(firewall.GroupsOf(node).Count, 1, 5));
        Assert.All(firewall.Ingress.GroupBy(rule => rule.Group).Concat(firewall.Egress.GroupBy(rule => rule.Group)),
            group => Assert.InRange(group.Count(), 1, 60));
    }

    [Fact]
    public async Task An_importers_own_ports_are_judged_before_anything_is_made()
    {
        var registered = new List<string>();

        var error = await Assert.ThrowsAsync<RunException>(() => AwsPlan.OfAsync(() => new CarbonioCluster("mail", new CarbonioClusterArgs
        {
            Topology = AwsPlan.Topology,
            Platform = new AwsPlatform(AwsPlan.Settings),
            Ports = Many,
        }), registered));

        Assert.Contains("ports: expected at most 60 inbound rules in security group 'hosts' (or aws.firewall: simple), found 61", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("administrators", error.Message, StringComparison.Ordinal);
        Assert.All(registered, type => Assert.DoesNotContain("aws", type, StringComparison.Ordinal));
    }

    [Fact]
    public void Too_many_groups_or_rules_are_reported()
    {
        var crowded = AwsPlan.Topology.Nodes[0] with { Roles = [.. AwsPlan.Topology.Nodes[0].Roles, Role.Mta, Role.Mailstore] };
        var topology = AwsPlan.Topology with { Nodes = AwsPlan.Topology.Nodes.SetItem(0, crowded) };
        var many = AwsPlan.Settings with { Administrators = [.. Enumerable.Range(0, 61).Select(number => $"198.51.{number}.0/24")] };

        Assert.Contains(new AwsPlatform(AwsPlan.Settings).Problems(topology, PortTable.Carbonio),
            problem => problem.StartsWith("topology: expected at most 5 security groups on svc1 (or aws.firewall: simple), found 6", StringComparison.Ordinal));
        Assert.Contains(new AwsPlatform(many).Problems(AwsPlan.Topology, PortTable.Carbonio),
            problem => problem.StartsWith("aws.administrators: expected at most 60 inbound rules in security group 'hosts', found ", StringComparison.Ordinal));
    }

    [Fact]
    public void The_simple_variant_carries_any_number_of_rows_between_nodes()
    {
        var nobody = AwsPlan.Settings with { Administrators = [] };

        Assert.Contains("ports: expected at most 60 outbound rules in security group 'hosts' (or aws.firewall: simple), found 66",
            new AwsPlatform(nobody).Problems(AwsPlan.Topology, Many));
        Assert.Empty(new AwsPlatform(AwsPlan.Settings with { SimpleFirewall = true }).Problems(AwsPlan.Topology, Many));
    }

    [Fact]
    public async Task Rows_of_an_importer_that_are_no_ports_become_rules_too()
    {
        var ports = new PortTable([.. PortTable.Carbonio.Rules, new PortRule(0, 0, PortProtocol.Vrrp, NodeSet.Proxy, [NodeSet.Proxy], "an importer's own")]);
        var plan = await AwsPlan.OfAsync(() => new CarbonioCluster("mail", new CarbonioClusterArgs
        {
            Topology = AwsPlan.Topology,
            Platform = new AwsPlatform(AwsPlan.Settings),
            Ports = ports,
        }));

        Assert.All(new[] { "Ingress", "Egress" }, direction => Assert.DoesNotContain("fromPort", Assert.Single(
            plan.Of($"vpc/securityGroup{direction}Rule:SecurityGroup{direction}Rule").Values, inputs => (string)inputs["ipProtocol"] == "112").Keys));
    }

    private static PortTable Many => new([.. Enumerable.Range(1, 61).Select(number =>
        new PortRule(5000 + number, 5000 + number, PortProtocol.Tcp, NodeSet.AllHosts, [NodeSet.AllHosts], "an importer's own"))]);
}
