using System.Collections.Immutable;
using CarbonioInfra.Components.Topologies;

namespace CarbonioInfra.Components.Firewalls;

/// <summary>Nodes that a firewall treats alike: both target and source of rules.</summary>
/// <param name="Name">Lower-case letters, digits and hyphens; that of the first node set with these members.</param>
/// <param name="Members">The nodes, in the topology's order.</param>
public sealed record FirewallGroup(string Name, ImmutableArray<Node> Members);
