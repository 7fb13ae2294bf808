namespace CarbonioInfra.Engine.Providers.Command.Ssh;

/// <summary>How to reach a host: the <c>connection</c> input, with defaults filled in.</summary>
internal sealed record ConnectionSettings
{
    public const string DefaultUser = "root";
    public const int DefaultPort = 22;
    public const int DefaultDialErrorLimit = 10;
    public const int DefaultPerDialTimeout = 15;

    public required string Host { get; init; }

    public int Port { get; init; } = DefaultPort;

    public string User { get; init; } = DefaultUser;

    public string? Password { get; init; }

    /// <summary>A private key in OpenSSH, PKCS#8 or PEM format (the text, not a path).</summary>
    public string? PrivateKey { get; init; }

    public string? PrivateKeyPassword { get; init; }

    /// <summary>The SSH agent's socket; null means <c>SSH_AUTH_SOCK</c>, if that is set.</summary>
    public string? AgentSocketPath { get; init; }

    /// <summary>The host's public key or keys, one <c>authorized_keys</c> line each; null accepts any.</summary>
    public string? HostKey { get; init; }

    /// <summary>How many dials may fail: 0 means one attempt, -1 no limit.</summary>
    public int DialErrorLimit { get; init; } = DefaultDialErrorLimit;

    /// <summary>Time for one dial; zero means no limit.</summary>
    public TimeSpan PerDialTimeout { get; init; } = TimeSpan.FromSeconds(DefaultPerDialTimeout);

    /// <summary>The bastion through which the host is reached; it has none itself.</summary>
    public ConnectionSettings? Proxy { get; init; }

    /// <summary>The step that asks for the connection, whose name says more to the reader of a message than an address.</summary>
    public string? Step { get; init; }

    /// <summary>These settings without what plays no part in which connection it is: steps that agree on the rest share one.</summary>
    public ConnectionSettings Identity => this with
    {
        DialErrorLimit = DefaultDialErrorLimit,
        PerDialTimeout = TimeSpan.Zero,
        Step = null,
        Proxy = Proxy?.Identity,
    };

    /// <summary>What must not be shown.</summary>
    public IEnumerable<string> Secrets =>
        new[] { Password, PrivateKey, PrivateKeyPassword }.OfType<string>().Concat(Proxy?.Secrets ?? []);

    /// <summary>The host as messages name it, <c>root@10.0.0.11:22</c>; never the credentials.</summary>
    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"{User}@[{Host}]:{Port}" : $"{User}@{Host}:{Port}";
}
