using System.Collections.Immutable;
using CarbonioInfra.Components.Nodes;

namespace CarbonioInfra.Components.LoadBalancers;

/// <summary>What a <see cref="HaproxyLoadBalancer"/> is made of.</summary>
public sealed record HaproxyLoadBalancerArgs
{
    /// <summary>The two nodes, with HAProxy's and keepalived's packages on them.</summary>
    public required ImmutableArray<CarbonioNode> Nodes { get; init; }

    /// <summary>A free IPv4 address in the network of both nodes.</summary>
    public required string VirtualAddress { get; init; }

    /// <summary>What is passed on.</summary>
    public required ImmutableArray<BalancedListener> Listeners { get; init; }
}
