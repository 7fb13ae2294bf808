using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using CarbonioInfra.Components.Addresses;
using CarbonioInfra.Components.Settings;

namespace CarbonioInfra.Components.Aws.Settings;

/// <summary>Reads the setting <c>aws</c>.</summary>
internal static partial class AwsSettingsReader
{
    public static AwsSettings Read(SettingsReader settings)
    {
        using var none = JsonDocument.Parse("{}");
        var aws = new StructureReader(settings, "aws", settings.Structure("aws", "a map") ?? none.RootElement);
        var hostedZone = Optional(aws, "hostedZone", "the id of a Route 53 zone such as Z0123456789ABC", HostedZoneId());
        var defaults = new AwsSettings { Region = "", Zones = [], Image = "", Administrators = [] };
        var result = new AwsSettings
        {
            Region = aws.Text("region", null, "a region such as eu-central-1", RegionName().IsMatch),
            Zones = aws.Texts("zones", "the name of an availability zone such as eu-central-1a", ZoneName().IsMatch),
            Image = aws.Text("image", null, "an AMI id such as ami-0123456789abcdef0", ImageId().IsMatch),
            Administrators = aws.Texts("administrators", "a network such as 198.51.100.0/24", text => Ipv4Network.TryParse(text, out _)),
            Account = Optional(aws, "account", "an account number of 12 digits, in quotes", AccountNumber()),
            Network = aws.Text("network", defaults.Network, "a network such as 10.20.0.0/16", text => Ipv4Network.TryParse(text, out _)),
            Subnets = ReadSubnets(aws.Child("subnets")),
            NatPerZone = aws.OneOf("nat", "one", "perZone") == "perZone",
            User = aws.Text("user", defaults.User, "a login name", UserName().IsMatch),
            InstanceGeneration = aws.Text("instanceGeneration", defaults.InstanceGeneration, "a generation such as 7i or 6a", Generation().IsMatch),
            KmsKey = Optional(aws, "kmsKey", "the ARN of a KMS key", KmsArn()),
            DataVolumeGiB = aws.WholeNumber("dataVolumeGiB", defaults.DataVolumeGiB, 1, 65536),
            SimpleFirewall = aws.OneOf("firewall", "strict", "simple") == "simple",
            Bastion = aws.Flag("bastion", defaults.Bastion),
            Protect = aws.Flag("protect", defaults.Protect),
            HostedZone = hostedZone,
            ReverseDns = aws.Flag("reverseDns", hostedZone is not null),
            KeepDeletedObjectsDays = aws.WholeNumber("keepDeletedObjectsDays", defaults.KeepDeletedObjectsDays, 1, 3650),
            Nodes = aws.Map("nodes").ToImmutableDictionary(entry => entry.Name, entry => ReadNode(entry.Reader)),
        };
        aws.RefuseOthers();
        return result;
    }

    private static AwsSubnets? ReadSubnets(StructureReader? subnets)
    {
        if (subnets is null)
            return null;
        var result = new AwsSubnets(Kind("private"), Kind("public"), Kind("edge"));
        subnets.RefuseOthers();
        return result;

        ImmutableArray<string> Kind(string name) =>
            subnets.Texts(name, "a network such as 10.20.1.0/24", text => Ipv4Network.TryParse(text, out _));
    }

    private static AwsNodeSettings ReadNode(StructureReader node)
    {
        var result = new AwsNodeSettings(
            Optional(node, "image", "an AMI id such as ami-0123456789abcdef0", ImageId()),
            Optional(node, "instanceType", "an instance type such as m7i.2xlarge", InstanceType()),
            Optional(node, "zone", "the name of an availability zone such as eu-central-1a", ZoneName()),
            node.WholeNumber("dataVolumeGiB", 1, 65536));
        node.RefuseOthers();
        return result;
    }

    private static string? Optional(StructureReader reader, string name, string expected, Regex pattern) =>
        reader.Text(name, "", expected, pattern.IsMatch) is { Length: > 0 } text ? text : null;

    [GeneratedRegex("^[a-z]{2}(-[a-z]+)+-[0-9]$")]
    private static partial Regex RegionName();

    [GeneratedRegex("^[a-z]{2}(-[a-z]+)+-[0-9][a-z]$")]
    private static partial Regex ZoneName();

    [GeneratedRegex("^ami-[0-9a-f]{8,17}$")]
    private static partial Regex ImageId();

    [GeneratedRegex("^[0-9]{12}$")]
    private static partial Regex AccountNumber();

    [GeneratedRegex("^[a-z_][a-z0-9_-]*$")]
    private static partial Regex UserName();

    [GeneratedRegex("^[5-9][a-z]*$")]
    private static partial Regex Generation();

    [GeneratedRegex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[0-9a-zA-Z-]+$")]
    private static partial Regex KmsArn();

    [GeneratedRegex("^Z[0-9A-Z]+$")]
    private static partial Regex HostedZoneId();

    [GeneratedRegex("^[a-z][a-z0-9-]*[.][a-z0-9-]+$")]
    private static partial Regex InstanceType();
}
