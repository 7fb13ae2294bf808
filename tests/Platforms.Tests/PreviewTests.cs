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
    [InlineData("prod", "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule 94,aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule 85,aws:ec2/instance:Instance 14,aws:ebs/volume:Volume 2,aws:lb/listener:Listener 11,aws:s3/bucket:Bucket 1")]
    [InlineData("staging", "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule 89,aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule 85,aws:ec2/instance:Instance 14,aws:ebs/volume:Volume 2,aws:lb/listener:Listener 11,aws:s3/bucket:Bucket 1")]
    [InlineData("dev", "proxmoxve:index/vmLegacy:VmLegacy 19,proxmoxve:firewall/rulesLegacy:RulesLegacy 16,proxmoxve:index/haresource:Haresource 16")]
    public async Task Every_stack_file_shows_machines_disks_rules_listeners_and_the_bucket(string stack, string expected)
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
        Assert.Contains("aws.image, aws.account, aws.hostedZone: placeholders; `up` fails until", site.Printed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("prod", "", "aws.image=ami-0123456789abcdef0|ami-00000000 aws.account=123456789012|000000000000 aws.hostedZone=Z0123456789ABCDEFGHIJ|Z1 "
        + "aws.nodes.mbox1.image=ami-0123456789abcdef0|")]
    [InlineData("dev", "proxmox.nodes.mbox1.image.url=https://images.example.com/next.img", "proxmox.image.sha256=0|a proxmox.nodes.mbox1.image.sha256=0|")]
    [InlineData("dev", "", "minio.serverSha256=0|a minio.clientSha256=0|")]
    public async Task A_placeholder_is_warned_of_until_it_is_replaced(string stack, string besides, string placeholders)
    {
        var settings = placeholders.Split(' ').Select(entry => entry.Split('=', '|')).ToArray();
        using var site = Site.Of(stack);
        foreach (var (key, value) in settings.Select(entry => (entry[0], entry[1])).Concat(besides.Length > 0 ? [(besides.Split('=')[0], besides.Split('=')[1])] : []))
            await site.SetAsync($"carbonio-infra:{key}", Value(key, value));
        await site.PreviewAsync();

        Assert.Contains($"{string.Join(", ", settings.Select(entry => entry[0]))}: placeholders; `up` fails until", site.Printed, StringComparison.Ordinal);

        foreach (var setting in settings[..^1])
            await site.SetAsync($"carbonio-infra:{setting[0]}", Value(setting[0], setting[2]));
        await site.PreviewAsync();

        Assert.Contains($": {settings[^1][0]}: a placeholder; `up` fails until", site.Printed, StringComparison.Ordinal);

        static string Value(string key, string value) => key.EndsWith("ha256", StringComparison.Ordinal) ? new string(value[0], 64) : value;
    }
}
