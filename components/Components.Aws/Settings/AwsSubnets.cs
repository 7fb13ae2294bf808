using System.Collections.Immutable;
using CarbonioInfra.Components.Addresses;

namespace CarbonioInfra.Components.Aws.Settings;

/// <summary>Networks of the subnets in CIDR notation, one of each kind for each zone.</summary>
/// <param name="Private">Nodes without public addresses; at least a /24.</param>
/// <param name="Public">MTAs, video servers and the bastion; at least a /24.</param>
/// <param name="Edge">
/// Load balancer and NAT gateways, whose addresses AWS picks: away from nodes, whose addresses are fixed. At least a /27.
/// </param>
public sealed record AwsSubnets(ImmutableArray<string> Private, ImmutableArray<string> Public, ImmutableArray<string> Edge)
{
    // So many networks of each kind, whatever the number of zones: another zone moves no subnet.
    private const int PlacesPerKind = 8;

    /// <summary>The longest prefix of a VPC that has room for the default layout.</summary>
    internal const int LongestVpcPrefix = AddressPlan.PrefixLength - 5;

    internal static AwsSubnets Of(Ipv4Network network, int zones)
    {
        return new AwsSubnets(Kind(0), Kind(1), Kind(2));

        ImmutableArray<string> Kind(int index) =>
        [
            .. Enumerable.Range(0, zones)
                .Select(zone => network.Subnet(AddressPlan.PrefixLength, (index * PlacesPerKind) + zone).ToString()),
        ];
    }
}
