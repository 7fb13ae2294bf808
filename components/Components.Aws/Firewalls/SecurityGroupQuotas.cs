using CarbonioInfra.Components.Aws.Settings;
using CarbonioInfra.Components.Firewalls;
using CarbonioInfra.Components.Topologies;

namespace CarbonioInfra.Components.Aws.Firewalls;

/// <summary>What AWS would refuse of the security groups, with its default quotas.</summary>
internal sealed class SecurityGroupQuotas(AwsSettings settings, FirewallPlan plan)
{
    private const int MostGroupsPerNode = 5;
    private const int MostRulesPerGroup = 60;

    public IEnumerable<string> Problems(Topology topology) =>
    [
        .. topology.Nodes.Select(node => (node, groups: plan.GroupsOf(node))).Where(entry => entry.groups.Length > MostGroupsPerNode)
            .Select(entry => $"topology: expected at most {MostGroupsPerNode} security groups on {entry.node.Name}{OrSimple}, "
                + $"found {entry.groups.Length} ({string.Join(", ", entry.groups.Select(group => group.Name))})"),
        .. plan.Rules.GroupBy(rule => (rule.Group, rule.IsIngress)).Where(group => Count(group, settings) > MostRulesPerGroup)
            .Select(group => Problem(group, $"at most {MostRulesPerGroup} {(group.Key.IsIngress ? "inbound" : "outbound")} rules in security group '{group.Key.Group}'")),
    ];

    private string OrSimple => settings.SimpleFirewall ? "" : " (or aws.firewall: simple)";

    /// <summary>Names the setting that helps: too many networks, or too many rows in the ports table of an importer.</summary>
    private string Problem(IEnumerable<FirewallRule> rules, string expected) =>
        Count(rules, settings with { Administrators = [.. settings.Administrators.Take(1)] }) > MostRulesPerGroup
            ? $"ports: expected {expected}{OrSimple}, found {Count(rules, settings)}"
            : $"aws.administrators: expected {expected}, found {Count(rules, settings)}; name fewer, larger networks";

    private static int Count(IEnumerable<FirewallRule> rules, AwsSettings settings) => rules.Sum(rule => SecurityGroups.RulesFor(rule.Peer, settings));
}
