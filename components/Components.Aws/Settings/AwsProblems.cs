using System.Collections.Immutable;
using System.Globalization;
using CarbonioInfra.Components.Addresses;
using CarbonioInfra.Components.Aws.Machines;
using CarbonioInfra.Components.Platforms;
using CarbonioInfra.Components.Topologies;

namespace CarbonioInfra.Components.Aws.Settings;

/// <summary>What keeps a topology from being carried by these settings, each problem beginning with its setting.</summary>
internal sealed class AwsProblems(AwsSettings settings, Topology topology)
{
    private const int ShortestVpcPrefix = 16;
    private const int LongestEdgePrefix = 27;

    public IEnumerable<string> All() =>
    [
        .. Zones(),
        .. PlatformRules.Administrators("aws.administrators", settings.Administrators),
        .. Networks(),
        .. Nodes(),
        .. Roles(),
    ];

    private IEnumerable<string> Zones()
    {
        if (settings.Zones.Length is < 3 or > 6)
            yield return $"aws.zones: expected 3 to 6 availability zones, so that the cluster's quorum survives the loss of one, found {Count(settings.Zones)}";
        foreach (var problem in PlatformRules.Repeated("aws.zones", "zone", settings.Zones))
            yield return problem;
        foreach (var foreign in settings.Zones.Where(zone => settings.Region.Length > 0 && !zone.StartsWith(settings.Region, StringComparison.Ordinal)))
            yield return $"aws.zones: expected zones of {settings.Region}, found {foreign}";
        foreach (var names in ZonePlan.Crowded(topology, settings.Zones, settings.ZoneOf))
            yield return $"aws.nodes: expected nodes of one role in different zones, found {names} in one; set aws.nodes.NODE.zone";
    }

    private IEnumerable<string> Networks()
    {
        if (!Ipv4Network.TryParse(settings.Network, out var vpc))
            return PlatformRules.Networks("aws.network", [settings.Network]);
        return OfVpc(vpc).Concat(settings.Subnets is null ? [] : OfSubnets(vpc, settings.Subnets));
    }

    private IEnumerable<string> OfVpc(Ipv4Network vpc)
    {
        if (vpc.PrefixLength < ShortestVpcPrefix)
            yield return $"aws.network: expected at most a /{ShortestVpcPrefix} (AWS), found {vpc}";
        if (settings.Subnets is null && vpc.PrefixLength > AwsSubnets.LongestVpcPrefix)
            yield return $"aws.network: expected at least a /{AwsSubnets.LongestVpcPrefix}, or aws.subnets of its own, found {vpc}, which is too small";
    }

    private IEnumerable<string> OfSubnets(Ipv4Network vpc, AwsSubnets subnets)
    {
        (string Key, ImmutableArray<string> Networks, int Longest)[] kinds =
        [
            ("private", subnets.Private, AddressPlan.PrefixLength),
            ("public", subnets.Public, AddressPlan.PrefixLength),
            ("edge", subnets.Edge, LongestEdgePrefix),
        ];
        foreach (var (key, networks, longest) in kinds)
        {
            if (networks.Length != settings.Zones.Length)
                yield return $"aws.subnets.{key}: expected one network for each of {settings.Zones.Length} zones, found {Count(networks)}";
            foreach (var problem in PlatformRules.Networks($"aws.subnets.{key}", networks))
                yield return problem;
            foreach (var network in Good(networks))
            {
                if (network.PrefixLength > longest)
                    yield return $"aws.subnets.{key}: expected at least a /{longest}, found {network}, which is too small";
                if (!vpc.Contains(network))
                    yield return $"aws.subnets.{key}: expected a part of {vpc} (aws.network), found {network}, which is outside";
            }
        }

        var all = kinds.SelectMany(kind => Good(kind.Networks).Select(network => (kind.Key, Network: network))).ToArray();
        for (var left = 0; left < all.Length; left++)
        {
            foreach (var other in all.Skip(left + 1).Where(other => other.Network.Overlaps(all[left].Network)))
                yield return $"aws.subnets.{other.Key}: expected networks that have nothing in common, found {other.Network} and {all[left].Network} ({all[left].Key}), which overlap";
        }

        static IEnumerable<Ipv4Network> Good(IEnumerable<string> networks) =>
            networks.Where(text => Ipv4Network.TryParse(text, out _)).Select(Ipv4Network.Parse);
    }

    private IEnumerable<string> Nodes()
    {
        foreach (var problem in PlatformRules.UnknownNodes("aws.nodes", settings.Nodes.Keys, topology))
            yield return problem;
        foreach (var (name, node) in settings.Nodes.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            if (node.Zone is { } zone && !settings.Zones.Contains(zone))
                yield return $"aws.nodes.{name}.zone: expected one of aws.zones ({string.Join(", ", settings.Zones)}), found '{zone}'";
        }

        foreach (var node in topology.Nodes.Where(node => InstanceTypes.For(node.Size, settings.InstanceGeneration) is null
            && settings.For(node.Name).InstanceType is null))
        {
            yield return $"aws.nodes.{node.Name}.instanceType: expected a type with {node.Size.Cpus} vCPU and {node.Size.MemoryMiB} MiB, "
                + "found none of the usual sizes that is large enough";
        }

        foreach (var problem in PlatformRules.TooManyNodes(topology, "on AWS"))
            yield return problem;
    }

    private IEnumerable<string> Roles() => topology.Nodes.Where(node => !node.IsCarbonio).Select(node =>
        $"topology: expected no node of role {node.Roles[0]} on AWS, which has load balancers and object storage of its own, found {node.Name}");

    private static string Count(ImmutableArray<string> texts) =>
        texts.IsEmpty ? "none" : $"{texts.Length.ToString(CultureInfo.InvariantCulture)} ({string.Join(", ", texts)})";
}
