using Pulumi;
using Pulumi.Command.Remote.Inputs;

namespace CarbonioInfra.Components.Hosts;

/// <summary>An SSH connection whose host key is pinned.</summary>
public sealed record HostConnection
{
    // A booting machine refuses connections for minutes: delays grow to 5 s, so this is about five minutes.
    private const int DialErrorLimit = 60;
    private const int PerDialTimeoutSeconds = 15;

    /// <summary>Address to connect to; a name or an IPv4 address.</summary>
    public required Input<string> Address { get; init; }

    /// <summary>TCP port. Default 22.</summary>
    public int Port { get; init; } = 22;

    /// <summary>Login name. Anybody but <c>root</c> needs <c>sudo</c> without password. Default <c>root</c>.</summary>
    public string User { get; init; } = "root";

    /// <summary>Private key in OpenSSH or PEM format; treated as a secret.</summary>
    public required Output<string> PrivateKey { get; init; }

    /// <summary>The host's public key as an <c>authorized_keys</c> line; any other key is refused before authentication.</summary>
    public required Input<string> HostKey { get; init; }

    /// <summary>The host through which the connection goes. Default: null, it goes straight there.</summary>
    public Bastion? Bastion { get; init; }

    internal bool NeedsSudo => User != "root";

    internal ConnectionArgs ToArgs()
    {
        var args = new ConnectionArgs
        {
            Host = Address,
            Port = Port,
            User = User,
            PrivateKey = Output.CreateSecret(PrivateKey),
            HostKey = HostKey,
            DialErrorLimit = DialErrorLimit,
            PerDialTimeout = PerDialTimeoutSeconds,
        };
        if (Bastion is not null)
            args.Proxy = ToArgs(Bastion);
        return args;
    }

    private static ProxyConnectionArgs ToArgs(Bastion bastion) => new()
    {
        Host = bastion.Address,
        Port = bastion.Port,
        User = bastion.User,
        PrivateKey = Output.CreateSecret(bastion.PrivateKey),
        HostKey = bastion.HostKey,
        DialErrorLimit = DialErrorLimit,
        PerDialTimeout = PerDialTimeoutSeconds,
    };
}
