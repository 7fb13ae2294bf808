using System.Collections.Immutable;
using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Topologies;

namespace CarbonioInfra.Components.Roles.Directory;

/// <summary>What the directory says for the whole cluster.</summary>
public sealed record DirectorySettings
{
    /// <summary>The primary mail domain.</summary>
    public required string Domain { get; init; }

    /// <summary>Full name of the node that collects syslog (<c>zimbraLogHostname</c>).</summary>
    public required string LogHost { get; init; }

    /// <summary>Name under which clients reach the proxies (<c>zimbraPublicServiceHostname</c>), for example <c>mail.example.com</c>.</summary>
    public required string PublicHostname { get; init; }

    /// <summary>
    /// Addresses whose <c>X-Forwarded-For</c> is believed (<c>zimbraMailTrustedIP</c>): of every proxy, and of a load balancer only if it
    /// writes that header itself. One that passes TCP on would lend its good name to whatever a client writes there.
    /// </summary>
    public required ImmutableArray<string> TrustedAddresses { get; init; }

    /// <summary>The settings of a cluster.</summary>
    /// <param name="topology">Domain and roles.</param>
    /// <param name="hosts">The machines of all nodes.</param>
    /// <param name="publicHostname">Name under which clients reach the proxies.</param>
    /// <param name="terminatingLoadBalancers">Addresses of load balancers that end TLS. Default: none.</param>
    public static DirectorySettings Of(
        Topology topology, IEnumerable<Host> hosts, string publicHostname, ImmutableArray<string> terminatingLoadBalancers = default) => new()
    {
        Domain = topology.Domain,
        LogHost = topology.Fqdn(topology.With(Role.Monitoring)[0]),
        PublicHostname = publicHostname,
        TrustedAddresses =
        [
            .. hosts.Where(host => host.Node.Has(Role.Proxy)).Select(host => host.Address),
            .. terminatingLoadBalancers.IsDefault ? [] : terminatingLoadBalancers,
        ],
    };
}
