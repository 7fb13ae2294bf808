using System.Net.Sockets;
using Renci.SshNet;
using Renci.SshNet.Common;

namespace CarbonioInfra.Engine.Providers.Command.Ssh;

/// <summary>A connection that the pool keeps open for the rest of the run.</summary>
internal interface IPooledConnection : IDisposable
{
    bool IsUsable { get; }
}

/// <summary>
/// One connection per host for commands and, where files are copied, one for SFTP (SSH.NET cannot run both on one). Opened
/// when first needed, shared by all steps, reopened when it broke, closed with the pool.
/// </summary>
internal sealed class ConnectionPool : IAsyncDisposable
{
    private readonly SharedConnections<SshConnection> _shells;
    private readonly SharedConnections<SftpConnection> _files;
    private int _opened;

    private readonly Liveness _liveness;

    public ConnectionPool(Liveness liveness)
    {
        _liveness = liveness;
        _shells = new(DialShellAsync);
        _files = new(DialFilesAsync);
    }

    /// <summary>How many connections were opened, including those to bastions.</summary>
    public int Opened => _opened;

    /// <summary>Runs a command on a host, connecting first if need be.</summary>
    /// <param name="context">Its log is told why connecting takes long; its stop token ends the waiting, not the command.</param>
    /// <exception cref="ProviderException">The host cannot be reached, or the connection broke while the command ran.</exception>
    public Task<CommandEnd> RunAsync(StepContext context, ConnectionSettings settings, RemoteCommand command, OutputCapture capture,
        CancellationToken cancellationToken) =>
        UseAsync(_shells, context, settings,
            (connection, waiting) => connection.RunAsync(command, capture, waiting, cancellationToken), cancellationToken);

    /// <summary>Works with a host's files.</summary>
    /// <inheritdoc cref="RunAsync"/>
    public Task WithFilesAsync(StepContext context, ConnectionSettings settings, Action<SftpClient> work,
        CancellationToken cancellationToken) =>
        UseAsync(_files, context, settings, async (connection, waiting) =>
        {
            await connection.RunAsync(work, waiting);
            return true;
        }, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _files.DisposeAsync();
        await _shells.DisposeAsync();
    }

    // A pooled connection may have died unnoticed, when its host rebooted for example. As long as nothing was started on it,
    // the step can move to a new one.
    private static async Task<T> UseAsync<TConnection, T>(SharedConnections<TConnection> connections, StepContext context,
        ConnectionSettings settings, Func<TConnection, CancellationToken, Task<T>> use, CancellationToken cancellationToken)
        where TConnection : class, IPooledConnection
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, context.Stopping);
        var lastNote = $"waiting for {settings}";
        for (var isFirst = true; ; isFirst = false)
        {
            TConnection? connection = null;
            try
            {
                connection = await connections.GetAsync(settings, Note, waiting.Token);
                return await use(connection, waiting.Token);
            }
            catch (ChannelUnavailableException exception)
            {
                connections.Drop(settings, connection!);
                if (!isFirst)
                    throw new ProviderException(exception.Message, exception);
            }
            catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
            {
                throw new ProviderException($"stopped while {lastNote}; nothing was started there", exception);
            }
        }

        void Note(string line)
        {
            if (line.StartsWith("waiting", StringComparison.Ordinal))
                lastNote = line;
            context.Log.Line(line);
        }
    }

    private async Task<SshConnection> DialShellAsync(ConnectionSettings settings, Action<string> note, CancellationToken cancellationToken)
    {
        var (client, route) = await DialAsync(settings, info => new SshClient(info), note, cancellationToken);
        return new(client, settings, route);
    }

    private async Task<SftpConnection> DialFilesAsync(ConnectionSettings settings, Action<string> note, CancellationToken cancellationToken)
    {
        var (client, route) = await DialAsync(settings, info => new SftpClient(info), note, cancellationToken);
        return new(client, settings, route);
    }

    private async Task<(TClient Client, Route? Route)> DialAsync<TClient>(ConnectionSettings settings,
        Func<ConnectionInfo, TClient> create, Action<string> note, CancellationToken cancellationToken)
        where TClient : BaseClient
    {
        Func<CancellationToken, Task<Route>>? findRoute = settings.Proxy is { } proxy
            ? token => RouteAsync(proxy, settings, note, token)
            : null;
        var dialed = await new Dialer(settings, _liveness, findRoute).DialAsync(create, note, cancellationToken);
        Interlocked.Increment(ref _opened);
        return dialed;
    }

    private async Task<Route> RouteAsync(ConnectionSettings proxy, ConnectionSettings target, Action<string> note,
        CancellationToken cancellationToken)
    {
        try
        {
            var bastion = await _shells.GetAsync(proxy, note, cancellationToken);
            return bastion.RouteTo(target.Host, target.Port);
        }
        catch (ProviderException exception)
        {
            throw new ProviderException($"proxy: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is SshException or SocketException)
        {
            throw new ProviderException($"proxy: {proxy} forwards no connection to {target}: {exception.Message}", exception);
        }
    }
}
