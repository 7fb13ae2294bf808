using System.Globalization;

namespace CarbonioInfra.Lab.Tests.EndToEnd.LoadBalancers;

/// <summary>One client on every balanced port, and one that goes straight to a backend.</summary>
internal sealed class Clients : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Client[] _balanced;
    private readonly Client _direct;
    private readonly Task _running;

    private Clients(BalancedEntry entry, string backend)
    {
        _balanced = [.. entry.Ports.Select(port => new Client(entry.Address, port.Port))];
        _direct = new Client(backend, 25);
        _running = Task.WhenAll(_balanced.Append(_direct).Select(client => Task.Run(() => client.RunAsync(_stop.Token))));
    }

    /// <param name="entry">What is balanced.</param>
    /// <param name="backend">A host that serves port 25.</param>
    public static Clients Start(BalancedEntry entry, string backend) => new(entry, backend);

    /// <summary>Waits until each client has had an answer after <paramref name="time"/>.</summary>
    public async Task AllAnsweredSinceAsync(DateTime time)
    {
        var limit = DateTime.UtcNow + TimeSpan.FromMinutes(1);
        while (_balanced.Append(_direct).FirstOrDefault(client => client.Answers.LastOrDefault() <= time) is { } silent)
        {
            Assert.True(DateTime.UtcNow < limit, $"port {silent.Port} has not answered since {time:T}");
            await Task.Delay(50);
        }
    }

    /// <summary>The longest time between two answers, of which the second came after <paramref name="time"/>.</summary>
    public Silence LongestSilenceSince(DateTime time) =>
        new(_balanced.Max(client => Longest(client, time)), Longest(_direct, time));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    public override string ToString() => string.Join('\n', _balanced.Append(_direct).Select(client => $"{client.Port}: "
        + string.Join(", ", client.Answers.Zip(client.Answers.Skip(1)).Where(pair => pair.Second - pair.First > TimeSpan.FromMilliseconds(300))
            .Select(pair => $"{pair.First:mm:ss.ff} to {pair.Second:mm:ss.ff}"))));

    private static TimeSpan Longest(Client client, DateTime time) =>
        client.Answers.Zip(client.Answers.Skip(1)).Where(pair => pair.Second > time).Max(pair => pair.Second - pair.First);
}

/// <param name="Clients">How long a client of the virtual address waited at most.</param>
/// <param name="Machines">How long the client of a backend did, for nothing but a busy machine.</param>
internal sealed record Silence(TimeSpan Clients, TimeSpan Machines)
{
    public TimeSpan BeyondTheMachines => Clients - Machines;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"clients waited {Clients.TotalSeconds:0.00} s at most (the machine itself {Machines.TotalSeconds:0.00} s)");
}
