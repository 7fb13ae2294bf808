namespace Pulumi;

/// <summary>Counts the work that the program has started, so that it ends when all of it is done or some of it has failed.</summary>
internal sealed class TaskTracker
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _change = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? _failure;
    private int _pending;

    public void Track(Task task)
    {
        if (task.IsCompletedSuccessfully)
            return;

        lock (_gate)
            _pending++;
        task.ContinueWith(Complete, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>The first failure, or null once nothing is pending.</summary>
    public async Task<Exception?> WaitAsync()
    {
        while (true)
        {
            Task change;
            lock (_gate)
            {
                if (_failure is not null || _pending == 0)
                    return _failure;
                change = _change.Task;
            }

            await change.ConfigureAwait(false);
        }
    }

    private void Complete(Task task)
    {
        lock (_gate)
        {
            _pending--;
            if (task.IsFaulted)
                _failure ??= task.Exception.InnerExceptions[0];
            else if (task.IsCanceled)
                _failure ??= new TaskCanceledException(task);

            if (_pending > 0 && _failure is null)
                return;

            _change.TrySetResult();
            _change = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
