using System.Collections.Immutable;

namespace CarbonioInfra.Components.Roles.Mta;

/// <summary>What an <see cref="Mta"/> is given.</summary>
public sealed record MtaArgs
{
    /// <summary>For whom it relays without a login; see <see cref="TrustedNetworks.Of"/>.</summary>
    public required string TrustedNetworks { get; init; }

    /// <summary>Addresses from which load balancers connect to it. They may lie in none of the trusted networks. Default: none.</summary>
    public ImmutableArray<string> LoadBalancers { get; init; } = [];

    /// <summary>Whether this MTA cleans up after the training of the spam filter; one of all does.</summary>
    public required bool CleansUpTraining { get; init; }
}
