namespace CarbonioInfra.Components.Roles.Proxy;

/// <summary>What a <see cref="PublicCertificate"/> is given.</summary>
public sealed record PublicCertificateArgs
{
    /// <summary>The primary mail domain.</summary>
    public required string Domain { get; init; }

    /// <summary>Name under which clients reach the proxies.</summary>
    public required string PublicHostname { get; init; }

    /// <summary>The certificate.</summary>
    public required TlsCertificate Certificate { get; init; }

    /// <summary>Whether this proxy puts it into the directory; one of all does.</summary>
    public required bool IsFirst { get; init; }
}
