using System.Collections.Immutable;
using Pulumi;

namespace CarbonioInfra.Components.LoadBalancers;

/// <summary>Where clients reach the balanced ports. Either an address of its own or a name is set.</summary>
public sealed record LoadBalancerEntry
{
    /// <summary>The IPv4 address that load balancer nodes share, known at plan time: public names get A records of it.</summary>
    public string? VirtualAddress { get; init; }

    /// <summary>The DNS name of a platform's own load balancer: public names are aliases of it.</summary>
    public Output<string>? DnsName { get; init; }

    /// <summary>Public IPv4 addresses behind <see cref="DnsName"/> that never change. Default: none.</summary>
    public ImmutableArray<Output<string>> PublicAddresses { get; init; } = [];
}
