using System.Collections.Immutable;
using CarbonioInfra.Components.Aws.Settings;
using CarbonioInfra.Components.Firewalls;
using CarbonioInfra.Components.Ports;
using CarbonioInfra.Components.Topologies;
using Pulumi;
using Pulumi.Aws.Ec2;
using Pulumi.Aws.Vpc;

namespace CarbonioInfra.Components.Aws.Firewalls;

/// <summary>The firewall plan as security groups, with those of load balancer and bastion.</summary>
public sealed class SecurityGroups : ComponentResource
{
    private const string Everywhere = "0.0.0.0/0";
    private const string BastionName = "bastion";

    private readonly string _name;
    private readonly AwsSettings _settings;
    private readonly Dictionary<string, SecurityGroup> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Resource>> _rules = new(StringComparer.Ordinal);

    /// <summary>Makes all groups and rules.</summary>
    public SecurityGroups(
        string name, FirewallPlan plan, PortTable ports, Vpc vpc, AwsSettings settings, ComponentResourceOptions? options = null)
        : base("carbonio-infra:aws:SecurityGroups", $"{name}-security-groups", options)
    {
        (_name, _settings, Plan) = (name, settings, plan);
        foreach (var group in plan.Groups)
            Group(group.Name, "Nodes", vpc);
        Group(NodeSet.LoadBalancer.Name, "Load balancer", vpc);
        if (settings.Bastion)
            Group(BastionName, "Bastion", vpc);

        foreach (var rule in plan.Rules)
            Add(rule);
        foreach (var port in ports.BalancedPorts)
        {
            Add(new(IsIngress: true, NodeSet.LoadBalancer.Name, NodeSet.Internet.Name, port.Port, port.Port, PortProtocol.Tcp, port.Purpose));
            foreach (var behind in plan.Rules.Where(rule => rule.IsIngress && rule.Peer == NodeSet.LoadBalancer.Name && rule.First == port.Port))
                Add(behind with { IsIngress = false, Group = behind.Peer, Peer = behind.Group });
        }

        if (settings.Bastion)
            AddBastion();
        RegisterOutputs();
    }

    /// <summary>The sets outside that this platform knows.</summary>
    public static ImmutableHashSet<NodeSet> Outside { get; } =
        [NodeSet.Internet, NodeSet.LoadBalancer, NodeSet.Administrators, NodeSet.Deployer];

    /// <summary>What the groups are made of.</summary>
    public FirewallPlan Plan { get; }

    /// <summary>The load balancer's group.</summary>
    public SecurityGroup LoadBalancer => _groups[NodeSet.LoadBalancer.Name];

    /// <summary>The bastion's group.</summary>
    public SecurityGroup Bastion => _groups[BastionName];

    /// <summary>Ids of the groups of <paramref name="node"/>.</summary>
    public IEnumerable<Output<string>> Of(Node node) => Plan.GroupsOf(node).Select(group => _groups[group.Name].Id);

    /// <summary>The rules without which nobody reaches <paramref name="node"/>, nor it anybody.</summary>
    public IEnumerable<Resource> RulesOf(Node node) => Plan.GroupsOf(node).SelectMany(group => _rules[group.Name]);

    /// <summary>The same of the bastion.</summary>
    public IEnumerable<Resource> RulesOfBastion => _rules[BastionName];

    /// <summary>How many rules of AWS a rule is whose other end is <paramref name="peer"/>.</summary>
    internal static int RulesFor(string peer, AwsSettings settings) => Sources(peer, settings).Count() is var count and > 0 ? count : 1;

    /// <summary>Networks and groups at the other end, when it is none of the plan's groups.</summary>
    private static IEnumerable<string> Sources(string peer, AwsSettings settings)
    {
        if (peer == NodeSet.Internet.Name)
            return [Everywhere];
        // Whoever is on the bastion has come as an administrator.
        var bastion = settings.Bastion ? new[] { BastionName } : [];
        if (peer == NodeSet.Deployer.Name)
            return settings.Bastion ? bastion : settings.Administrators;
        return peer == NodeSet.Administrators.Name ? [.. settings.Administrators, .. bastion] : [];
    }

    private void Group(string name, string who, Vpc vpc)
    {
        _rules[name] = [];
        _groups[name] = new SecurityGroup($"{_name}-{name}", new SecurityGroupArgs
        {
            VpcId = vpc.Id,
            Description = $"{who}: {name}",
            RevokeRulesOnDelete = true,
            Tags = { ["Name"] = $"{_name}-{name}" },
        }, new CustomResourceOptions { Parent = this });
    }

    private void AddBastion()
    {
        foreach (var rule in Plan.Rules.Where(rule => rule.IsIngress && (rule.Peer == NodeSet.Deployer.Name || rule.Peer == NodeSet.Administrators.Name)))
            Add(rule with { IsIngress = false, Group = BastionName, Peer = rule.Group });
        foreach (var network in _settings.Administrators)
            Add(new(IsIngress: true, BastionName, network, 22, 22, PortProtocol.Tcp, "SSH"), network);
        foreach (var rule in Plan.Rules.Where(rule => !rule.IsIngress && rule.Group == NodeSet.AllHosts.Name && rule.Peer == NodeSet.Internet.Name))
            Add(rule with { Group = BastionName });
    }

    private void Add(FirewallRule rule)
    {
        if (_groups.ContainsKey(rule.Peer) && rule.Peer != BastionName)
        {
            Add(rule, rule.Peer);
            return;
        }

        foreach (var source in Sources(rule.Peer, _settings))
            Add(rule, source);
    }

    private void Add(FirewallRule rule, string source)
    {
        var peer = rule.Peer == source ? rule : rule with { Peer = source == Everywhere ? rule.Peer : source.Replace('/', '-') };
        var name = $"{_name}-{peer.Key.Replace('/', '-')}";
        var options = new CustomResourceOptions { Parent = this };
        _rules[rule.Group].Add(rule.IsIngress
            ? new SecurityGroupIngressRule(name, Ingress(rule, source), options)
            : new SecurityGroupEgressRule(name, Egress(rule, source), options));
    }

    private SecurityGroupIngressRuleArgs Ingress(FirewallRule rule, string source)
    {
        var args = new SecurityGroupIngressRuleArgs
        {
            SecurityGroupId = _groups[rule.Group].Id,
            IpProtocol = Protocol(rule),
            Description = Described(rule.Purpose),
        };
        if (_groups.TryGetValue(source, out var group))
            args.ReferencedSecurityGroupId = group.Id;
        else
            args.CidrIpv4 = source;
        if (Ports(rule) is var (first, last))
            (args.FromPort, args.ToPort) = (first, last);
        return args;
    }

    private SecurityGroupEgressRuleArgs Egress(FirewallRule rule, string target)
    {
        var args = new SecurityGroupEgressRuleArgs
        {
            SecurityGroupId = _groups[rule.Group].Id,
            IpProtocol = Protocol(rule),
            Description = Described(rule.Purpose),
        };
        if (_groups.TryGetValue(target, out var group))
            args.ReferencedSecurityGroupId = group.Id;
        else
            args.CidrIpv4 = target;
        if (Ports(rule) is var (first, last))
            (args.FromPort, args.ToPort) = (first, last);
        return args;
    }

    // What AWS refuses in a description: apostrophes.
    private static string Described(string purpose) => purpose.Replace("'", "", StringComparison.Ordinal);

    private static string Protocol(FirewallRule rule) => rule.Protocol switch
    {
        null => "-1",
        PortProtocol.Icmp => "icmp",
        PortProtocol.Udp => "udp",
        PortProtocol.Tcp => "tcp",
        PortProtocol.Vrrp => "112",
        _ => throw new ArgumentOutOfRangeException(nameof(rule), rule.Protocol, "no protocol of a VPC"),
    };

    private static (int First, int Last)? Ports(FirewallRule rule) => rule.Protocol switch
    {
        null or PortProtocol.Vrrp => null,
        // Type 8 is the echo request; it has the one code 0.
        PortProtocol.Icmp => (8, 0),
        _ => (rule.First, rule.Last),
    };
}
