using Renci.SshNet;

namespace CarbonioInfra.Engine.Providers.Command.Ssh;

/// <summary>A port of another host, made reachable at a port of this machine's loopback by a bastion that forwards it.</summary>
internal sealed class Route : IDisposable
{
    private static readonly Lock ThreadsLock = new();

    private readonly ForwardedPortLocal _forwarding;
    private readonly ConnectionSettings _bastion;
    private int _isDisposed;

    /// <param name="client">The connection to the bastion.</param>
    /// <param name="bastion">Who that is.</param>
    /// <param name="host">The other host as the bastion knows it.</param>
    /// <param name="port">Its port.</param>
    public Route(SshClient client, ConnectionSettings bastion, string host, int port)
    {
        _bastion = bastion;
        _forwarding = new("127.0.0.1", 0, host, (uint)port);
        ReserveThreads(1);
        client.AddForwardedPort(_forwarding);
        _forwarding.Start();
    }

    /// <summary>The near end.</summary>
    public (string Host, int Port) Address => (_forwarding.BoundHost, (int)_forwarding.BoundPort);

    /// <summary>What it means when a connection ends before the server said who it is; SSH.NET keeps the bastion's reason to itself.</summary>
    public string Silence => $"the bastion {_bastion} reaches no sshd there";

    public void Dispose()
    {
        _forwarding.Dispose();
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
            ReserveThreads(-1);
    }

    // SSH.NET keeps a thread of the pool busy for as long as a forwarded connection lasts. The pool would grow by a thread or two
    // a second, and everybody else would wait meanwhile.
    private static void ReserveThreads(int change)
    {
        lock (ThreadsLock)
        {
            ThreadPool.GetMinThreads(out var workers, out var completions);
            ThreadPool.SetMinThreads(workers + change, completions);
        }
    }
}
