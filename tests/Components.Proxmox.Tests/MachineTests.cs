using System.Collections.Immutable;
using System.Globalization;
using CarbonioInfra.Components.Proxmox.Settings;
using CarbonioInfra.Components.Proxmox.Tests.Planning;
using CarbonioInfra.Components.Topologies;

namespace CarbonioInfra.Components.Proxmox.Tests;

public sealed class MachineTests
{
    [Fact]
    public async Task Nodes_of_a_role_are_on_different_PVE_nodes()
    {
        var machines = (await ProxmoxPlan.OfAsync(ProxmoxPlan.Settings)).Machines();

        Assert.Equal(ProxmoxPlan.Topology.Nodes.Length, machines.Count);
        foreach (var role in Enum.GetValues<Role>())
        {
            var places = ProxmoxPlan.Topology.With(role).Select(node => machines[node.Name]["nodeName"]).ToArray();
            Assert.Equal(places.Length, places.Distinct().Count());
        }
    }

    [Fact]
    public async Task Machines_are_as_large_as_their_nodes_and_on_the_named_datastore()
    {
        var plan = await ProxmoxPlan.OfAsync(ProxmoxPlan.Settings with { Vlan = 12, Pool = "mail" });

        foreach (var node in ProxmoxPlan.Topology.Nodes)
        {
            var machine = plan.Machines()[node.Name];
            Assert.Equal(node.Size.Cpus, Number(ProxmoxPlan.Map(machine["cpu"])["cores"]));
            Assert.Equal(node.Size.MemoryMiB, Number(ProxmoxPlan.Map(machine["memory"])["dedicated"]));
            Assert.Equal(node.Size.DiskGiB, Number(ProxmoxPlan.Maps(machine["disks"])[0]["size"]));
            Assert.All(ProxmoxPlan.Maps(machine["disks"]), disk => Assert.Equal("vms", disk["datastoreId"]));
            Assert.Equal("vms", ProxmoxPlan.Map(machine["initialization"])["datastoreId"]);
            Assert.Equal("mail", machine["poolId"]);
            var device = ProxmoxPlan.Maps(machine["networkDevices"]).Single();
            Assert.Equal(("vmbr0", 12), (device["bridge"], Number(device["vlanId"])));
            var tags = ((IEnumerable<object>)machine["tags"]).Cast<string>().ToArray();
            Assert.Equal(tags.Order(StringComparer.Ordinal), tags);
        }
    }

    [Fact]
    public async Task Every_VM_has_an_id_of_its_own_that_stays_when_another_node_goes()
    {
        var all = await IdsAsync(ProxmoxPlan.Topology);

        Assert.Equal((7011, 7042, 7542), (all["svc1-machine"], all["mbox2-machine"], all["mbox2-data"]));
        Assert.Equal(all.Count, all.Values.Distinct().Count());
        var without = ProxmoxPlan.Topology with { Nodes = ProxmoxPlan.Topology.Nodes.RemoveAll(node => node.Name == "mbox1") };
        Assert.Equal(all.Remove("mbox1-machine").Remove("mbox1-data"), await IdsAsync(without));

        static async Task<ImmutableDictionary<string, int>> IdsAsync(Topology topology) =>
            (await ProxmoxPlan.OfAsync(ProxmoxPlan.Settings, topology)).Of("index/vmLegacy:VmLegacy")
                .ToImmutableDictionary(entry => entry.Key, entry => Number(entry.Value["vmId"]));
    }

    [Fact]
    public async Task Cloud_init_gives_name_address_key_and_agent()
    {
        var plan = await ProxmoxPlan.OfAsync(ProxmoxPlan.Settings);
        var files = plan.Of("index/fileLegacy:FileLegacy");
        var machine = ProxmoxPlan.Map(plan.Machines()["mta2"]["initialization"]);

        var address = ProxmoxPlan.Map(ProxmoxPlan.Maps(machine["ipConfigs"]).Single()["ipv4"]);
        Assert.Equal(("10.30.0.22/24", "10.30.0.1"), (address["address"], address["gateway"]));
        Assert.Equal("mta2-user-data-id", machine["userDataFileId"]);
        Assert.Equal("pve2-vendor-data-id", machine["vendorDataFileId"]);
        var data = (string)ProxmoxPlan.Map(files["mta2-user-data"]["sourceRaw"])["data"];
        Assert.Contains("\"fqdn\":\"mta2.example.com\"", data, StringComparison.Ordinal);
        Assert.Contains("\"ssh_authorized_keys\":[\"public\"]", data, StringComparison.Ordinal);
        Assert.Contains("\"ecdsa_private\":\"private\"", data, StringComparison.Ordinal);
        Assert.Contains("qemu-guest-agent", (string)ProxmoxPlan.Map(files["pve2-vendor-data"]["sourceRaw"])["data"], StringComparison.Ordinal);
        Assert.All(files, file => Assert.Equal(("files", "snippets"), (file.Value["datastoreId"], file.Value["contentType"])));
        Assert.Equal(files.Count, files.Values.Select(file => ProxmoxPlan.Map(file["sourceRaw"])["fileName"]).Distinct().Count());
    }

    [Fact]
    public async Task Every_PVE_node_downloads_an_image_once_and_checks_it()
    {
        var other = ProxmoxImage.Download("https://images.example.com/next.img", new string('b', 64));
        var plan = await ProxmoxPlan.OfAsync(ProxmoxPlan.Settings with { Nodes = ProxmoxPlan.Settings.Nodes.Add("mbox1", new ProxmoxNodeSettings(other)) });
        var images = plan.Of("download/file:File");

        Assert.Equal(4, images.Count);
        Assert.All(images.Values, image => Assert.Equal(("import", "sha256"), (image["contentType"], image["checksumAlgorithm"])));
        foreach (var (node, machine) in plan.Machines())
        {
            var id = (string)ProxmoxPlan.Maps(machine["disks"])[0]["importFrom"];
            var image = images.Values.Single(image => id == $"files:import/{image["fileName"]}");
            Assert.Equal(machine["nodeName"], image["nodeName"]);
            Assert.Equal(new string(node == "mbox1" ? 'b' : 'a', 64), image["checksum"]);
        }
    }

    [Fact]
    public async Task A_template_is_cloned_in_full_to_the_named_datastore()
    {
        var plan = await ProxmoxPlan.OfAsync(ProxmoxPlan.Settings with { Image = ProxmoxImage.CloneOf(9000, "pve3") });

        Assert.Empty(plan.Of("download/file:File"));
        Assert.All(plan.Machines().Values, machine =>
        {
            var clone = ProxmoxPlan.Map(machine["clone"]);
            Assert.Equal((9000, "pve3", "vms", true), (Number(clone["vmId"]), clone["nodeName"], clone["datastoreId"], clone["full"]));
            Assert.False(ProxmoxPlan.Maps(machine["disks"])[0].ContainsKey("importFrom"));
        });
    }

    [Fact]
    public async Task What_holds_mail_borrows_a_disk_that_outlives_it()
    {
        var plan = await ProxmoxPlan.OfAsync(ProxmoxPlan.Settings with { Nodes = ProxmoxPlan.Settings.Nodes.Add("mbox2", new ProxmoxNodeSettings(DataDiskGiB: 900)) });
        var owners = plan.Of("index/vmLegacy:VmLegacy").Where(entry => entry.Key.EndsWith("-data", StringComparison.Ordinal)).ToArray();

        Assert.Equal(["mbox1-data", "mbox2-data", "s3-data"], owners.Select(entry => entry.Key).Order());
        Assert.All(owners, owner => Assert.Equal((false, false, true), (owner.Value["started"], owner.Value["onBoot"], owner.Value["protection"])));
        foreach (var (name, size) in new[] { ("mbox1", 500), ("mbox2", 900), ("s3", 500) })
        {
            var disk = ProxmoxPlan.Maps(plan.Machines()[name]["disks"])[1];
            Assert.Equal(($"{name}-data-path", size), (disk["pathInDatastore"], Number(disk["size"])));
            var step = (string)plan.Resources.Single(resource => resource.Name == $"{name}-data-disk").Inputs["create"];
            Assert.Contains($"/dev/disk/by-id/scsi-0QEMU_QEMU_HARDDISK_{disk["serial"]}", step, StringComparison.Ordinal);
        }

        Assert.All(plan.Machines().Where(entry => !entry.Key.StartsWith("mbox", StringComparison.Ordinal) && entry.Key != "s3"),
            entry => Assert.Single(ProxmoxPlan.Maps(entry.Value["disks"])));
    }

    [Fact]
    public async Task On_version_9_rules_keep_the_nodes_of_a_role_apart()
    {
        var plan = await ProxmoxPlan.OfAsync(ProxmoxPlan.Settings);
        var rules = plan.Of("index/harule:Harule").Values;

        Assert.Empty(plan.Of("index/hagroup:Hagroup"));
        Assert.Equal(ProxmoxPlan.Topology.Nodes.Select(node => Resource(node)).Order(), plan.Of("index/haresource:Haresource").Values.Select(ha => (string)ha["resourceId"]).Order());
        Assert.All(rules, rule => Assert.Equal(("resource-affinity", "negative"), (rule["type"], rule["affinity"])));
        var apart = rules.Select(rule => ((IEnumerable<object>)rule["resources"]).Cast<string>().ToImmutableHashSet()).ToArray();
        Assert.All(apart, members => Assert.InRange(members.Count, 2, ProxmoxPlan.Settings.PveNodes.Length));
        Assert.Equal(apart.Sum(members => members.Count), apart.SelectMany(members => members).Distinct().Count());
        foreach (var nodes in Enum.GetValues<Role>().Select(role => ProxmoxPlan.Topology.With(role)).Where(nodes => nodes.Length > 1))
            Assert.Contains(apart, members => nodes.All(node => members.Contains(Resource(node))));
    }

    [Fact]
    public async Task On_version_8_groups_say_where_a_machine_rather_runs()
    {
        var plan = await ProxmoxPlan.OfAsync(ProxmoxPlan.Settings with { Version = 8 });
        var groups = plan.Of("index/hagroup:Hagroup").Values.ToDictionary(
            group => (string)group["group"], group => ProxmoxPlan.Map(group["nodes"]).MaxBy(entry => Number(entry.Value)).Key);

        Assert.Empty(plan.Of("index/harule:Harule"));
        foreach (var node in ProxmoxPlan.Topology.Nodes)
        {
            var resource = plan.Of("index/haresource:Haresource").Values.Single(ha => (string)ha["resourceId"] == Resource(node));
            Assert.Equal(plan.Machines()[node.Name]["nodeName"], groups[(string)resource["group"]]);
        }
    }

    [Fact]
    public async Task Without_high_availability_there_is_none()
    {
        var plan = await ProxmoxPlan.OfAsync(ProxmoxPlan.Settings with { HighAvailability = false });

        Assert.Empty(plan.Resources.Where(resource => resource.Type!.StartsWith("proxmoxve:index/ha", StringComparison.Ordinal)));
    }

    private static string Resource(Node node) => $"vm:{ProxmoxPlan.VmId(node)}";

    private static int Number(object value) => Convert.ToInt32(value, CultureInfo.InvariantCulture);
}
