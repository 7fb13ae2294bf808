namespace CarbonioInfra.Engine.Providers.Command.Ssh;

/// <summary>Keeps at most one connection per <see cref="ConnectionSettings.Identity"/> and lets concurrent callers share it, and the dialing.</summary>
internal sealed class SharedConnections<T>(Func<ConnectionSettings, Action<string>, CancellationToken, Task<T>> dial) : IAsyncDisposable
    where T : class, IPooledConnection
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ConnectionSettings, Entry> _entries = [];
    private readonly List<T> _dropped = [];

    /// <summary>
    /// The host's connection. Callers that come while it is being dialed share what is noted and the outcome; dialing stops when
    /// the last of them is cancelled.
    /// </summary>
    public async Task<T> GetAsync(ConnectionSettings settings, Action<string> note, CancellationToken cancellationToken)
    {
        Entry entry;
        lock (_lock)
        {
            if (!_entries.TryGetValue(settings.Identity, out entry!) || entry.IsSpent)
            {
                if (entry is { Connection: { } broken })
                    _dropped.Add(broken);
                var created = entry = new Entry();
                var token = entry.Cancellation.Token;
                entry.Dialing = Task.Run(() => dial(settings, line => Tell(created, line), token), CancellationToken.None);
                _entries[settings.Identity] = entry;
            }

            entry.Listeners.Add(note);
            if (entry is { LastNote: { } last, Dialing.IsCompleted: false })
                note(last);
        }

        try
        {
            return await entry.Dialing.WaitAsync(cancellationToken);
        }
        finally
        {
            lock (_lock)
            {
                entry.Listeners.Remove(note);
                if (entry.Listeners.Count == 0 && !entry.Dialing.IsCompleted)
                {
                    _entries.Remove(settings.Identity);
                    _ = entry.Cancellation.CancelAsync();
                }
            }
        }
    }

    /// <summary>Takes a connection that no longer works out of use; steps still running on it are not disturbed.</summary>
    public void Drop(ConnectionSettings settings, T connection)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(settings.Identity, out var entry) || !ReferenceEquals(entry.Connection, connection))
                return;
            _entries.Remove(settings.Identity);
            _dropped.Add(connection);
        }
    }

    public async ValueTask DisposeAsync()
    {
        List<T> connections;
        lock (_lock)
        {
            connections = [.. _dropped, .. _entries.Values.Select(entry => entry.Connection).OfType<T>()];
            foreach (var entry in _entries.Values)
                _ = entry.Cancellation.CancelAsync();
            _entries.Clear();
            _dropped.Clear();
        }

        // Each goodbye takes a round trip.
        await Task.WhenAll(connections.Select(connection => BlockingCall.Run(connection.Dispose)));
    }

    private void Tell(Entry entry, string note)
    {
        List<Action<string>> listeners;
        lock (_lock)
        {
            entry.LastNote = note;
            listeners = [.. entry.Listeners];
        }

        listeners.ForEach(listener => listener(note));
    }

    private sealed class Entry
    {
        public CancellationTokenSource Cancellation { get; } = new();

        public Task<T> Dialing { get; set; } = null!;

        /// <summary>One for each caller that waits.</summary>
        public List<Action<string>> Listeners { get; } = [];

        public string? LastNote { get; set; }

        public T? Connection => Dialing.IsCompletedSuccessfully ? Dialing.Result : null;

        /// <summary>Failed or broken: the next caller dials anew.</summary>
        public bool IsSpent => Dialing.IsCompleted && Connection is not { IsUsable: true };
    }
}
