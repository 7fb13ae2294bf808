using System.Collections.Immutable;
using static CarbonioInfra.Components.Ports.NodeSet;

namespace CarbonioInfra.Components.Ports;

/// <summary>Where nodes may open connections to outside, for platforms whose firewalls are closed that way too.</summary>
public static class OutboundPorts
{
    /// <summary>Carbonio's and the operating system's needs.</summary>
    public static ImmutableArray<PortRule> Carbonio { get; } =
    [
        Rule(80, 80, PortProtocol.Tcp, AllHosts, "package repositories"),
        Rule(443, 443, PortProtocol.Tcp, AllHosts, "package repositories, licence, notifications, object storage"),
        Rule(53, 53, PortProtocol.Udp, AllHosts, "DNS"),
        Rule(53, 53, PortProtocol.Tcp, AllHosts, "DNS"),
        Rule(123, 123, PortProtocol.Udp, AllHosts, "time"),
        Rule(25, 25, PortProtocol.Tcp, Mta, "delivery to other sites"),
        Rule(587, 587, PortProtocol.Tcp, Mta, "a smart host"),
        Rule(1024, 65535, PortProtocol.Udp, Video, "RTP media to clients"),
    ];

    private static PortRule Rule(int first, int last, PortProtocol protocol, NodeSet from, string purpose) =>
        new(first, last, protocol, Internet, [from], purpose);
}
