using System.Collections.Immutable;

namespace CarbonioInfra.Components.Ports;

/// <summary>IP protocol of a <see cref="PortRule"/>.</summary>
public enum PortProtocol
{
    /// <summary>TCP.</summary>
    Tcp,

    /// <summary>UDP.</summary>
    Udp,

    /// <summary>ICMP echo; the ports of the rule are 0.</summary>
    Icmp,

    /// <summary>VRRP, IP protocol 112; the ports of the rule are 0.</summary>
    Vrrp,
}

/// <summary>A row of the ports table: who may open connections to which ports of which nodes.</summary>
/// <param name="First">First port; 0 for ICMP and VRRP.</param>
/// <param name="Last">Last port, the same as <paramref name="First"/> for a single one.</param>
/// <param name="Protocol">IP protocol.</param>
/// <param name="On">The nodes that listen.</param>
/// <param name="From">Who connects.</param>
/// <param name="Purpose">What for, in the vendor's terms.</param>
public sealed record PortRule(
    int First, int Last, PortProtocol Protocol, NodeSet On, ImmutableArray<NodeSet> From, string Purpose);
