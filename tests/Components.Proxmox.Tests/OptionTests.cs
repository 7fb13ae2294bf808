using CarbonioInfra.Components.ObjectStores;
using CarbonioInfra.Components.Proxmox.Tests.Planning;
using Pulumi;
using Pulumi.ProxmoxVE;
using Pulumi.Utilities;

namespace CarbonioInfra.Components.Proxmox.Tests;

/// <summary>What becomes of resources when something about them changes or they are no longer wanted.</summary>
public sealed class OptionTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_holds_data_is_protected(bool protect)
    {
        var options = await ProxmoxPlan.OptionsAsync(ProxmoxPlan.Settings with { Protect = protect, Pool = "mail" });

        Assert.Equal(protect ? ["mbox1-data", "mbox2-data", "s3-data"] : [], options.Where(resource => resource.Protect == true));
    }

    [Fact]
    public async Task Nothing_stays_behind_when_a_stack_goes() =>
        Assert.Empty((await ProxmoxPlan.OptionsAsync(ProxmoxPlan.Settings)).Where(resource => resource.RetainOnDelete == true));

    [Theory]
    [InlineData(true, "nodeName")]
    [InlineData(false, "")]
    public async Task A_machine_that_Proxmox_VE_may_move_stays_where_it_is(bool highAvailability, string ignored)
    {
        var machines = (await ProxmoxPlan.OptionsAsync(ProxmoxPlan.Settings with { HighAvailability = highAvailability })).Of<VmLegacy>();

        foreach (var node in ProxmoxPlan.Topology.Nodes)
        {
            var machine = machines[$"{node.Name}-machine"];
            Assert.Equal(ignored, string.Join(' ', machine.IgnoreChanges));
            Assert.Equal(("disks[0].importFrom", true), (string.Join(' ', machine.ReplaceOnChanges), machine.DeleteBeforeReplace));
        }

        // A data disk never moves by itself, and must not follow its machine.
        Assert.All(machines.Where(machine => machine.Key.EndsWith("-data", StringComparison.Ordinal)),
            owner => Assert.Equal("nodeName", string.Join(' ', owner.Value.IgnoreChanges)));
    }

    [Fact]
    public async Task Another_wording_of_what_cloud_init_reads_touches_no_file()
    {
        var files = (await ProxmoxPlan.OptionsAsync(ProxmoxPlan.Settings)).Of<FileLegacy>();

        Assert.Equal(ProxmoxPlan.Topology.Nodes.Length + ProxmoxPlan.Settings.PveNodes.Length, files.Count);
        Assert.All(files.Values, file => Assert.Equal("sourceRaw", string.Join(' ', file.IgnoreChanges)));
    }

    [Fact]
    public async Task A_rule_is_written_again_with_any_of_its_machines_and_goes_before_another_of_its_name_comes()
    {
        var options = await ProxmoxPlan.OptionsAsync(ProxmoxPlan.Settings);

        foreach (var (name, resource) in options.Of<Haresource>())
            Assert.Equal([name.Replace("-ha", "-machine", StringComparison.Ordinal)], await ReplacedWithAsync(resource));
        Assert.NotEmpty(options.Of<Harule>());
        foreach (var rule in options.Of<Harule>().Values)
        {
            var members = await ReplacedWithAsync(rule);
            Assert.True(rule.DeleteBeforeReplace);
            Assert.InRange(members.Length, 2, ProxmoxPlan.Settings.PveNodes.Length);
            Assert.All(members, member => Assert.Contains(member, options.Of<Haresource>().Keys));
        }
    }

    private static async Task<string[]> ReplacedWithAsync(CustomResourceOptions options) =>
        [.. (await OutputUtilities.GetValueAsync(options.ReplaceWith.ToOutput())).Select(resource => resource.GetResourceName())];

    [Theory]
    [InlineData(true, "bucket-beforehand")]
    [InlineData(false, "")]
    public async Task Machines_wait_until_a_bucket_of_somebody_elses_has_been_tried(bool checkBeforehand, string before)
    {
        var options = await ProxmoxPlan.OptionsAsync(new ExternalBucket(new ObjectStore
        {
            Endpoint = Output.Create("https://s3.example.com"),
            Region = "eu-central-1",
            Bucket = Output.Create("mail"),
            AccessKey = Output.CreateSecret("access"),
            SecretKey = Output.CreateSecret("secret"),
        }) { CheckBeforehand = checkBeforehand });

        var machines = options.Of<VmLegacy>();
        Assert.NotEmpty(machines);
        foreach (var (_, machine) in machines)
        {
            var dependencies = await OutputUtilities.GetValueAsync(machine.DependsOn.ToOutput());
            Assert.Equal(before, string.Join(' ', dependencies.OfType<Pulumi.Command.Local.Command>().Select(command => command.GetResourceName())));
        }
    }
}
