using Pulumi;

namespace CarbonioInfra.Components.Hosts;

/// <summary>A host that passes SSH connections on to others.</summary>
public sealed record Bastion
{
    /// <summary>Address to connect to; a name or an IPv4 address.</summary>
    public required Input<string> Address { get; init; }

    /// <summary>TCP port. Default 22.</summary>
    public int Port { get; init; } = 22;

    /// <summary>Login name. Default <c>root</c>.</summary>
    public string User { get; init; } = "root";

    /// <summary>Private key in OpenSSH or PEM format; treated as a secret.</summary>
    public required Output<string> PrivateKey { get; init; }

    /// <summary>Its public host key as an <c>authorized_keys</c> line; null only for the first contact with a host behind it.</summary>
    public Input<string>? HostKey { get; init; }
}
