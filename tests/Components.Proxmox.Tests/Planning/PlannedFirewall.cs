using System.Collections.Immutable;
using System.Globalization;
using CarbonioInfra.Components.Addresses;
using CarbonioInfra.Components.Topologies;

namespace CarbonioInfra.Components.Proxmox.Tests.Planning;

/// <summary>What the planned security groups let through, as Proxmox VE would judge it.</summary>
internal sealed class PlannedFirewall
{
    private readonly ImmutableDictionary<string, ImmutableArray<string>> _sets;
    private readonly ImmutableDictionary<string, ImmutableArray<PlannedRule>> _groups;
    private readonly ImmutableDictionary<int, ImmutableArray<string>> _groupsOf;
    private readonly ImmutableDictionary<string, string> _addresses;
    private readonly ImmutableHashSet<int> _closed;

    public PlannedFirewall(ProxmoxPlan plan)
    {
        _sets = plan.Of("firewall/ipsetLegacy:IpsetLegacy").Values.ToImmutableDictionary(
            inputs => (string)inputs["name"], inputs => ProxmoxPlan.Maps(inputs["cidrs"]).Select(cidr => (string)cidr["name"]).ToImmutableArray());
        _groups = plan.Of("cluster/firewall/security/groupLegacy:GroupLegacy").Values.ToImmutableDictionary(
            inputs => (string)inputs["name"], inputs => ProxmoxPlan.Maps(inputs["rules"]).Select(PlannedRule.Of).ToImmutableArray());
        _groupsOf = plan.Of("firewall/rulesLegacy:RulesLegacy").Values.ToImmutableDictionary(
            inputs => VmId(inputs), inputs => ProxmoxPlan.Maps(inputs["rules"]).Select(rule => (string)rule["securityGroup"]).ToImmutableArray());
        _closed = [.. plan.Of("firewall/optionsLegacy:OptionsLegacy").Values
            .Where(inputs => (true, "DROP", "DROP").Equals(((bool)inputs["enabled"], (string)inputs["inputPolicy"], (string)inputs["outputPolicy"])))
            .Select(VmId)];
        _addresses = plan.Machines().ToImmutableDictionary(entry => entry.Key, entry => Address(entry.Value));
        // Rules have no effect on a network device without the flag.
        Filtered = plan.Machines().Where(entry => ProxmoxPlan.Maps(entry.Value["networkDevices"]).All(device => (bool)device["firewall"]))
            .Select(entry => entry.Key).ToImmutableHashSet();
    }

    public ImmutableHashSet<string> Filtered { get; }

    public IEnumerable<string> GroupNames => _groups.Keys;

    public string AddressOf(Node node) => _addresses[node.Name];

    public bool IsClosed(Node node) => _closed.Contains(ProxmoxPlan.VmId(node));

    /// <summary>Whether <paramref name="node"/> takes connections from <paramref name="source"/>.</summary>
    public bool ComesIn(Node node, string source, string protocol, int port) => RulesOf(node)
        .Any(rule => rule.IsIngress && rule.Covers(protocol, port) && IsIn(rule.Peer, source));

    /// <summary>Whether <paramref name="node"/> may open connections to <paramref name="target"/>.</summary>
    public bool GoesOut(Node node, string target, string protocol, int port) => RulesOf(node)
        .Any(rule => !rule.IsIngress && rule.Covers(protocol, port) && IsIn(rule.Peer, target));

    private IEnumerable<PlannedRule> RulesOf(Node node) => _groupsOf[ProxmoxPlan.VmId(node)].SelectMany(group => _groups[group]);

    private bool IsIn(string? peer, string address) => peer is null || _sets[peer["+dc/".Length..]]
        .Any(member => member == address || (Ipv4Network.TryParse(member, out var network) && network.Contains(address)));

    private static int VmId(ImmutableDictionary<string, object> inputs) => Convert.ToInt32(inputs["vmId"], CultureInfo.InvariantCulture);

    private static string Address(ImmutableDictionary<string, object> machine)
    {
        var config = ProxmoxPlan.Maps(ProxmoxPlan.Map(machine["initialization"])["ipConfigs"]).Single();
        return ((string)ProxmoxPlan.Map(config["ipv4"])["address"]).Split('/')[0];
    }
}

/// <summary>A rule of a security group; without a peer it is for anybody.</summary>
internal sealed record PlannedRule(bool IsIngress, string? Peer, string Protocol, int First, int Last)
{
    public bool Covers(string protocol, int port) => Protocol == "any" || (Protocol == protocol && First <= port && port <= Last);

    public static PlannedRule Of(ImmutableDictionary<string, object> inputs)
    {
        var isIngress = (string)inputs["type"] == "in";
        var ports = ((string?)inputs.GetValueOrDefault("dport") ?? "0:65535").Split(':').Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        var protocol = (string?)inputs.GetValueOrDefault("macro") == "Ping" ? "icmp" : (string?)inputs.GetValueOrDefault("proto") ?? "any";
        return new((string)inputs["action"] == "ACCEPT" && isIngress, (string?)inputs.GetValueOrDefault(isIngress ? "source" : "dest"), protocol, ports[0], ports[^1]);
    }
}
