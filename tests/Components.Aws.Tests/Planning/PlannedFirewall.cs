using System.Collections.Immutable;
using CarbonioInfra.Components.Topologies;

namespace CarbonioInfra.Components.Aws.Tests.Planning;

/// <summary>What the planned security groups let through, as AWS would judge it.</summary>
internal sealed class PlannedFirewall
{
    private readonly ImmutableDictionary<string, ImmutableHashSet<string>> _groupsOf;
    private readonly ImmutableArray<PlannedRule> _ingress;
    private readonly ImmutableArray<PlannedRule> _egress;

    public PlannedFirewall(AwsPlan plan)
    {
        _groupsOf = plan.Of("ec2/instance:Instance").ToImmutableDictionary(
            entry => entry.Key.Replace("-machine", "", StringComparison.Ordinal),
            entry => ((IEnumerable<object>)entry.Value["vpcSecurityGroupIds"]).Cast<string>().ToImmutableHashSet());
        _ingress = [.. plan.Of("vpc/securityGroupIngressRule:SecurityGroupIngressRule").Values.Select(inputs => new PlannedRule(inputs))];
        _egress = [.. plan.Of("vpc/securityGroupEgressRule:SecurityGroupEgressRule").Values.Select(inputs => new PlannedRule(inputs))];
    }

    public IEnumerable<PlannedRule> Ingress => _ingress;

    public IEnumerable<PlannedRule> Egress => _egress;

    public ImmutableHashSet<string> GroupsOf(Node node) => _groupsOf[node.Name];

    public bool Connects(Node from, Node to, string protocol, int port) =>
        _egress.Any(rule => GroupsOf(from).Contains(rule.Group) && GroupsOf(to).Contains(rule.Peer) && rule.Covers(protocol, port))
        && ComesIn(to, GroupsOf(from), protocol, port);

    /// <summary>Whether <paramref name="to"/> takes connections from any of the peers: groups or networks.</summary>
    public bool ComesIn(Node to, IEnumerable<string> peers, string protocol, int port) =>
        _ingress.Any(rule => GroupsOf(to).Contains(rule.Group) && peers.Contains(rule.Peer) && rule.Covers(protocol, port));
}

/// <summary>A rule of a security group.</summary>
internal sealed record PlannedRule(string Group, string Peer, string Protocol, int First, int Last)
{
    public PlannedRule(ImmutableDictionary<string, object> inputs)
        : this(
            (string)inputs["securityGroupId"],
            (string)(inputs.GetValueOrDefault("referencedSecurityGroupId") ?? inputs["cidrIpv4"]),
            (string)inputs["ipProtocol"],
            Convert.ToInt32(inputs.GetValueOrDefault("fromPort") ?? -1, null),
            Convert.ToInt32(inputs.GetValueOrDefault("toPort") ?? -1, null))
    {
    }

    /// <param name="protocol">As AWS writes it.</param>
    /// <param name="port">The port, or the type of an ICMP message; AWS writes that as first port, its code as the last.</param>
    public bool Covers(string protocol, int port) =>
        Protocol == "-1" || (Protocol == protocol && First <= port && port <= (protocol == "icmp" ? First : Last));
}
