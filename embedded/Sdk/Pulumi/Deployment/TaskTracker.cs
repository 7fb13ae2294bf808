namespace Pulumi;

/// <summary>
/// Knows the work that the program has started, so that it ends when all of it is done or some of it has failed.
/// </summary>
internal sealed class TaskTracker
{
    private readonly Lock _gate = new();
    private readonly List<Exception> _failures = [];
    private TaskCompletionSource _change = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _pending;

    public void Track(Task task)
    {
        if (task.IsCompletedSuccessfully)
            return;

        lock (_gate)
            _pending++;
        task.ContinueWith(Complete, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>
    /// Waits until nothing is pending or something has failed. The result is what had failed before, else what failed first,
    /// else nothing.
    /// </summary>
    public async Task<IReadOnlyList<Exception>> WaitAsync()
    {
        lock (_gate)
        {
            if (_failures.Count > 0)
                return [.. _failures];
        }

        while (true)
        {
            Task change;
            lock (_gate)
            {
                if (_failures.Count > 0 || _pending == 0)
                    return [.. _failures.Take(1)];
                change = _change.Task;
            }

            await change;
        }
    }

    private void Complete(Task task)
    {
        lock (_gate)
        {
            _pending--;
            if (FailureOf(task) is { } failure)
            {
                // One failure comes along once for every task that waited for the failed one.
                if (!_failures.Contains(failure))
                    _failures.Add(failure);
            }
            else if (_pending > 0)
            {
                return;
            }

            _change.TrySetResult();
            _change = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private static Exception? FailureOf(Task task) =>
        task.IsCanceled ? new TaskCanceledException(task) : task.Exception?.InnerExceptions[0];
}
