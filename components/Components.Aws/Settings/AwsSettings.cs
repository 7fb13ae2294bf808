using System.Collections.Immutable;
using CarbonioInfra.Components.Addresses;
using CarbonioInfra.Components.Topologies;

namespace CarbonioInfra.Components.Aws.Settings;

/// <summary>What an <see cref="AwsPlatform"/> is made of.</summary>
public sealed record AwsSettings
{
    /// <summary>For example <c>eu-central-1</c>.</summary>
    public required string Region { get; init; }

    /// <summary>Names of the availability zones, three to six, for example <c>eu-central-1a</c>.</summary>
    public required ImmutableArray<string> Zones { get; init; }

    /// <summary>AMI id of every machine; a region has ids of its own.</summary>
    public required string Image { get; init; }

    /// <summary>Networks in CIDR notation from which administrators and the deployment come.</summary>
    public required ImmutableArray<string> Administrators { get; init; }

    /// <summary>The only account in which anything may be made. Default: null, whichever the credentials are of.</summary>
    public string? Account { get; init; }

    /// <summary>The VPC's network. Default <c>10.20.0.0/16</c>.</summary>
    public string Network { get; init; } = "10.20.0.0/16";

    /// <summary>Subnets, one for each zone. Default: of the VPC's network.</summary>
    public AwsSubnets? Subnets { get; init; }

    /// <summary>A NAT gateway in every zone instead of one in the first: a zone's loss leaves the others their way out.</summary>
    public bool NatPerZone { get; init; }

    /// <summary>Login name of the image. Default <c>ubuntu</c>.</summary>
    public string User { get; init; } = "ubuntu";

    /// <summary>Generation of instance families, for example <c>7i</c> for c7i, m7i and r7i. Default <c>7i</c>.</summary>
    public string InstanceGeneration { get; init; } = "7i";

    /// <summary>KMS key of disks and bucket. Default: null, AWS's own keys.</summary>
    public string? KmsKey { get; init; }

    /// <summary>Size in GiB of a mailstore's volume for <c>/opt</c>. Default 500.</summary>
    public int DataVolumeGiB { get; init; } = 500;

    /// <summary>Whether one group lets nodes reach each other on everything, instead of one group for each set of nodes.</summary>
    public bool SimpleFirewall { get; init; }

    /// <summary>Whether a bastion stands in front of the nodes. Without one the deployment must reach private addresses.</summary>
    public bool Bastion { get; init; }

    /// <summary>Whether volumes, bucket and the public addresses refuse to be deleted. Default true.</summary>
    public bool Protect { get; init; } = true;

    /// <summary>Id of the Route 53 zone of the domain. Default: null, records are for the site to make.</summary>
    public string? HostedZone { get; init; }

    /// <summary>Whether the MTAs' public addresses get names; their A records must exist by then. Default: where there is a zone.</summary>
    public bool ReverseDns { get; init; }

    /// <summary>Days after which former versions of objects go. Default 30.</summary>
    public int KeepDeletedObjectsDays { get; init; } = 30;

    /// <summary>What is different for single nodes, by name.</summary>
    public ImmutableDictionary<string, AwsNodeSettings> Nodes { get; init; } = ImmutableDictionary<string, AwsNodeSettings>.Empty;

    internal AwsSubnets EffectiveSubnets => Subnets ?? AwsSubnets.Of(Ipv4Network.Parse(Network), Zones.Length);

    /// <summary>The zone that is set for a node, or null.</summary>
    internal string? ZoneOf(Node node) => For(node.Name).Zone;

    internal AwsNodeSettings For(string node) => Nodes.GetValueOrDefault(node, new AwsNodeSettings());
}
