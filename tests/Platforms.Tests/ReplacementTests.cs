using System.Collections.Immutable;
using CarbonioInfra.Platforms.Tests.Simulation;

namespace CarbonioInfra.Platforms.Tests;

/// <summary>A machine that is made anew is planned with its attachments and its own steps, and with nothing else.</summary>
public sealed class ReplacementTests
{
    private const string Step = "command:remote:Command";

    [Fact]
    public async Task On_AWS_addresses_volumes_and_targets_are_attached_again()
    {
        using var site = await Site.Of("prod").UpAsync();
        foreach (var node in new[] { "mta1", "proxy1", "mbox1", "svc1" })
            await site.SetAsync($"carbonio-infra:aws.nodes.{node}.image", "ami-00000000");

        var steps = await site.PreviewAsync();

        Assert.Equal(
            [
                "ec2/eipAssociation:mta1-address-association", "ec2/instance:mbox1-machine", "ec2/instance:mta1-machine", "ec2/instance:proxy1-machine",
                "ec2/instance:svc1-machine", "ec2/volumeAttachment:mbox1-data-attachment",
            ],
            Touched(steps, "aws:").Where(touched => !touched.StartsWith("lb/targetGroupAttachment:", StringComparison.Ordinal)));
        Assert.All(Targets(steps), name => Assert.Matches("^(mta|proxy)1-", name));
        Assert.Equal(
            ["mta1-25", "mta1-465", "mta1-587"],
            Targets(steps).Where(name => name.StartsWith("mta", StringComparison.Ordinal)));
        AssertOwnSteps(steps, "mta1", "proxy1", "mbox1", "svc1");
        await AssertSettledAsync(site);

        static IEnumerable<string> Targets(ImmutableArray<PlannedStep> steps) => steps
            .Where(step => step.Type == "aws:lb/targetGroupAttachment:TargetGroupAttachment").Select(step => step.Name).Order(StringComparer.Ordinal);
    }

    [Theory]
    [InlineData(9)]
    [InlineData(8)]
    public async Task On_Proxmox_VE_the_firewall_and_high_availability_of_the_VM_are_set_again(int version)
    {
        using var site = new Site(StackFiles.Dev.Replace("version: 9", $"version: {version}", StringComparison.Ordinal));
        await site.UpAsync();
        await site.SetAsync("carbonio-infra:proxmox.nodes.mbox1.image.template", "9000");
        await site.SetAsync("carbonio-infra:proxmox.nodes.mbox1.image.pveNode", "pve1");

        var steps = await site.PreviewAsync();

        // Proxmox VE 9 forgets in its rules whoever is no HA resource for a moment, so the rule that names the VM is written again.
        Assert.Equal(
            [
                "firewall/optionsLegacy:mbox1-firewall", "firewall/rulesLegacy:mbox1-rules", "index/haresource:mbox1-ha",
                .. version == 9 ? ["index/harule:mailstore-apart"] : Array.Empty<string>(), "index/vmLegacy:mbox1-machine",
            ],
            Touched(steps, "proxmoxve:"));
        AssertOwnSteps(steps, "mbox1");
        await AssertSettledAsync(site);
    }

    [Fact]
    public async Task On_Proxmox_VE_a_new_cloud_image_is_fetched_where_it_is_needed()
    {
        using var site = await new Site(StackFiles.Dev).UpAsync();
        await site.SetAsync("carbonio-infra:proxmox.nodes.svc2.image.url", "https://images.example.com/next.img");
        await site.SetAsync("carbonio-infra:proxmox.nodes.svc2.image.sha256", new string('b', 64));

        var steps = await site.PreviewAsync();

        Assert.Equal(["dev-bbbbbbbbbbbb-pve2.qcow2"], steps.Where(step => step.Operation == "create").Select(step => step.Name));
        Assert.Equal("replace", Assert.Single(steps, step => step.Name == "svc2-machine").Operation);
        AssertOwnSteps(steps, "svc2");
        Assert.DoesNotContain(steps, step => step.Operation == "delete");
    }

    [Fact]
    public async Task In_the_lab_a_host_is_made_anew_and_its_data_folder_stays()
    {
        using var site = await Site.Of("lab").UpAsync();

        var steps = await site.PreviewAsync("--replace", "mbox1-machine");

        Assert.Equal(["local:mbox1-machine"], Touched(steps, "command:local"));
        AssertOwnSteps(steps, "mbox1");
        Assert.All(steps, step => Assert.StartsWith("mbox1-", step.Name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_machine_that_exists_is_prepared_again_for_another_generation()
    {
        using var site = new Site(StackFiles.Existing());
        await site.SetSecretAsync("carbonio-infra:sshPrivateKey", "private");
        await site.UpAsync();
        await site.SetAsync("carbonio-infra:existingHosts.lb1.generation", "2");

        var steps = await site.PreviewAsync();

        Assert.Equal(["index/randomId:lb1-machine"], Touched(steps, "random:"));
        AssertOwnSteps(steps, "lb1");
        Assert.All(steps, step => Assert.StartsWith("lb1-", step.Name, StringComparison.Ordinal));
        await AssertSettledAsync(site);
    }

    /// <summary>Everything of a package that the plan touches, as type without package and class, and name.</summary>
    private static IEnumerable<string> Touched(ImmutableArray<PlannedStep> steps, string package)
    {
        Assert.All(steps, step => Assert.True(step.Operation == "replace" || step.Type.StartsWith("carbonio-infra:", StringComparison.Ordinal), $"{step}"));
        return steps.Where(step => step.Type.StartsWith(package, StringComparison.Ordinal))
            .Select(step => $"{step.Type.Split(':')[1]}:{step.Name}").Order(StringComparer.Ordinal);
    }

    /// <summary>All steps of these hosts run again, and no other host's.</summary>
    private static void AssertOwnSteps(ImmutableArray<PlannedStep> steps, params string[] hosts)
    {
        var scripts = steps.Where(step => step.Type == Step).ToArray();
        Assert.All(scripts, step => Assert.Contains(step.Name.Split('-')[0], hosts));
        Assert.All(hosts, host => Assert.All(new[] { "first-boot", "hosts-file", "packages", "peers" }, name =>
            Assert.Equal("replace", Assert.Single(scripts, step => step.Name == $"{host}-{name}").Operation)));
        Assert.All(steps, step => Assert.DoesNotContain("carbonio-infra:", step.Type, StringComparison.Ordinal));
    }

    private static async Task AssertSettledAsync(Site site)
    {
        await site.UpAsync();
        Assert.Empty(await site.PreviewAsync());
    }
}
