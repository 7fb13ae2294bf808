using System.Collections.Immutable;
using CarbonioInfra.Components.Nodes;
using CarbonioInfra.Components.Platforms;
using Pulumi;

namespace CarbonioInfra.Components.Clusters;

/// <summary>What a <see cref="CarbonioInstallation"/> is made of.</summary>
internal sealed record CarbonioInstallationArgs
{
    /// <summary>What the cluster was given.</summary>
    public required CarbonioClusterArgs Cluster { get; init; }

    /// <summary>Its nodes, prepared and with their packages, in the topology's order.</summary>
    public required ImmutableArray<CarbonioNode> Nodes { get; init; }

    /// <summary>What the platform made.</summary>
    public required ProvisionedPlatform Platform { get; init; }

    /// <summary>Certificate of the private authority that vouches for the bucket, or null where there is none.</summary>
    public required Output<string>? ObjectStoreAuthority { get; init; }

    /// <summary>Addresses from which load balancers connect to MTAs and proxies.</summary>
    public required ImmutableArray<string> LoadBalancers { get; init; }
}
