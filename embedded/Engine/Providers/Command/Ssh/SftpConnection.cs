using Renci.SshNet;
using Renci.SshNet.Common;

namespace CarbonioInfra.Engine.Providers.Command.Ssh;

/// <summary>One authenticated connection to a host for its files; one piece of work at a time.</summary>
internal sealed class SftpConnection(SftpClient client, ConnectionSettings settings, Route? route) : IPooledConnection
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    public bool IsUsable => client.IsConnected;

    /// <param name="work">What to do.</param>
    /// <param name="waiting">Cancelled when it is not to begin any longer.</param>
    /// <exception cref="ProviderException">The server refused, or the connection broke.</exception>
    public async Task RunAsync(Action<SftpClient> work, CancellationToken waiting)
    {
        await _turn.WaitAsync(waiting);
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
