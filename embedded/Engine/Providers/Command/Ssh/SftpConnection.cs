using Renci.SshNet;
using Renci.SshNet.Common;

namespace CarbonioInfra.Engine.Providers.Command.Ssh;

/// <summary>One authenticated connection to a host for its files; one piece of work at a time.</summary>
internal sealed class SftpConnection(SftpClient client, ConnectionSettings settings, IDisposable? route) : IPooledConnection
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    public bool IsUsable => client.IsConnected;

    /// <exception cref="ProviderException">The server refused, or the connection broke.</exception>
    public async Task RunAsync(Action<SftpClient> work, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            // Not abandoned when cancelled: the work looks at its token, and two must not run at once.
            await BlockingCall.Run(() => work(client));
        }
        catch (Exception exception) when (exception is SshException or IOException)
        {
            throw new ProviderException($"copying to {settings} failed: {exception.Message.Split('\n')[0].Trim()}", exception);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        client.Dispose();
        route?.Dispose();
        _turn.Dispose();
    }
}
