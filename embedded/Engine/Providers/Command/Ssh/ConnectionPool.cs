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

    public ConnectionPool()
    {
        _shells = new(DialShellAsync);
        _files = new(DialFilesAsync);
    }

    /// <summary>How many connections were opened, including those to bastions.</summary>
    public int Opened => _opened;

    /// <summary>Runs a command on a host, connecting first if need be.</summary>
    /// <param name="note">Told why connecting takes long.</param>
    /// <exception cref="ProviderException">The host cannot be reached, or the connection broke while the command ran.</exception>
    public Task<CommandEnd> RunAsync(ConnectionSettings settings, RemoteCommand command, OutputCapture capture,
        Action<string> note, CancellationToken cancellationToken) =>
        UseAsync(_shells, settings, note, connection => connection.RunAsync(command, capture, cancellationToken), cancellationToken);

    /// <summary>Works with a host's files.</summary>
    /// <inheritdoc cref="RunAsync"/>
    public Task WithFilesAsync(ConnectionSettings settings, Action<SftpClient> work, Action<string> note,
        CancellationToken cancellationToken) =>
        UseAsync(_files, settings, note, async connection =>
        {
            await connection.RunAsync(work, cancellationToken);
            return true;
        }, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _files.DisposeAsync();
        await _shells.DisposeAsync();
    }

    // A pooled connection may have died unnoticed, when its host rebooted for example. As long as nothing was started on it,
    // the step can move to a new one.
    private static async Task<T> UseAsync<TConnection, T>(SharedConnections<TConnection> connections, ConnectionSettings settings,
        Action<string> note, Func<TConnection, Task<T>> use, CancellationToken cancellationToken)
        where TConnection : class, IPooledConnection
    {
        for (var isFirst = true; ; isFirst = false)
        {
            var connection = await connections.GetAsync(settings, note, cancellationToken);
            try
            {
                return await use(connection);
            }
            catch (ChannelUnavailableException exception)
            {
                connections.Drop(settings, connection);
                if (!isFirst)
                    throw new ProviderException(exception.Message, exception);
            }
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

    private async Task<(TClient Client, IDisposable? Route)> DialAsync<TClient>(ConnectionSettings settings,
        Func<ConnectionInfo, TClient> create, Action<string> note, CancellationToken cancellationToken)
        where TClient : BaseClient
    {
        var route = settings.Proxy is { } proxy ? await RouteAsync(proxy, settings, note, cancellationToken) : null;
        try
        {
            (string, int)? address = route is null ? null : (route.BoundHost, (int)route.BoundPort);
            var client = await new Dialer(settings, address).DialAsync(create, note, cancellationToken);
            client.KeepAliveInterval = Dialer.KeepAliveInterval;
            Interlocked.Increment(ref _opened);
            return (client, route);
        }
        catch
        {
            route?.Dispose();
            throw;
        }
    }

    private async Task<ForwardedPortLocal> RouteAsync(ConnectionSettings proxy, ConnectionSettings target, Action<string> note,
        CancellationToken cancellationToken)
    {
        try
        {
            var bastion = await _shells.GetAsync(proxy, note, cancellationToken);
            return bastion.Forward(target.Host, target.Port);
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
