using CarbonioInfra.Platforms.Tests.Simulation;

namespace CarbonioInfra.Platforms.Tests;

/// <summary>What is planned before anything is there, without any credentials.</summary>
public sealed class PreviewTests
{
    [Theory]
    [InlineData("Aws", "aws:ec2/instance:Instance", 14)]
    [InlineData("Proxmox", "proxmoxve:index/haresource:Haresource", 16)]
    [InlineData("ExistingHosts", "random:index/randomId:RandomId", 15)]
    public async Task Every_example_shows_its_machines(string example, string machine, int machines)
    {
        var project = Path.Combine("components", "examples", example);
        using var site = new Site("config: {}\n", project, Site.Built(project, $"CarbonioInfra.Examples.{example}"));
        if (example == "ExistingHosts")
            await site.SetSecretAsync("carbonio-on-existing-hosts:sshPrivateKey", "private");

        var steps = await site.PreviewAsync();

        Assert.Equal(machines, steps.Count(step => step.Type == machine));
        Assert.All(steps, step => Assert.Equal("create", step.Operation));
    }

    [Theory]
    [InlineData("prod", "aws:ec2/instance:Instance 14,aws:ebs/volume:Volume 2,aws:lb/listener:Listener 11,aws:s3/bucket:Bucket 1")]
    [InlineData("staging", "aws:ec2/instance:Instance 14,aws:ebs/volume:Volume 2,aws:lb/listener:Listener 11,aws:s3/bucket:Bucket 1")]
    [InlineData("dev", "proxmoxve:index/vmLegacy:VmLegacy 19,proxmoxve:firewall/rulesLegacy:RulesLegacy 16,proxmoxve:index/haresource:Haresource 16")]
    public async Task Every_stack_file_shows_machines_disks_listeners_and_the_bucket(string stack, string expected)
    {
        using var site = Site.Of(stack);

        var steps = await site.PreviewAsync();

        Assert.All(expected.Split(','), entry => Assert.Equal(entry, $"{entry.Split(' ')[0]} {steps.Count(step => step.Type == entry.Split(' ')[0])}"));
        Assert.Equal(stack == "prod" ? 9 : 0, steps.Count(step => step.Type == "aws:route53/record:Record"));
    }

    [Fact]
    public async Task Quotas_blocked_ports_and_placeholders_are_warned_of()
    {
        using var site = Site.Of("prod");
        await site.PreviewAsync();

        Assert.Contains("this needs 11 Elastic IPs (nodes 4, load balancer 3, NAT 3, bastion 1); an account has 5", site.Printed, StringComparison.Ordinal);
        Assert.Contains("EC2 blocks outbound port 25", site.Printed, StringComparison.Ordinal);
        Assert.Contains("aws.image, aws.account, aws.hostedZone: placeholders", site.Printed, StringComparison.Ordinal);

        await site.SetAsync("carbonio-infra:aws.image", "ami-00000000");
        await site.SetAsync("carbonio-infra:aws.account", "000000000000");
        await site.SetAsync("carbonio-infra:aws.hostedZone", "Z1");
        await site.PreviewAsync();

        Assert.DoesNotContain("placeholders", site.Printed, StringComparison.Ordinal);
    }
}
