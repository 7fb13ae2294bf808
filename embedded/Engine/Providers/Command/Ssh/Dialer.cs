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
/// <param name="liveness">How a connection, once made, finds out that its host is gone.</param>
/// <param name="findRoute">Finds the way through a bastion, anew for each attempt; null connects directly.</param>
internal sealed class Dialer(ConnectionSettings settings, Liveness liveness, Func<CancellationToken, Task<Route>>? findRoute)
{
    // Once connected, how long the server may take to answer a request such as opening a channel.
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromMinutes(1);

    private readonly HostKeyPin? _pin = settings.HostKey is { } text ? HostKeyPin.Parse(text) : null;

    /// <summary>Connects and authenticates, retrying within the limits of the settings.</summary>
    /// <param name="create">Makes the client; called once per attempt.</param>
    /// <param name="note">Told of every attempt that failed and is not the last: why, and what comes next.</param>
    /// <exception cref="ProviderException">The limits are reached, the host key is another one, or the credentials are unusable.</exception>
    public async Task<(TClient Client, Route? Route)> DialAsync<TClient>(Func<ConnectionInfo, TClient> create, Action<string> note,
        CancellationToken cancellationToken)
        where TClient : BaseClient
    {
        using var credentials = new Credentials(settings);
        if (_pin is null)
            note($"host key of {settings} is not pinned: connecting to whoever answers");
        var clock = Stopwatch.StartNew();
        var schedule = new DialSchedule(settings);
        while (true)
        {
            var route = findRoute is null ? null : await findRoute(cancellationToken);
            try
            {
                return (await AttemptAsync(create, credentials, route, cancellationToken), route);
            }
            catch (Exception exception)
            {
                var reason = route is not null && exception is SshConnectionException ? route.Silence : Describe(exception);
                route?.Dispose();
                if (!IsWorthRetrying(exception))
                    throw;
                if (!schedule.Continue(exception is SshAuthenticationException))
                    throw GivingUp(exception, reason, schedule.Failures, clock.Elapsed, credentials);
                note($"waiting for {settings}: {reason} ({schedule.Attempt}; {schedule.Outlook})");
            }

            await Task.Delay(schedule.Delay, cancellationToken);
        }
    }

    private async Task<TClient> AttemptAsync<TClient>(Func<ConnectionInfo, TClient> create, Credentials credentials, Route? route,
        CancellationToken cancellationToken)
        where TClient : BaseClient
    {
        var client = create(Describe(credentials.Methods(), _pin, route));
        var witness = new HostKeyWitness(client, key => _pin is null || _pin.Accepts(key));
        try
        {
            await ConnectAsync(client, cancellationToken);
            client.ConnectionInfo.Timeout = RequestTimeout;
            liveness.ApplyTo(client);
            return client;
        }
        catch (SshConnectionException exception) when (exception.DisconnectReason == DisconnectReason.KeyExchangeFailed && _pin is not null)
        {
            client.Dispose();
            var offered = witness.Offered ?? await ProbeHostKeyAsync(route, cancellationToken);
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
    private async Task<PublicKey?> ProbeHostKeyAsync(Route? route, CancellationToken cancellationToken)
    {
        using var none = new NoneAuthenticationMethod(settings.User);
        using var probe = new SshClient(Describe([none], pin: null, route));
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

    private ConnectionInfo Describe(AuthenticationMethod[] methods, HostKeyPin? pin, Route? route)
    {
        var (host, port) = route?.Address ?? (settings.Host, settings.Port);
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
        host key of {settings}{(settings.Step is { } step ? $" ({step})" : "")} is not the pinned one; refused before authentication
          expected: {pin.Fingerprints}
          offered:  {offered.Fingerprint}
        If this host was rebuilt, its hostKey must be updated; if not, something else answers at its address.
        """);

    private ProviderException GivingUp(Exception failure, string reason, int attempts, TimeSpan elapsed, Credentials credentials)
    {
        var limit = settings.PerDialTimeout == TimeSpan.Zero ? "no perDialTimeout" : $"perDialTimeout {DialSchedule.Text(settings.PerDialTimeout)}";
        var times = attempts == 1 ? "once" : string.Create(null, $"{attempts} times");
        var message = $"""
            cannot connect to {settings}: {reason}
              tried:   {times} in {DialSchedule.Text(elapsed)} (dialErrorLimit {settings.DialErrorLimit}, {limit})
            """;
        if (failure is SshAuthenticationException)
            message += $"\n  offered: {string.Join("; ", credentials.Offered)}";
        return new(message, failure);
    }

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
