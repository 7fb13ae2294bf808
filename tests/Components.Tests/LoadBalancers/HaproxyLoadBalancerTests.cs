using System.Collections.Immutable;
using CarbonioInfra.Components.LoadBalancers;
using CarbonioInfra.Components.Ports;
using CarbonioInfra.Components.Tests.Planning;
using CarbonioInfra.Components.Topologies;

namespace CarbonioInfra.Components.Tests.LoadBalancers;

public sealed class HaproxyLoadBalancerTests(BalancedPlan plan) : IClassFixture<BalancedPlan>
{
    [Fact]
    public void Every_balanced_port_is_passed_on_to_exactly_the_nodes_behind_it()
    {
        foreach (var step in new[] { "lb1-haproxy", "lb2-haproxy" })
        {
            var lines = Listeners(plan.All, step);

            Assert.Equal(PortTable.Carbonio.BalancedPorts.Select(port => $"{port.Port}"), lines.Select(line => line.Split('|')[0]));
            Assert.Equal("25|SMTP, and alerts of every node|mta1=10.20.0.14 mta2=10.20.0.15", lines[0]);
            Assert.Equal("443|web over TLS, WebSocket|proxy1=10.20.0.16 proxy2=10.20.0.17", lines.Single(line => line.StartsWith("443|", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task Adding_a_backend_changes_the_load_balancers_and_no_other_service()
    {
        // Placed last, so that no other machine gets another address.
        var topology = Topology.FromGroups("example.com", BalancedPlan.Groups);
        var more = topology with { Nodes = [.. topology.Nodes, new Node("mta3", [Role.Mta], 2, NodeSize.Mta)] };

        var before = plan.All.Commands();
        var after = (await BalancedPlan.OfAsync(more)).Commands();

        var changed = before.Keys.Where(name => before[name] != after[name]).Where(name => !name.EndsWith("-hosts-file", StringComparison.Ordinal)
            && !name.EndsWith("-firewall", StringComparison.Ordinal) && !name.EndsWith("-peers", StringComparison.Ordinal)
            && !name.EndsWith("-auth-keys", StringComparison.Ordinal));
        Assert.Equal(["lb1-haproxy", "lb2-haproxy"], changed.Order());
        Assert.All(after.Keys.Except(before.Keys), name => Assert.StartsWith("mta3-", name, StringComparison.Ordinal));
    }

    [Fact]
    public void The_two_hosts_are_each_others_peers_and_never_tie()
    {
        var first = plan.All.Create("lb1-keepalived");
        var second = plan.All.Create("lb2-keepalived");

        AssertParameters(first, ("address", "10.20.0.24"), ("peer_address", "10.20.0.25"), ("priority", "250"), ("virtual_address", BalancedPlan.VirtualAddress));
        AssertParameters(second, ("address", "10.20.0.25"), ("peer_address", "10.20.0.24"), ("priority", "249"), ("virtual_address", BalancedPlan.VirtualAddress));

        static void AssertParameters(string command, params (string Name, string Value)[] parameters) =>
            Assert.All(parameters, parameter => Assert.Contains($"\n{parameter.Name}='\\''{parameter.Value}'\\''\n", command));
    }

    [Fact]
    public void A_load_balancer_gets_its_own_packages_and_none_of_Carbonios()
    {
        Assert.Contains("debian_packages='\\''curl haproxy iputils-ping keepalived'\\''", plan["packages"]);
        Assert.Contains("interpreters='\\'''\\''", plan["packages"]);
        Assert.DoesNotContain("keepalived", plan.All.Create("mta1-packages"));
        Assert.Contains("python3-psycopg2", plan.All.Create("mta1-packages"));
    }

    [Fact]
    public void Two_probes_fit_into_the_check_interval() =>
        Assert.True(HaproxyLoadBalancer.ProbeInterval + HaproxyLoadBalancer.SecondProbeInterval + (2 * HaproxyLoadBalancer.ConnectTimeout)
            <= HaproxyLoadBalancer.CheckInterval);

    [Theory]
    [InlineData(null, "virtualAddress: expected the IPv4 address that lb1 and lb2 share, found nothing")]
    [InlineData("10.20.0", "virtualAddress: expected the IPv4 address that lb1 and lb2 share, found '10.20.0'")]
    [InlineData("10.20.0.25", "virtualAddress: expected an address that no node has of its own, found 10.20.0.25, the address of lb2")]
    [InlineData("10.20.0.80", "")]
    public void The_virtual_address_is_one_that_nobody_has(string? address, string expected)
    {
        var platform = BalancedPlan.Platform(Topology.FromGroups("example.com", BalancedPlan.Groups), address);

        Assert.Equal(expected, string.Join('\n', platform.Problems(Topology.FromGroups("example.com", BalancedPlan.Groups), PortTable.Carbonio)));
    }

    [Fact]
    public void A_virtual_address_needs_load_balancers()
    {
        var platform = BalancedPlan.Platform(Topology.HighAvailability("example.com"), "10.20.0.80");

        Assert.Equal(["virtualAddress: expected nothing because no node is in topology.loadBalancer, found '10.20.0.80'"],
            platform.Problems(Topology.HighAvailability("example.com"), PortTable.Carbonio));
    }

    private static ImmutableArray<string> Listeners(Plan plan, string step)
    {
        var command = plan.Create(step);
        var start = command.IndexOf("listeners='\\''", StringComparison.Ordinal) + "listeners='\\''".Length;
        return [.. command[start..command.IndexOf("'\\''\n", start, StringComparison.Ordinal)].Split('\n')];
    }
}
