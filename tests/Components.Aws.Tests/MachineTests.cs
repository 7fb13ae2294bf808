using System.Collections.Immutable;
using CarbonioInfra.Components.Addresses;
using CarbonioInfra.Components.Aws.Settings;
using CarbonioInfra.Components.Aws.Tests.Planning;
using CarbonioInfra.Components.Topologies;

namespace CarbonioInfra.Components.Aws.Tests;

public sealed class MachineTests
{
    [Fact]
    public async Task Nodes_of_a_role_are_in_different_zones()
    {
        var plan = await AwsPlan.OfAsync(AwsPlan.Settings);
        var subnets = plan.Of("ec2/subnet:Subnet");
        var machines = plan.Of("ec2/instance:Instance");

        foreach (var role in Enum.GetValues<Role>())
        {
            var zones = AwsPlan.Topology.With(role)
                .Select(node => subnets[((string)machines[$"{node.Name}-machine"]["subnetId"])[..^3]]["availabilityZone"]).ToArray();
            Assert.Equal(zones.Length, zones.Distinct().Count());
        }
    }

    [Fact]
    public async Task Every_machine_has_encrypted_disks_and_no_old_metadata_service()
    {
        var plan = await AwsPlan.OfAsync(AwsPlan.Settings with { Bastion = true, KmsKey = "arn:key" });

        Assert.Equal(14, plan.Of("ec2/instance:Instance").Count);
        Assert.All(plan.Of("ec2/instance:Instance").Values, inputs =>
        {
            var disk = (ImmutableDictionary<string, object>)inputs["rootBlockDevice"];
            Assert.Equal((true, "gp3", "arn:key"), (disk["encrypted"], disk["volumeType"], disk["kmsKeyId"]));
            var metadata = (ImmutableDictionary<string, object>)inputs["metadataOptions"];
            Assert.Equal(("required", 1.0), (metadata["httpTokens"], metadata["httpPutResponseHopLimit"]));
            Assert.False(inputs.ContainsKey("associatePublicIpAddress"));
        });
        Assert.Equal(["mbox1-data", "mbox2-data"], plan.Of("ebs/volume:Volume").Keys.Order());
        Assert.All(plan.Of("ebs/volume:Volume").Values, inputs =>
            Assert.Equal((true, "gp3", "arn:key"), (inputs["encrypted"], inputs["type"], inputs["kmsKeyId"])));
    }

    [Fact]
    public async Task Addresses_are_fixed_and_stay_when_a_node_goes()
    {
        var all = await AddressesAsync(AwsPlan.Topology);

        Assert.Equal("10.20.0.11", all["svc1-machine"]);
        Assert.Equal("10.20.9.22", all["mta2-machine"]);
        foreach (var name in new[] { "mta1", "mbox1", "video2" })
        {
            var groups = AwsPlan.Topology with { Nodes = AwsPlan.Topology.Nodes.RemoveAll(node => node.Name == name) };
            Assert.Equal(all.Remove($"{name}-machine"), await AddressesAsync(groups));
        }

        static async Task<ImmutableDictionary<string, object>> AddressesAsync(Topology topology) =>
            (await AwsPlan.OfAsync(AwsPlan.Settings, topology)).Of("ec2/instance:Instance")
                .ToImmutableDictionary(entry => entry.Key, entry => entry.Value["privateIp"]);
    }

    [Fact]
    public void A_node_stays_in_its_zone_when_the_one_before_it_goes()
    {
        var groups = NodeGroups.HighAvailability with { Mailstore = ["mbox2"] };

        Assert.Equal(1, Topology.FromGroups("example.com", groups).Nodes.Single(node => node.Name == "mbox2").Zone);
    }

    [Fact]
    public async Task Those_who_send_and_take_media_have_addresses_of_their_own()
    {
        var plan = await AwsPlan.OfAsync(AwsPlan.Settings);

        Assert.Equal(["mta1-address-association", "mta2-address-association", "video1-address-association", "video2-address-association"],
            plan.Of("ec2/eipAssociation:EipAssociation").Keys.Order());
        Assert.All(plan.Of("ec2/instance:Instance"), entry => Assert.StartsWith(
            entry.Key.StartsWith("mta", StringComparison.Ordinal) || entry.Key.StartsWith("video", StringComparison.Ordinal) ? "carbonio-public-" : "carbonio-private-",
            (string)entry.Value["subnetId"]));
    }

    [Fact]
    public async Task A_spread_group_takes_seven_machines_of_a_zone()
    {
        var groups = NodeGroups.HighAvailability with { Proxy = [.. Enumerable.Range(1, 24).Select(number => $"front{number}x")] };
        var plan = await AwsPlan.OfAsync(AwsPlan.Settings, Topology.FromGroups("example.com", groups));
        var machines = plan.Of("ec2/instance:Instance").Values;

        Assert.All(machines.GroupBy(inputs => (inputs["placementGroup"], inputs["subnetId"])), group => Assert.InRange(group.Count(), 1, 7));
        Assert.All(plan.Of("ec2/placementGroup:PlacementGroup").Values, inputs => Assert.Equal("spread", inputs["strategy"]));
        Assert.Equal(2, machines.Select(inputs => (string)inputs["placementGroup"]).Where(name => name.Contains("Proxy", StringComparison.Ordinal)).Distinct().Count());
    }

    [Fact]
    public async Task The_first_connection_is_pinned_to_the_throw_away_key_and_all_others_to_the_hosts_own()
    {
        var plan = await AwsPlan.OfAsync(AwsPlan.Settings with { Bastion = true });
        var commands = plan.Resources.Where(resource => resource.Type == "command:remote:Command").ToArray();

        Assert.Equal(14, commands.Count(command => command.Name!.EndsWith("-host-key", StringComparison.Ordinal)));
        Assert.All(commands, command =>
        {
            var connection = (ImmutableDictionary<string, object>)command.Inputs["connection"];
            var isFirst = command.Name!.EndsWith("-host-key", StringComparison.Ordinal);
            Assert.Equal(isFirst ? "public" : "none", connection["hostKey"]);
            var isBastion = command.Name.StartsWith("bastion", StringComparison.Ordinal);
            Assert.Equal(!isBastion, connection.ContainsKey("proxy"));
            if (!isBastion && !isFirst)
                Assert.Equal("none", ((ImmutableDictionary<string, object>)connection["proxy"])["hostKey"]);
        });
    }

    [Fact]
    public async Task The_data_disk_is_found_by_the_volumes_id()
    {
        var plan = await AwsPlan.OfAsync(AwsPlan.Settings);
        var steps = plan.Resources.Where(resource => resource.Name!.EndsWith("-data-disk", StringComparison.Ordinal)).ToArray();

        Assert.Equal(["mbox1-data-disk", "mbox2-data-disk"], steps.Select(step => step.Name).Order());
        Assert.All(steps, step => Assert.Contains("nvme-Amazon_Elastic_Block_Store_mbox", (string)step.Inputs["create"], StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_set_for_a_node_is_that_nodes_alone()
    {
        var plan = await AwsPlan.OfAsync(AwsPlan.Settings with
        {
            Nodes = ImmutableDictionary<string, AwsNodeSettings>.Empty.Add("mbox1", new("ami-00000000", "r7i.2xlarge", DataVolumeGiB: 7)),
        });
        var machines = plan.Of("ec2/instance:Instance");

        Assert.Equal(("ami-00000000", "r7i.2xlarge"), (machines["mbox1-machine"]["ami"], machines["mbox1-machine"]["instanceType"]));
        Assert.Equal((AwsPlan.Settings.Image, "m7i.2xlarge"), (machines["mbox2-machine"]["ami"], machines["mbox2-machine"]["instanceType"]));
        Assert.Equal((7.0, 500.0), (plan.Of("ebs/volume:Volume")["mbox1-data"]["size"], plan.Of("ebs/volume:Volume")["mbox2-data"]["size"]));
        Assert.Equal(12, machines.Values.Count(inputs => (string)inputs["ami"] == AwsPlan.Settings.Image));
    }
}
