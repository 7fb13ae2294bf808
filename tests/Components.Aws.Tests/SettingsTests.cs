using CarbonioInfra.Components.Aws.Settings;
using CarbonioInfra.Components.Settings;
using CarbonioInfra.Tests.Shared;

namespace CarbonioInfra.Components.Aws.Tests;

public sealed class SettingsTests
{
    [Fact]
    public async Task Everything_is_read()
    {
        var (settings, problems) = await ReadAsync(
            """
            {
              "region": "eu-central-1", "zones": ["eu-central-1a", "eu-central-1b", "eu-central-1c"], "image": "ami-0123456789abcdef0",
              "administrators": ["198.51.100.0/24"], "account": "123456789012", "network": "10.40.0.0/16", "nat": "perZone", "user": "admin",
              "instanceGeneration": "6a", "kmsKey": "arn:aws:kms:eu-central-1:123456789012:key/0a-1b", "dataVolumeGiB": 7, "firewall": "simple",
              "bastion": true, "protect": false, "hostedZone": "Z0123", "reverseDns": false, "keepDeletedObjectsDays": 3,
              "subnets": {"private": ["10.40.0.0/24"], "public": ["10.40.1.0/24"], "edge": ["10.40.2.0/24"]},
              "nodes": {"mbox1": {"image": "ami-00000000", "instanceType": "r7i.2xlarge", "zone": "eu-central-1b", "dataVolumeGiB": 9}}
            }
            """);

        Assert.Empty(problems);
        Assert.Equal(
            ("eu-central-1", "ami-0123456789abcdef0", "123456789012", "10.40.0.0/16", "admin", "6a", "arn:aws:kms:eu-central-1:123456789012:key/0a-1b", "Z0123"),
            (settings.Region, settings.Image, settings.Account, settings.Network, settings.User, settings.InstanceGeneration, settings.KmsKey, settings.HostedZone));
        Assert.Equal((true, true, true, false, false), (settings.NatPerZone, settings.SimpleFirewall, settings.Bastion, settings.Protect, settings.ReverseDns));
        Assert.Equal((7, 3), (settings.DataVolumeGiB, settings.KeepDeletedObjectsDays));
        Assert.Equal(["10.40.2.0/24"], settings.Subnets!.Edge);
        Assert.Equal(new AwsNodeSettings("ami-00000000", "r7i.2xlarge", "eu-central-1b", 9), settings.Nodes["mbox1"]);
    }

    [Fact]
    public async Task Every_problem_is_reported_at_once()
    {
        var (_, problems) = await ReadAsync(
            """
            {
              "region": "Frankfurt", "zones": ["a"], "image": "ubuntu", "administrators": ["198.51.100.1/24"], "account": 1, "network": "10.40.0.0",
              "nat": "two", "user": "A b", "instanceGeneration": "x", "kmsKey": "key", "dataVolumeGiB": 0, "firewall": "none", "bastion": "maybe",
              "protect": 1, "hostedZone": "example.com", "keepDeletedObjectsDays": 0, "subnets": {"private": ["10.40.0.0"], "inner": []},
              "nodes": {"mbox1": {"image": "x", "zone": "b", "dataVolumeGiB": 0, "size": 3}}, "vpc": "vpc-1"
            }
            """);

        string[] expected =
        [
            "account: expected an account number of 12 digits, in quotes, found '1'",
            "administrators[0]: expected a network such as 198.51.100.0/24, found '198.51.100.1/24'",
            "bastion: expected true or false, found 'maybe'",
            "dataVolumeGiB: expected a whole number from 1 to 65536, found '0'",
            "firewall: expected one of strict, simple, found 'none'",
            "hostedZone: expected the id of a Route 53 zone such as Z0123456789ABC, found 'example.com'",
            "image: expected an AMI id such as ami-0123456789abcdef0, found 'ubuntu'",
            "instanceGeneration: expected a generation such as 7i or 6a, found 'x'",
            "keepDeletedObjectsDays: expected a whole number from 1 to 3650, found '0'",
            "kmsKey: expected the ARN of a KMS key, found 'key'",
            "nat: expected one of one, perZone, found 'two'",
            "network: expected a network such as 10.20.0.0/16, found '10.40.0.0'",
            "nodes.mbox1.dataVolumeGiB: expected a whole number from 1 to 65536, found '0'",
            "nodes.mbox1.image: expected an AMI id such as ami-0123456789abcdef0, found 'x'",
            "nodes.mbox1.size: expected one of dataVolumeGiB, image, instanceType, zone, found 'size'",
            "nodes.mbox1.zone: expected the name of an availability zone such as eu-central-1a, found 'b'",
            "protect: expected true or false, found '1'",
            "region: expected a region such as eu-central-1, found 'Frankfurt'",
            "subnets.inner: expected one of edge, private, public, found 'inner'",
            "subnets.private[0]: expected a network such as 10.20.1.0/24, found '10.40.0.0'",
            "user: expected a login name, found 'A b'",
            "zones[0]: expected the name of an availability zone such as eu-central-1a, found 'a'",
        ];
        Assert.Equal(expected, problems.Select(problem => problem["carbonio-infra:aws.".Length..])
            .Where(problem => !problem.StartsWith("vpc:", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Contains(problems, problem => problem.StartsWith("carbonio-infra:aws.vpc: expected one of account, ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stack_file_without_the_setting_names_what_is_missing()
    {
        var (_, problems) = await ReadAsync(null);

        Assert.Equal(
            [
                "carbonio-infra:aws.image: expected an AMI id such as ami-0123456789abcdef0, found nothing",
                "carbonio-infra:aws.region: expected a region such as eu-central-1, found nothing",
            ],
            problems.Order(StringComparer.Ordinal));
    }

    private static async Task<(AwsSettings Settings, IReadOnlyCollection<string> Problems)> ReadAsync(string? setting)
    {
        (AwsSettings, IReadOnlyCollection<string>)? result = null;
        var config = new Dictionary<string, string>();
        if (setting is not null)
            config["carbonio-infra:aws"] = setting;
        await Configured.RunAsync(config, () =>
        {
            var reader = new SettingsReader("carbonio-infra");
            result = (AwsSettingsReader.Read(reader), reader.Problems);
        });
        return result!.Value;
    }
}
