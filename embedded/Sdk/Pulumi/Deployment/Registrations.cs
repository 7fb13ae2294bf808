using System.Diagnostics;

namespace Pulumi;

/// <summary>
/// The registrations on their way. A resource is registered when all that it refers to is, so resources that refer to each other
/// are never registered, and nobody but the program can tell which ones they are.
/// </summary>
internal sealed class Registrations
{
    private readonly Lock _gate = new();
    private readonly HashSet<Resource> _waiting = [];
    private int _asked;
    private long _lastMove = Stopwatch.GetTimestamp();

    /// <summary>Puts a request together, which waits for what the resource refers to.</summary>
    public async Task<T> PrepareAsync<T>(Resource resource, Func<Task<T>> prepare)
    {
        Move(() => _waiting.Add(resource));
        try
        {
            return await prepare();
        }
        finally
        {
            Move(() => _waiting.Remove(resource));
        }
    }

    /// <summary>Sends a request and waits for the answer of the engine, which works meanwhile.</summary>
    public async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        Move(() => _asked++);
        try
        {
            return await ask();
        }
        finally
        {
            Move(() => _asked--);
        }
    }

    /// <summary>Warns of resources that wait while the engine has nothing to do, once for the same ones.</summary>
    public async Task WatchAsync(EngineLog log, TimeSpan silence, CancellationToken end)
    {
        HashSet<Resource> told = [];
        while (!end.IsCancellationRequested)
        {
            HashSet<Resource> waiting;
            TimeSpan silent;
            lock (_gate)
            {
                waiting = [.. _waiting];
                silent = _asked != 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(_lastMove);
            }

            if (silent >= silence && waiting.Count != 0 && !waiting.SetEquals(told))
            {
                told = waiting;
                log.Warn(Describe(waiting, silence));
            }

            var rest = silence - silent;
            await Task.Delay(rest > TimeSpan.Zero ? rest : silence, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static string Describe(HashSet<Resource> waiting, TimeSpan silence)
    {
        const int Shown = 20;
        return $"Nothing has been registered for {silence.TotalSeconds:0} s. These resources wait for outputs, perhaps for each other's:"
            + string.Concat(waiting.Select(resource => $"\n  {resource.GetResourceName()} ({resource.GetResourceType()})").Order(StringComparer.Ordinal).Take(Shown))
            + (waiting.Count > Shown ? $"\n  and {waiting.Count - Shown} more" : "");
    }

    private void Move(Action change)
    {
        lock (_gate)
        {
            change();
            _lastMove = Stopwatch.GetTimestamp();
        }
    }
}
