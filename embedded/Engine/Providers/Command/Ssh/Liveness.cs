using Renci.SshNet;

namespace CarbonioInfra.Engine.Providers.Command.Ssh;

/// <summary>
/// How a connection tells a host that is gone from a command that is silent: it keeps sending something, and what it sent must
/// be acknowledged in time. The kernel's own answer takes a quarter of an hour.
/// </summary>
/// <param name="KeepAlive">How often something is sent.</param>
/// <param name="SilenceLimit">How long the host's kernel may leave that unacknowledged.</param>
internal sealed record Liveness(TimeSpan KeepAlive, TimeSpan SilenceLimit)
{
    // setsockopt(IPPROTO_TCP, TCP_USER_TIMEOUT)
    private const int IpProtoTcp = 6;
    private const int TcpUserTimeout = 18;

    /// <summary>A vanished host is noticed within 75 seconds.</summary>
    public static Liveness Default { get; } = new(TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(60));

    /// <summary>Watches over a connected client.</summary>
    public void ApplyTo(BaseClient client)
    {
        SshNetInternals.SocketOf(client)?.SetRawSocketOption(IpProtoTcp, TcpUserTimeout,
            BitConverter.GetBytes((int)SilenceLimit.TotalMilliseconds));
        client.KeepAliveInterval = KeepAlive;
    }
}
