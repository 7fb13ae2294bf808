using System.Collections.Immutable;
using CarbonioInfra.Components.Aws.Settings;
using CarbonioInfra.Components.Aws.Tests.Planning;
using CarbonioInfra.Components.ObjectStores;
using CarbonioInfra.Components.Ports;
using CarbonioInfra.Components.Topologies;
using Pulumi;

namespace CarbonioInfra.Components.Aws.Tests;

public sealed class ProblemTests
{
    private static readonly AwsSubnets Subnets = new(
        ["10.20.0.0/24", "10.20.1.0/24", "10.20.2.0/24"], ["10.20.8.0/24", "10.20.9.0/24", "10.20.10.0/24"],
        ["10.20.16.0/27", "10.20.17.0/27", "10.20.18.0/27"]);

    [Fact]
    public void Good_settings_have_none()
    {
        Assert.Empty(Problems(AwsPlan.Settings));
        Assert.Empty(Problems(AwsPlan.Settings with { Subnets = Subnets, Bastion = true, SimpleFirewall = true }));
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once() => Assert.Equal(
        [
            "aws.zones: expected 3 to 6 availability zones, so that the cluster's quorum survives the loss of one, found 2 (eu-central-1a, eu-west-1b)",
            "aws.zones: expected zones of eu-central-1, found eu-west-1b",
            "aws.administrators: expected at least one network from which administrators and the deployment come, found none",
            "aws.network: expected at least a /19, or aws.subnets of its own, found 10.20.0.0/22, which is too small",
            "aws.nodes.mbox9: expected the name of a node of the topology, found 'mbox9'",
            "aws.nodes.mta1.zone: expected one of aws.zones (eu-central-1a, eu-west-1b), found 'eu-central-1x'",
        ],
        Problems(AwsPlan.Settings with
        {
            Zones = ["eu-central-1a", "eu-west-1b"],
            Administrators = [],
            Network = "10.20.0.0/22",
            Nodes = ImmutableDictionary<string, AwsNodeSettings>.Empty.Add("mbox9", new()).Add("mta1", new(Zone: "eu-central-1x")),
        }));

    [Fact]
    public void Subnets_that_are_too_few_too_small_outside_or_overlap_are_told() => Assert.Equal(
        [
            "aws.subnets.private: expected at least a /24, found 10.20.1.0/25, which is too small",
            "aws.subnets.public: expected one network for each of 3 zones, found 2 (10.20.1.0/24, 10.30.0.0/24)",
            "aws.subnets.public: expected a part of 10.20.0.0/16 (aws.network), found 10.30.0.0/24, which is outside",
            "aws.subnets.public: expected networks that have nothing in common, found 10.20.1.0/24 and 10.20.1.0/25 (private), which overlap",
        ],
        Problems(AwsPlan.Settings with
        {
            Subnets = Subnets with { Private = Subnets.Private.SetItem(1, "10.20.1.0/25"), Public = ["10.20.1.0/24", "10.30.0.0/24"] },
        }));

    [Fact]
    public void What_an_importer_wrote_that_is_no_network_is_told() => Assert.Equal(
        [
            "aws.administrators: expected a network such as 198.51.100.0/24, found '198.51.100.1/24'",
            "aws.network: expected a network such as 198.51.100.0/24, found '10.20.0.0'",
        ],
        Problems(AwsPlan.Settings with { Network = "10.20.0.0", Administrators = ["198.51.100.1/24"], Subnets = Subnets }));

    [Fact]
    public void What_stands_there_twice_or_is_everybody_is_told() => Assert.Equal(
        [
            "aws.zones: expected every zone once, found eu-central-1a 2 times",
            "aws.administrators: expected networks of administrators, at most a /8, found 0.0.0.0/0",
            "aws.administrators: expected every network once, found 198.51.100.0/24 2 times",
            "aws.network: expected at most a /16 (AWS), found 10.0.0.0/8",
            "aws.subnets.edge: expected a network such as 198.51.100.0/24, found 'edge'",
        ],
        Problems(AwsPlan.Settings with
        {
            Zones = ["eu-central-1a", "eu-central-1a", "eu-central-1c"],
            Administrators = ["0.0.0.0/0", "198.51.100.0/24", "198.51.100.0/24"],
            Network = "10.0.0.0/8",
            Subnets = Subnets with { Edge = Subnets.Edge.SetItem(0, "edge") },
        }));

    [Fact]
    public void More_nodes_than_a_subnet_has_numbers_for_are_told() => Assert.Equal(
        ["topology: expected at most 155 nodes on AWS, found 191"],
        new AwsPlatform(AwsPlan.Settings).Problems(AwsPlan.Crowded, PortTable.Carbonio));

    [Fact]
    public void A_node_for_which_no_usual_machine_is_large_enough_is_told()
    {
        var large = AwsPlan.Topology.Nodes[0] with { Size = new NodeSize(Cpus: 128, MemoryMiB: 1024, DiskGiB: 10) };

        Assert.Equal(
            [$"aws.nodes.svc1.instanceType: expected a type with 128 vCPU and 1024 MiB, found none of the usual sizes that is large enough"],
            new AwsPlatform(AwsPlan.Settings).Problems(AwsPlan.Topology with { Nodes = AwsPlan.Topology.Nodes.SetItem(0, large) }, PortTable.Carbonio));
    }

    [Fact]
    public void A_role_in_one_zone_is_told() => Assert.Equal(
        ["aws.nodes: expected nodes of one role in different zones, found mbox1 and mbox2 in one; set aws.nodes.NODE.zone"],
        Problems(AwsPlan.Settings with
        {
            Nodes = ImmutableDictionary<string, AwsNodeSettings>.Empty.Add("mbox2", new(Zone: "eu-central-1a")),
        }));

    [Fact]
    public void Load_balancer_nodes_are_refused() => Assert.Contains(
        "topology: expected no node of role LoadBalancer on AWS, which has load balancers and object storage of its own, found lb1",
        new AwsPlatform(AwsPlan.Settings).Problems(
            Topology.FromGroups("example.com", NodeGroups.HighAvailability with { LoadBalancer = ["lb1", "lb2"] }), PortTable.Carbonio));

    [Fact]
    public void Another_bucket_than_its_own_is_refused() => Assert.Equal(
        ["objectStorage: expected nothing because the platform makes the bucket, found another bucket"],
        ObjectStorageRules.Problems(AwsPlan.Topology, new AwsPlatform(AwsPlan.Settings), null, new ExternalBucket(new ObjectStore
        {
            Endpoint = Output.Create("https://s3.example.com"),
            Region = "eu-central-1",
            Bucket = Output.Create("mail"),
            AccessKey = Output.CreateSecret("access"),
            SecretKey = Output.CreateSecret("secret"),
        })));

    private static ImmutableArray<string> Problems(AwsSettings settings) => new AwsPlatform(settings).Problems(AwsPlan.Topology, PortTable.Carbonio);
}
