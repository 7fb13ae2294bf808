using System.Collections.Immutable;
using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Ports;
using CarbonioInfra.Components.Topologies;

namespace CarbonioInfra.Components.LoadBalancers;

/// <summary>A port and the hosts that serve it.</summary>
/// <param name="Port">TCP port, for clients and on the hosts behind.</param>
/// <param name="Purpose">What for, in one line.</param>
/// <param name="Backends">The hosts behind.</param>
public sealed record BalancedListener(int Port, string Purpose, ImmutableArray<Host> Backends)
{
    /// <summary>The listeners that <paramref name="ports"/> has for a topology whose machines are <paramref name="hosts"/>.</summary>
    public static ImmutableArray<BalancedListener> Of(PortTable ports, Topology topology, IEnumerable<Host> hosts) =>
    [
        .. ports.BalancedPorts.Select(port =>
            new BalancedListener(port.Port, port.Purpose, [.. hosts.Where(host => port.Behind.Contains(topology, host.Node))])),
    ];
}
