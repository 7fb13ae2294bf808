namespace CarbonioInfra.Engine.Providers.Command.Ssh;

/// <summary>
/// Bounds the channels open at once on one connection. It starts from what sshd allows by default and lowers itself when a
/// server turns out to allow fewer (<c>MaxSessions</c>).
/// </summary>
internal sealed class ChannelGate(int limit)
{
    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private int _limit = limit;
    private int _inUse;

    /// <summary>Whether no channel is open.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_lock)
                return _inUse == 0;
        }
    }

    /// <summary>Waits until a channel may be opened; each successful call needs one <see cref="Leave"/> or <see cref="Refused"/>.</summary>
    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource turn;
        lock (_lock)
        {
            if (_inUse < _limit)
            {
                _inUse++;
                return;
            }

            turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(turn);
        }

        await using var registration = cancellationToken.Register(() => turn.TrySetCanceled(cancellationToken));
        await turn.Task;
    }

    public void Leave()
    {
        lock (_lock)
        {
            _inUse--;
            LetIn();
        }
    }

    /// <summary>Gives the place back because the server refused to open a channel.</summary>
    /// <returns>Whether waiting can help: other channels are open and will end.</returns>
    public bool Refused()
    {
        lock (_lock)
        {
            _inUse--;
            if (_inUse == 0)
            {
                LetIn();
                return false;
            }

            _limit = Math.Min(_limit, _inUse);
            return true;
        }
    }

    private void LetIn()
    {
        // Whoever was cancelled while waiting has left the queue in all but name.
        while (_inUse < _limit && _waiting.TryDequeue(out var turn))
        {
            if (turn.TrySetResult())
                _inUse++;
        }
    }
}
