using System.Collections.Immutable;
using CarbonioInfra.Components.Addresses;
using CarbonioInfra.Components.Topologies;

namespace CarbonioInfra.Components.Tests.Addresses;

public sealed class AddressPlanTests
{
    [Fact]
    public void The_thirteen_nodes_have_addresses_that_tell_who_they_are()
    {
        var addresses = Assign(Topology.HighAvailability("example.com").Nodes);

        Assert.Equal(
            "filesdocs1 51, filesdocs2 52, mbox1 41, mbox2 42, mta1 21, mta2 22, proxy1 31, proxy2 32, svc1 11, svc2 12, svc3 13, video1 71, video2 72",
            string.Join(", ", addresses.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key} {entry.Value}")));
    }

    [Fact]
    public void Without_a_node_the_others_keep_their_addresses()
    {
        var nodes = Topology.HighAvailability("example.com").Nodes;
        var all = Assign(nodes);

        foreach (var removed in nodes)
            Assert.Equal(all.Remove(removed.Name), Assign(nodes.Remove(removed)));
    }

    [Fact]
    public void Every_address_is_given_once_whatever_the_names()
    {
        ImmutableArray<Node> nodes =
        [
            .. Enumerable.Range(0, AddressPlan.Capacity).Select(number => new Node($"a{number}x1", [Role.Proxy], 0, NodeSize.Proxy)),
        ];

        var addresses = Assign(nodes);

        Assert.Equal(nodes.Length, addresses.Values.Distinct().Count());
        Assert.All(addresses.Values, number => Assert.InRange(number, 11, 254));
    }

    private static ImmutableDictionary<string, int> Assign(IEnumerable<Node> nodes) =>
        AddressPlan.Assign(nodes).ToImmutableDictionary(entry => entry.Key.Name, entry => entry.Value);
}
