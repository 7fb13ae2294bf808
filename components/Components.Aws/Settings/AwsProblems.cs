using System.Collections.Immutable;
using System.Globalization;
using CarbonioInfra.Components.Addresses;
using CarbonioInfra.Components.Aws.Machines;
using CarbonioInfra.Components.Firewalls;
using CarbonioInfra.Components.Topologies;

namespace CarbonioInfra.Components.Aws.Settings;

/// <summary>What keeps a topology from being carried by these settings, each problem beginning with its setting.</summary>
internal sealed class AwsProblems(AwsSettings settings, Topology topology)
{
    private const int MostGroupsPerNode = 5;
    private const int MostRulesPerGroup = 60;
    private const int ShortestVpcPrefix = 16;
    private const int LongestEdgePrefix = 27;

    public IEnumerable<string> Settings() => [.. Zones(), .. Networks(), .. Nodes(), .. Roles()];

    /// <summary>What AWS would refuse of the security groups, with its default quotas.</summary>
    /// <param name="plan">The groups and rules.</param>
    /// <param name="sources">How many rules of AWS a rule is, by peer.</param>
    public IEnumerable<string> Firewall(FirewallPlan plan, Func<string, int> sources) =>
    [
        .. topology.Nodes.Select(node => (node, groups: plan.GroupsOf(node))).Where(entry => entry.groups.Length > MostGroupsPerNode)
            .Select(entry => $"topology: expected at most {MostGroupsPerNode} security groups on {entry.node.Name} (or aws.firewall: simple), "
                + $"found {entry.groups.Length} ({string.Join(", ", entry.groups.Select(group => group.Name))})"),
        .. plan.Rules.GroupBy(rule => (rule.Group, rule.IsIngress))
            .Select(group => (group.Key, Count: group.Sum(rule => sources(rule.Peer))))
            .Where(group => group.Count > MostRulesPerGroup)
            .Select(group => $"aws.administrators: expected at most {MostRulesPerGroup} {(group.Key.IsIngress ? "inbound" : "outbound")} rules in "
                + $"security group '{group.Key.Group}', found {group.Count}; name fewer, larger networks"),
    ];

    private IEnumerable<string> Zones()
    {
        if (settings.Zones.Length is < 3 or > 6)
            yield return $"aws.zones: expected 3 to 6 availability zones, so that the cluster's quorum survives the loss of one, found {Count(settings.Zones)}";
        foreach (var twice in settings.Zones.GroupBy(zone => zone).Where(group => group.Count() > 1))
            yield return $"aws.zones: expected every zone once, found {twice.Key} {twice.Count()} times";
        foreach (var foreign in settings.Zones.Where(zone => settings.Region.Length > 0 && !zone.StartsWith(settings.Region, StringComparison.Ordinal)))
            yield return $"aws.zones: expected zones of {settings.Region}, found {foreign}";
        if (settings.Administrators.IsEmpty)
            yield return "aws.administrators: expected at least one network from which administrators and the deployment come, found none";
        foreach (var everywhere in settings.Administrators.Where(network => Ipv4Network.Parse(network).PrefixLength < 8))
            yield return $"aws.administrators: expected networks of administrators, at most a /8, found {everywhere}";
        if (!settings.Zones.IsEmpty && settings.Nodes.Values.All(node => node.Zone is null || settings.Zones.Contains(node.Zone)))
        {
            foreach (var names in ZonePlan.Crowded(topology, ZoneOf(), settings.Zones.Length))
                yield return $"aws.nodes: expected nodes of one role in different zones, found {names} in one; set aws.nodes.NODE.zone";
        }
    }

    private Dictionary<Node, int> ZoneOf() => AwsZones.Of(settings, topology).ToDictionary(
        entry => entry.Key, entry => settings.Zones.IndexOf(entry.Value));

    private IEnumerable<string> Networks()
    {
        var vpc = Ipv4Network.Parse(settings.Network);
        if (vpc.PrefixLength < ShortestVpcPrefix)
            yield return $"aws.network: expected at most a /{ShortestVpcPrefix} (AWS), found {vpc}";
        if (settings.Subnets is null)
        {
            if (vpc.PrefixLength > AwsSubnets.LongestVpcPrefix)
                yield return $"aws.network: expected at least a /{AwsSubnets.LongestVpcPrefix}, or aws.subnets of its own, found {vpc}, which is too small";
            yield break;
        }

        (string Key, ImmutableArray<string> Networks, int Longest)[] kinds =
        [
            ("private", settings.Subnets.Private, AddressPlan.PrefixLength),
            ("public", settings.Subnets.Public, AddressPlan.PrefixLength),
            ("edge", settings.Subnets.Edge, LongestEdgePrefix),
        ];
        foreach (var (key, networks, longest) in kinds)
        {
            if (networks.Length != settings.Zones.Length)
                yield return $"aws.subnets.{key}: expected one network for each of {settings.Zones.Length} zones, found {Count(networks)}";
            foreach (var network in networks.Select(Ipv4Network.Parse))
            {
                if (network.PrefixLength > longest)
                    yield return $"aws.subnets.{key}: expected at least a /{longest}, found {network}, which is too small";
                if (!vpc.Contains(network))
                    yield return $"aws.subnets.{key}: expected a part of {vpc} (aws.network), found {network}, which is outside";
            }
        }

        var all = kinds.SelectMany(kind => kind.Networks.Select(network => (kind.Key, Network: Ipv4Network.Parse(network)))).ToArray();
        for (var left = 0; left < all.Length; left++)
        {
            foreach (var other in all.Skip(left + 1).Where(other => other.Network.Overlaps(all[left].Network)))
                yield return $"aws.subnets.{other.Key}: expected networks that have nothing in common, found {other.Network} and {all[left].Network} ({all[left].Key}), which overlap";
        }
    }

    private IEnumerable<string> Nodes()
    {
        foreach (var (name, node) in settings.Nodes.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            if (topology.Nodes.All(other => other.Name != name))
                yield return $"aws.nodes.{name}: expected the name of a node of the topology, found '{name}'";
            if (node.Zone is { } zone && !settings.Zones.Contains(zone))
                yield return $"aws.nodes.{name}.zone: expected one of aws.zones ({string.Join(", ", settings.Zones)}), found '{zone}'";
        }

        foreach (var node in topology.Nodes.Where(node => InstanceTypes.For(node.Size, settings.InstanceGeneration) is null
            && settings.For(node.Name).InstanceType is null))
        {
            yield return $"aws.nodes.{node.Name}.instanceType: expected a type with {node.Size.Cpus} vCPU and {node.Size.MemoryMiB} MiB, "
                + "found none of the usual sizes that is large enough";
        }

        if (topology.Nodes.Length > AddressPlan.Capacity)
            yield return $"topology: expected at most {AddressPlan.Capacity} nodes on AWS, found {topology.Nodes.Length}";
    }

    private IEnumerable<string> Roles() => topology.Nodes.Where(node => !node.IsCarbonio).Select(node =>
        $"topology: expected no node of role {node.Roles[0]} on AWS, which has load balancers and object storage of its own, found {node.Name}");

    private static string Count(ImmutableArray<string> texts) =>
        texts.IsEmpty ? "none" : $"{texts.Length.ToString(CultureInfo.InvariantCulture)} ({string.Join(", ", texts)})";
}
