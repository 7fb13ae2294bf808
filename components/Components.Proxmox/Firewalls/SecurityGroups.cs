using System.Globalization;
using CarbonioInfra.Components.Firewalls;
using CarbonioInfra.Components.Ports;
using CarbonioInfra.Components.Proxmox.Settings;
using CarbonioInfra.Components.Topologies;
using Pulumi;
using Pulumi.ProxmoxVE.Cluster.Firewall.Security;
using Pulumi.ProxmoxVE.Cluster.Firewall.Security.Inputs;
using Pulumi.ProxmoxVE.Firewall;
using Pulumi.ProxmoxVE.Firewall.Inputs;

namespace CarbonioInfra.Components.Proxmox.Firewalls;

/// <summary>
/// The firewall plan as security groups of the PVE cluster. Their sources are IP sets, so that another node replaces sets and
/// changes no rule. The cluster's own switch (Datacenter, Firewall, Options) is left alone: without it no rule has an effect.
/// </summary>
public sealed class SecurityGroups : ComponentResource
{
    /// <summary>Proxmox VE takes no longer name of a security group.</summary>
    internal const int LongestName = 18;

    private readonly ProxmoxSettings _settings;
    private readonly FirewallPlan _plan;
    private readonly List<Resource> _sets = [];
    private readonly Dictionary<string, GroupLegacy> _groups = new(StringComparer.Ordinal);

    /// <summary>Makes sets and groups.</summary>
    /// <param name="name">Name of the component.</param>
    /// <param name="plan">Groups and rules.</param>
    /// <param name="addresses">Address of each node.</param>
    /// <param name="settings">Prefix and administrators.</param>
    /// <param name="options">Component options.</param>
    public SecurityGroups(
        string name, FirewallPlan plan, IReadOnlyDictionary<Node, string> addresses, ProxmoxSettings settings,
        ComponentResourceOptions? options = null)
        : base("carbonio-infra:proxmox:SecurityGroups", $"{name}-security-groups", options)
    {
        (_plan, _settings) = (plan, settings);
        foreach (var group in plan.Groups)
        {
            AddSet(group.Name, group.Members.Select(node => new IpsetLegacyCidrArgs
            {
                Name = addresses[node],
                Comment = node.Name,
            }));
        }

        // The deployment comes from where administrators come from.
        AddSet(NodeSet.Administrators.Name, settings.Administrators.Select(network => new IpsetLegacyCidrArgs { Name = network }));
        foreach (var group in plan.Groups)
            AddGroup(group.Name);
        RegisterOutputs();
    }

    /// <summary>The sets outside that this platform knows.</summary>
    public static IReadOnlySet<NodeSet> Outside { get; } =
        new HashSet<NodeSet> { NodeSet.Internet, NodeSet.Administrators, NodeSet.Deployer };

    /// <summary>Closes the machine of <paramref name="node"/> but for its groups.</summary>
    /// <returns>What must be there before anybody reaches it.</returns>
    public IEnumerable<Resource> Protect(Node node, Pulumi.ProxmoxVE.VmLegacy machine)
    {
        var rules = FormerTypes.Child(this, FormerTypes.Rules);
        var groups = _plan.GroupsOf(node);
        rules.DeletedWith = machine;
        rules.ReplaceWith.Add(machine);
        rules.DependsOn = groups.Select(group => (Resource)_groups[group.Name]).ToArray();
        var open = new RulesLegacy($"{node.Name}-rules", new RulesLegacyArgs
        {
            NodeName = machine.NodeName,
            VmId = machine.VmId,
            Rules = groups.Select(group => new RulesLegacyRuleArgs
            {
                SecurityGroup = _groups[group.Name].Name,
                Comment = group.Name,
            }).ToList(),
        }, rules);
        // Closed after its groups are there, so that it is never cut off.
        var closed = FormerTypes.Child(this, FormerTypes.Options);
        closed.DeletedWith = machine;
        closed.ReplaceWith.Add(machine);
        closed.DependsOn = new Resource[] { open };
        return
        [
            open,
            new OptionsLegacy($"{node.Name}-firewall", new OptionsLegacyArgs
            {
                NodeName = machine.NodeName,
                VmId = machine.VmId,
                Enabled = true,
                InputPolicy = "DROP",
                OutputPolicy = "DROP",
            }, closed),
        ];
    }

    /// <summary>The name in Proxmox VE of the group or set that the plan calls <paramref name="name"/>.</summary>
    internal static string Called(ProxmoxSettings settings, string name) => $"{settings.Prefix}-{name}";

    private void AddSet(string name, IEnumerable<IpsetLegacyCidrArgs> members)
    {
        var options = FormerTypes.Child(this, FormerTypes.IpSet);
        // The provider replaces a set whose members change, and there cannot be two of one name. Rules refer to it by that name; until
        // the new one is there nobody of the set can connect anew.
        options.DeleteBeforeReplace = true;
        _sets.Add(new IpsetLegacy($"{name}-addresses", new IpsetLegacyArgs
        {
            Name = Called(_settings, name),
            Comment = $"carbonio-infra: {name}",
            Cidrs = members.ToList(),
        }, options));
    }

    private void AddGroup(string name)
    {
        var options = FormerTypes.Child(this, FormerTypes.SecurityGroup);
        options.DependsOn = _sets.ToArray();
        _groups[name] = new GroupLegacy($"{name}-group", new GroupLegacyArgs
        {
            Name = Called(_settings, name),
            Comment = $"carbonio-infra: {name}",
            Rules = _plan.Rules.Where(rule => rule.Group == name).Select(Rule).ToList(),
        }, options);
    }

    private GroupLegacyRuleArgs Rule(FirewallRule rule)
    {
        var args = new GroupLegacyRuleArgs
        {
            Type = rule.IsIngress ? "in" : "out",
            Action = "ACCEPT",
            Comment = rule.Purpose,
        };
        if (rule.Peer != NodeSet.Internet.Name)
        {
            var peer = $"+dc/{Called(_settings, rule.Peer == NodeSet.Deployer.Name ? NodeSet.Administrators.Name : rule.Peer)}";
            if (rule.IsIngress)
                args.Source = peer;
            else
                args.Dest = peer;
        }

        switch (rule.Protocol)
        {
            case null:
                break;
            case PortProtocol.Icmp:
                // The macro is the echo request alone, the protocol would be every type.
                args.Macro = "Ping";
                break;
            case PortProtocol.Vrrp:
                args.Proto = "vrrp";
                break;
            case PortProtocol.Tcp or PortProtocol.Udp:
                args.Proto = rule.Protocol == PortProtocol.Tcp ? "tcp" : "udp";
                args.Dport = rule.First == rule.Last ? Number(rule.First) : $"{Number(rule.First)}:{Number(rule.Last)}";
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(rule), rule.Protocol, "no protocol of Proxmox VE");
        }

        return args;
    }

    private static string Number(int port) => port.ToString(CultureInfo.InvariantCulture);
}
