using System.Collections.Immutable;
using CarbonioInfra.Components.Topologies;

namespace CarbonioInfra.Components.Tests.Topologies;

public sealed class TopologyTests
{
    private static readonly Topology HighAvailability = Topology.HighAvailability("example.com");

    [Fact]
    public void Scenario_HA_has_13_nodes_and_no_problem()
    {
        Assert.Equal(13, HighAvailability.Nodes.Length);
        Assert.Empty(TopologyRules.Problems(HighAvailability));
        Assert.Empty(TopologyRules.SinglePointsOfFailure(HighAvailability));
    }

    [Theory]
    [InlineData(Role.MeshServer, "svc1 svc2 svc3")]
    [InlineData(Role.DirectoryServer, "svc1 svc2")]
    [InlineData(Role.Postgres, "svc1 svc2")]
    [InlineData(Role.MessageBroker, "svc1")]
    [InlineData(Role.Monitoring, "svc3")]
    [InlineData(Role.Mailstore, "mbox1 mbox2")]
    [InlineData(Role.WorkstreamCollaboration, "filesdocs1 filesdocs2")]
    public void Every_role_is_where_the_scenario_has_it(Role role, string nodes) =>
        Assert.Equal(nodes, string.Join(' ', HighAvailability.With(role).Select(node => node.Name)));

    [Fact]
    public void Nodes_of_a_role_are_in_zones_of_their_own() =>
        Assert.All(Enum.GetValues<Role>(), role =>
            Assert.Distinct(HighAvailability.With(role).Select(node => node.Zone)));

    [Fact]
    public void Chats_move_to_nodes_of_their_own_when_there_are_some()
    {
        var topology = Topology.FromGroups("example.com", NodeGroups.HighAvailability with { WorkstreamCollaboration = ["wsc1", "wsc2"] });

        Assert.Equal(["wsc1", "wsc2"], topology.With(Role.WorkstreamCollaboration).Select(node => node.Name));
        Assert.Empty(TopologyRules.Problems(topology));
    }

    [Fact]
    public void Every_problem_is_reported_at_once()
    {
        var groups = new NodeGroups { Cluster = ["svc1", "svc2"], Mta = ["Mta_1", "svc1"], Mailstore = ["mbox1"], Video = ["video1"] };

        var problems = TopologyRules.Problems(Topology.FromGroups("Example", groups));

        Assert.Equal(
        [
            "domain: expected a lower-case DNS domain such as example.com, found 'Example'",
            "node 'Mta_1': expected lower-case letters, digits and inner hyphens, starting with a letter, at most 30 characters",
            "node 'svc1': expected a name used once, found it 2 times",
            "role MeshServer: expected exactly 3 nodes (quorum), found 2 (svc1, svc2)",
            "role Kafka: expected exactly 3 nodes (quorum), found 2 (svc1, svc2)",
            "role Zookeeper: expected exactly 3 nodes (quorum), found 2 (svc1, svc2)",
            "role Monitoring: expected exactly 1 node, found none",
            "role Proxy: expected at least 1 node, found none",
            "role WorkstreamCollaboration: expected at least 1 node because there are video servers, found none",
        ],
            problems);
    }

    [Theory]
    [InlineData(3, 1, 1, 1, 0, 0, 0, "")]
    [InlineData(3, 2, 2, 2, 2, 2, 2, "")]
    [InlineData(2, 1, 1, 1, 0, 0, 0, "cluster: expected exactly 3 names (quorum), found 2 (cluster0, cluster1)")]
    [InlineData(4, 1, 1, 1, 0, 0, 0, "cluster: expected exactly 3 names (quorum), found 4 (cluster0, cluster1, cluster2, cluster3)")]
    [InlineData(0, 0, 0, 0, 0, 0, 1, "cluster: expected exactly 3 names (quorum), found none|mta: expected at least 1 name, found none"
        + "|proxy: expected at least 1 name, found none|mailstore: expected at least 1 name, found none"
        + "|workstreamCollaboration: expected at least 1 name here or in collaboration because there are video servers, found none")]
    public void Groups_have_a_problem_exactly_when_their_roles_have(
        int cluster, int mta, int proxy, int mailstore, int collaboration, int chats, int video, string expected)
    {
        var groups = new NodeGroups
        {
            Cluster = Names("cluster", cluster),
            Mta = Names("mta", mta),
            Proxy = Names("proxy", proxy),
            Mailstore = Names("mailstore", mailstore),
            Collaboration = Names("collaboration", collaboration),
            WorkstreamCollaboration = Names("chats", chats),
            Video = Names("video", video),
        };

        Assert.Equal(expected, string.Join('|', groups.Problems()));
        Assert.Equal(expected.Length == 0, TopologyRules.Problems(Topology.FromGroups("example.com", groups)).IsEmpty);
    }

    [Theory]
    [InlineData("", "", "")]
    [InlineData("lb1 lb2", "s3", "")]
    [InlineData("lb1", "", "loadBalancer: expected no names or exactly 2 (one takes over from the other), found 1 (lb1)")]
    [InlineData("lb1 lb2 lb3", "s3 s4", "loadBalancer: expected no names or exactly 2 (one takes over from the other), found 3 (lb1, lb2, lb3)"
        + "|objectStorage: expected at most 1 name, found 2 (s3, s4)")]
    public void Load_balancers_come_in_pairs_and_one_node_stores_objects(string loadBalancers, string objectStorage, string expected)
    {
        var groups = NodeGroups.HighAvailability with { LoadBalancer = Split(loadBalancers), ObjectStorage = Split(objectStorage) };
        var topology = Topology.FromGroups("example.com", groups);

        Assert.Equal(expected, string.Join('|', groups.Problems()));
        Assert.Equal(expected.Length == 0, TopologyRules.Problems(topology).IsEmpty);
        Assert.Equal(13, topology.Nodes.Count(node => node.IsCarbonio));

        static ImmutableArray<string> Split(string names) => [.. names.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
    }

    [Theory]
    [InlineData(Role.LoadBalancer)]
    [InlineData(Role.ObjectStorage)]
    public void A_node_of_Carbonio_neither_balances_nor_stores_objects(Role role)
    {
        var nodes = HighAvailability.Nodes.ToBuilder();
        for (var index = 3; index <= 4; index++)
            nodes[index] = nodes[index] with { Roles = [.. nodes[index].Roles, role] };

        Assert.Contains(TopologyRules.Problems(HighAvailability with { Nodes = nodes.ToImmutable() }), problem =>
            problem == $"node 'mta1': expected LoadBalancer or ObjectStorage to be its only role because they use Carbonio's ports, found Mta, {role}");
    }

    [Fact]
    public void One_S3_server_is_a_single_point_of_failure() =>
        Assert.Equal(
            ["ObjectStorage runs on s3 alone: its loss interrupts the service"],
            TopologyRules.SinglePointsOfFailure(
                Topology.FromGroups("example.com", NodeGroups.HighAvailability with { ObjectStorage = ["s3"] })));

    private static ImmutableArray<string> Names(string prefix, int count) => [.. Enumerable.Range(0, count).Select(index => $"{prefix}{index}")];

    [Fact]
    public void A_role_on_one_node_is_a_single_point_of_failure() =>
        Assert.Equal(
            ["Mta runs on mta1 alone: its loss interrupts the service"],
            TopologyRules.SinglePointsOfFailure(Topology.FromGroups("example.com", NodeGroups.HighAvailability with { Mta = ["mta1"] })));
}
