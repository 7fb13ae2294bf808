using System.Diagnostics;
using System.Net.Sockets;
using Renci.SshNet;
using Renci.SshNet.Common;
using Renci.SshNet.Messages.Transport;

namespace CarbonioInfra.Engine.Providers.Command.Ssh;

/// <summary>
/// Brings one connection up, with patience for a host that is still booting. The host key is compared with the pinned one
/// before anything is sent that could authenticate us.
/// </summary>
/// <param name="settings">The host and how to log in.</param>
/// <param name="address">Where to connect to instead of the host itself: the near end of a bastion's forwarding.</param>
internal sealed class Dialer(ConnectionSettings settings, (string Host, int Port)? address)
{
    /// <summary>
    /// sshd may be up before the user may log in (keys not written yet, <c>pam_nologin</c>), so a refused login is retried as
    /// other failures are, but not for ever: every attempt is one more for the server to count against us.
    /// </summary>
    private const int AuthenticationErrorLimit = 20;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);
    private const double DelayGrowth = 1.5;

    // Once connected, how long the server may take to answer a request such as opening a channel.
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan KeepAliveInterval = TimeSpan.FromSeconds(15);

    // setsockopt(IPPROTO_TCP, TCP_USER_TIMEOUT): how long sent bytes may stay unacknowledged. With the keepalives above it is
    // what tells a command on a host that lost its power from one that is silent; the kernel's own answer takes a quarter hour.
    private const int IpProtoTcp = 6;
    private const int TcpUserTimeout = 18;
    private static readonly TimeSpan SilenceLimit = TimeSpan.FromSeconds(60);

    private readonly HostKeyPin? _pin = settings.HostKey is { } text ? HostKeyPin.Parse(text) : null;

    /// <summary>Connects and authenticates, retrying within the limits of the settings.</summary>
    /// <param name="create">Makes the client; called once per attempt.</param>
    /// <param name="note">Told why it is still waiting, whenever the reason changes.</param>
    /// <exception cref="ProviderException">The limits are reached, the host key is another one, or the credentials are unusable.</exception>
    public async Task<TClient> DialAsync<TClient>(Func<ConnectionInfo, TClient> create, Action<string> note,
        CancellationToken cancellationToken)
        where TClient : BaseClient
    {
        using var credentials = new Credentials(settings);
        if (_pin is null)
            note($"host key of {settings} is not pinned: connecting to whoever answers");
        var clock = Stopwatch.StartNew();
        var delay = FirstDelay;
        var lastReason = "";
        for (int failures = 1, refusals = 0; ; failures++)
        {
            Exception failure;
            try
            {
                return await AttemptAsync(create, credentials, cancellationToken);
            }
            catch (Exception exception) when (IsWorthRetrying(exception))
            {
                failure = exception;
            }

            if (failure is SshAuthenticationException)
                refusals++;
            var limitReached = settings.DialErrorLimit >= 0 && failures > settings.DialErrorLimit;
            if (limitReached || refusals > AuthenticationErrorLimit)
                throw GivingUp(failure, failures, clock.Elapsed);
            var reason = Describe(failure);
            if (reason != lastReason)
                note($"waiting for {settings}: {reason}");
            lastReason = reason;
            await Task.Delay(delay, cancellationToken);
            delay = delay * DelayGrowth < LongestDelay ? delay * DelayGrowth : LongestDelay;
        }
    }

    private async Task<TClient> AttemptAsync<TClient>(Func<ConnectionInfo, TClient> create, Credentials credentials,
        CancellationToken cancellationToken)
        where TClient : BaseClient
    {
        var client = create(Describe(credentials.Methods(), _pin));
        var witness = new HostKeyWitness(client, key => _pin is null || _pin.Accepts(key));
        try
        {
            await ConnectAsync(client, cancellationToken);
            client.ConnectionInfo.Timeout = RequestTimeout;
            SshNetInternals.SocketOf(client)?.SetRawSocketOption(IpProtoTcp, TcpUserTimeout,
                BitConverter.GetBytes((int)SilenceLimit.TotalMilliseconds));
            return client;
        }
        catch (SshConnectionException exception) when (exception.DisconnectReason == DisconnectReason.KeyExchangeFailed && _pin is not null)
        {
            client.Dispose();
            var offered = witness.Offered ?? await ProbeHostKeyAsync(cancellationToken);
            if (offered is null || _pin.Accepts(offered))
                throw;
            throw Mismatch(_pin, offered);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            client.Dispose();
            throw;
        }
    }

    // A server without a key of the pinned type ends the key exchange before it shows any. Ask once more for any type, to be
    // able to say which key it has; the answer is never trusted, so it cannot come to authentication.
    private async Task<PublicKey?> ProbeHostKeyAsync(CancellationToken cancellationToken)
    {
        using var none = new NoneAuthenticationMethod(settings.User);
        using var probe = new SshClient(Describe([none], pin: null));
        var witness = new HostKeyWitness(probe, _ => false);
        try
        {
            await ConnectAsync(probe, cancellationToken);
        }
        catch (Exception exception) when (IsWorthRetrying(exception))
        {
            // Expected: we have just refused the key.
        }

        return witness.Offered;
    }

    // An abandoned attempt ends by itself within the dial's timeout; nobody waits for that.
    private static async Task ConnectAsync(BaseClient client, CancellationToken cancellationToken)
    {
        var connecting = BlockingCall.Run(client.Connect);
        try
        {
            await connecting.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (!connecting.IsCompleted)
        {
            _ = connecting.ContinueWith(task =>
            {
                _ = task.Exception;
                client.Dispose();
            }, TaskScheduler.Default);
            throw;
        }
    }

    private ConnectionInfo Describe(AuthenticationMethod[] methods, HostKeyPin? pin)
    {
        var (host, port) = address ?? (settings.Host, settings.Port);
        var info = new ConnectionInfo(host, port, settings.User, methods)
        {
            Timeout = settings.PerDialTimeout == TimeSpan.Zero ? Timeout.InfiniteTimeSpan : settings.PerDialTimeout,
            MaxSessions = SshConnection.MaxChannels,
            RetryAttempts = 1,
        };
        if (pin is not null)
        {
            foreach (var algorithm in info.HostKeyAlgorithms.Keys.Except(pin.SignatureAlgorithms).ToList())
                info.HostKeyAlgorithms.Remove(algorithm);
        }

        return info;
    }

    private ProviderException Mismatch(HostKeyPin pin, PublicKey offered) => new(
        $"""
        host key of {settings} is not the pinned one; refused before authentication
          expected: {pin.Fingerprints}
          offered:  {offered.Fingerprint}
        If this host was rebuilt, its hostKey must be updated; if not, something else answers at its address.
        """);

    private ProviderException GivingUp(Exception failure, int attempts, TimeSpan elapsed) => new(
        string.Create(null, $"cannot connect to {settings}: after {attempts} failed attempts in {elapsed.TotalSeconds:0.0} s: {Describe(failure)}"),
        failure);

    private static bool IsWorthRetrying(Exception exception) =>
        exception is SocketException or SshException or IOException or ObjectDisposedException or TimeoutException;

    private string Describe(Exception failure) => failure switch
    {
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "connection refused",
        SocketException { SocketErrorCode: SocketError.TimedOut } or SshOperationTimeoutException or TimeoutException =>
            string.Create(null, $"no answer within {settings.PerDialTimeout.TotalSeconds:0.#} s"),
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData } => "the name does not resolve",
        SocketException socket => socket.Message,
        SshAuthenticationException authentication => $"login refused ({authentication.Message.TrimEnd('.')})",
        _ => failure.Message.Split('\n')[0].Trim().TrimEnd('.'),
    };

    /// <summary>Judges the key by which the server proves its identity, which it does before it learns anything of us.</summary>
    private sealed class HostKeyWitness
    {
        public HostKeyWitness(BaseClient client, Func<PublicKey, bool> trusts) => client.HostKeyReceived += (_, key) =>
        {
            Offered = PublicKey.FromWire(key.HostKey);
            key.CanTrust = Offered is not null && trusts(Offered);
        };

        public PublicKey? Offered { get; private set; }
    }
}
