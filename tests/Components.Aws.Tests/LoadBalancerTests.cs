using System.Collections.Immutable;
using CarbonioInfra.Components.Aws.Tests.Planning;
using CarbonioInfra.Components.Clusters;
using CarbonioInfra.Components.Ports;
using CarbonioInfra.Components.Topologies;

namespace CarbonioInfra.Components.Aws.Tests;

public sealed class LoadBalancerTests
{
    [Fact]
    public async Task Every_balanced_port_has_a_listener_a_check_and_all_its_nodes()
    {
        var plan = await AwsPlan.OfAsync(AwsPlan.Settings);
        var groups = plan.Of("lb/targetGroup:TargetGroup");

        Assert.Equal(
            PortTable.Carbonio.BalancedPorts.Select(port => (double)port.Port).Order(),
            plan.Of("lb/listener:Listener").Values.Select(inputs => (double)inputs["port"]).Order());
        Assert.All(PortTable.Carbonio.BalancedPorts, port =>
        {
            var name = $"{port.Behind.Name}-{port.Port}";
            var inputs = groups[name];
            var check = (ImmutableDictionary<string, object>)inputs["healthCheck"];
            Assert.Equal(("TCP", $"{port.Port}"), (check["protocol"], check["port"]));
            Assert.Equal(("true", "instance", "TCP"), (inputs["preserveClientIp"], inputs["targetType"], inputs["protocol"]));
            Assert.False(inputs.ContainsKey("proxyProtocolV2"));
            Assert.Equal(
                port.Behind.In(AwsPlan.Topology).Select(node => $"{node.Name}-machine-id").Order(),
                plan.Of("lb/targetGroupAttachment:TargetGroupAttachment").Values
                    .Where(target => (string)target["targetGroupArn"] == $"{name}-arn").Select(target => (string)target["targetId"]).Order());
        });
    }

    /// <summary>The provider adds a hyphen and 7 digits, and AWS takes 32 characters.</summary>
    [Fact]
    public async Task Names_of_target_groups_are_not_too_long_for_AWS_and_differ()
    {
        (int Port, NodeSet On)[] added = [(7, NodeSet.WorkstreamCollaboration), (61443, NodeSet.WorkstreamCollaboration), (61444, NodeSet.Proxy.Without(NodeSet.FirstProxy))];
        var topology = Topology.FromGroups("example.com", NodeGroups.HighAvailability with { WorkstreamCollaboration = ["wsc1", "wsc2"] });
        var plan = await AwsPlan.OfAsync(() => new CarbonioCluster("mail", new CarbonioClusterArgs
        {
            Topology = topology,
            Platform = new AwsPlatform(AwsPlan.Settings),
            Ports = new PortTable([.. PortTable.Carbonio.Rules, .. added.Select(row =>
                new PortRule(row.Port, row.Port, PortProtocol.Tcp, row.On, [NodeSet.LoadBalancer], "an importer's own"))]),
        }));
        var names = plan.Of("lb/targetGroup:TargetGroup").Keys.ToArray();

        Assert.Equal(PortTable.Carbonio.BalancedPorts.Length + added.Length, names.Length);
        Assert.All(new[] { "mta-25", "proxy-443", "workstream-collaborati-7", "workstream-collabo-61443", "proxy-without-prox-61444" }, name => Assert.Contains(name, names));
        Assert.All(names, name => Assert.Matches("^[a-z0-9-]{1,24}$", name));
    }

    [Fact]
    public async Task It_is_public_in_every_zone_behind_a_group_of_its_own()
    {
        var inputs = Assert.Single((await AwsPlan.OfAsync(AwsPlan.Settings)).Of("lb/loadBalancer:LoadBalancer").Values);

        Assert.Equal(("network", false, true), (inputs["loadBalancerType"], inputs["internal"], inputs["enableCrossZoneLoadBalancing"]));
        Assert.Equal(["carbonio-load-balancer-id"], (IEnumerable<object>)inputs["securityGroups"]);
        Assert.Equal(3, ((IEnumerable<object>)inputs["subnetMappings"]).Count());
    }

    [Fact]
    public async Task Names_are_made_where_the_zone_is_and_all_but_DKIM_and_PTR()
    {
        var plan = await AwsPlan.OfAsync(AwsPlan.Settings with { HostedZone = "Z1", ReverseDns = true });

        Assert.Equal(
            ["_dmarc-TXT", "domain-MX", "domain-TXT", "mail-A", "mta1-A", "mta2-A", "mx-A", "video1-A", "video2-A"],
            plan.Of("route53/record:Record").Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["v=spf1 ip4:mta1-address-publicIp ip4:mta2-address-publicIp -all"],
            (IEnumerable<object>)plan.Of("route53/record:Record")["domain-TXT"]["records"]);
        Assert.Equal(["mta1.example.com", "mta2.example.com"],
            plan.Of("ec2/eipDomainName:EipDomainName").Values.Select(inputs => (string)inputs["domainName"]).Order());
        Assert.Empty((await AwsPlan.OfAsync(AwsPlan.Settings)).Of("route53/record:Record"));
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 3)]
    public async Task Ways_out_are_one_or_one_for_each_zone(bool perZone, int gateways)
    {
        var plan = await AwsPlan.OfAsync(AwsPlan.Settings with { NatPerZone = perZone });

        Assert.Equal(gateways, plan.Of("ec2/natGateway:NatGateway").Count);
        Assert.Equal(3, plan.Of("ec2/route:Route").Values.Where(inputs => inputs.ContainsKey("natGatewayId")).Count());
        Assert.Equal("com.amazonaws.eu-central-1.s3", Assert.Single(plan.Of("ec2/vpcEndpoint:VpcEndpoint").Values)["serviceName"]);
    }
}
