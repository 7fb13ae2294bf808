using System.Collections.Immutable;
using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.LoadBalancers;
using CarbonioInfra.Components.Nodes.Repositories;
using CarbonioInfra.Components.ObjectStores;
using Pulumi;

namespace CarbonioInfra.Components.Platforms;

/// <summary>What a platform made.</summary>
/// <param name="Hosts">One host for each node of the topology, by node name.</param>
public sealed record ProvisionedPlatform(ImmutableDictionary<string, Host> Hosts)
{
    /// <summary>Where clients reach MTAs and proxies. Default: null, the site balances by itself.</summary>
    public LoadBalancerEntry? LoadBalancer { get; init; }

    /// <summary>The bucket that the platform made. Default: null, it made none.</summary>
    public ObjectStore? ObjectStore { get; init; }

    /// <summary>Where Carbonio's packages come from on this platform. Default: null, the public repositories.</summary>
    public PackageSources? PackageSources { get; init; }

    /// <summary>Public IPv4 addresses of nodes that have one of their own, by node name. Default: none.</summary>
    public ImmutableDictionary<string, Output<string>> PublicAddresses { get; init; } = ImmutableDictionary<string, Output<string>>.Empty;
}
