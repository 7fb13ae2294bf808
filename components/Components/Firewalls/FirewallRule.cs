using CarbonioInfra.Components.Ports;

namespace CarbonioInfra.Components.Firewalls;

/// <summary>What one group lets in or out.</summary>
/// <param name="IsIngress">Whether connections come in.</param>
/// <param name="Group">Name of the group that the rule is of.</param>
/// <param name="Peer">Name of the group, or of the node set outside, at the other end.</param>
/// <param name="First">First port; 0 for protocols without ports.</param>
/// <param name="Last">Last port.</param>
/// <param name="Protocol">IP protocol; null for everything.</param>
/// <param name="Purpose">What for.</param>
public sealed record FirewallRule(
    bool IsIngress, string Group, string Peer, int First, int Last, PortProtocol? Protocol, string Purpose)
{
    /// <summary>What makes rules the same for a firewall, also a name that is unique among the rules of a plan.</summary>
    public string Key => $"{Group}-{(IsIngress ? "from" : "to")}-{Peer}-"
        + (Protocol is { } protocol ? $"{Name(protocol)}{(First == 0 ? "" : First == Last ? $"-{First}" : $"-{First}-{Last}")}" : "everything");

    private static string Name(PortProtocol protocol) => protocol switch
    {
        PortProtocol.Tcp => "tcp",
        PortProtocol.Udp => "udp",
        PortProtocol.Icmp => "icmp",
        _ => "vrrp",
    };
}
