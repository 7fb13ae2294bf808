using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace CarbonioInfra.Lab.Tests.EndToEnd.LoadBalancers;

/// <summary>
/// A client as mail programs are: it keeps its connection, and opens another when nothing comes for a while or it is closed.
/// </summary>
internal sealed class Client(string address, int port)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentQueue<DateTime> _answers = new();

    public int Port { get; } = port;

    public IEnumerable<DateTime> Answers => _answers;

    /// <summary>Sends and waits for the same to come back, over and over.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var connection = await ConnectAsync(address, Port, stop);
                var buffer = new byte[256];
                while (true)
                {
                    await TalkAsync(connection, buffer, stop);
                    _answers.Enqueue(DateTime.UtcNow);
                    await Task.Delay(Pause, stop);
                }
            }
            catch (Exception exception) when (exception is SocketException or IOException or OperationCanceledException)
            {
                await Task.Delay(Pause, CancellationToken.None);
            }
        }
    }

    /// <summary>The names of the nodes that answer new connections, each held open, until there are <paramref name="count"/> or enough was tried.</summary>
    public static async Task<List<string>> NamesAsync(string address, int port, int count)
    {
        var held = new List<TcpClient>();
        var names = new SortedSet<string>(StringComparer.Ordinal);
        try
        {
            for (var attempt = 0; attempt < 6 && (names.Count < count || attempt < 2 * count); attempt++)
            {
                held.Add(new TcpClient());
                using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
                await held[^1].ConnectAsync(address, port, patience.Token);
                using var reader = new StreamReader(held[^1].GetStream(), Encoding.ASCII, false, 256, leaveOpen: true);
                names.Add(await reader.ReadLineAsync(patience.Token) ?? "closed");
            }
        }
        finally
        {
            held.ForEach(connection => connection.Dispose());
        }

        return [.. names];
    }

    /// <summary>A connection that <paramref name="node"/> answers.</summary>
    public static async Task<TcpClient> ConnectToAsync(string address, int port, string node)
    {
        // Held open, because a new connection goes to the node that has the fewest.
        var others = new List<TcpClient>();
        try
        {
            for (var attempt = 0; attempt < 10; attempt++)
            {
                var connection = await ConnectAsync(address, port, CancellationToken.None);
                var buffer = new byte[256];
                var length = await connection.GetStream().ReadAsync(buffer);
                if (Encoding.ASCII.GetString(buffer, 0, length).Trim() == node)
                    return connection;
                others.Add(connection);
            }

            throw new InvalidOperationException($"{node} never answers on port {port}");
        }
        finally
        {
            others.ForEach(connection => connection.Dispose());
        }
    }

    /// <summary>When the connection, on which nothing more is said, ended.</summary>
    public static async Task<DateTime> EndAsync(TcpClient connection)
    {
        using var held = connection;
        try
        {
            _ = await held.GetStream().ReadAsync(new byte[1]);
        }
        catch (IOException)
        {
            // Reset; that is an end too.
        }

        return DateTime.UtcNow;
    }

    private static async Task<TcpClient> ConnectAsync(string address, int port, CancellationToken stop)
    {
        var connection = new TcpClient();
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
            patience.CancelAfter(Patience);
            await connection.ConnectAsync(address, port, patience.Token);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static async Task TalkAsync(TcpClient connection, byte[] buffer, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        await connection.GetStream().WriteAsync("?\n"u8.ToArray(), patience.Token);
        if (await connection.GetStream().ReadAsync(buffer, patience.Token) == 0)
            throw new IOException("closed");
    }
}
