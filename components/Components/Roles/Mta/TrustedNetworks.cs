using System.Collections.Immutable;
using CarbonioInfra.Components.Addresses;
using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Topologies;

namespace CarbonioInfra.Components.Roles.Mta;

/// <summary>
/// For whom MTAs relay without a login. Carbonio's own choice is every network that the host is in: a load balancer in one of them, in
/// whose name all of the Internet comes, would make an open relay.
/// </summary>
public static class TrustedNetworks
{
    private static readonly ImmutableArray<string> Loopback = ["127.0.0.0/8", "[::1]/128"];

    /// <summary>
    /// The value of <c>zimbraMtaMyNetworks</c>, in the directory and in the bootstrap file: loopback and the single addresses of Carbonio's
    /// nodes, which send mail and alerts. MTAs themselves send by loopback, so that their own addresses are not in it.
    /// </summary>
    /// <param name="hosts">The machines of all nodes.</param>
    public static string Of(IEnumerable<Host> hosts) => string.Join(' ', Loopback.Concat(
        hosts.Where(host => host.Node.IsCarbonio && !host.Node.Has(Role.Mta)).Select(host => $"{host.Address}/32")));

    /// <summary>Load balancers that lie in one of the networks, each as a sentence; empty when nobody is trusted who must not be.</summary>
    /// <param name="networks">As <see cref="Of"/> makes it.</param>
    /// <param name="loadBalancers">Addresses from which load balancers connect.</param>
    public static ImmutableArray<string> Problems(string networks, IEnumerable<string> loadBalancers)
    {
        var trusted = networks.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Where(network => Ipv4Network.TryParse(network, out _)).Select(Ipv4Network.Parse).ToArray();
        return
        [
            .. loadBalancers.SelectMany(address => trusted.Where(network => network.Contains(address))
                .Select(network => $"trusted networks of MTAs: expected none with the load balancer {address}, found {network}")),
        ];
    }
}
