using CarbonioInfra.Engine.Providers;
using CarbonioInfra.Engine.State;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Steps;

/// <summary>
/// Runs what a provider has to do: not more at a time than allowed, noted in the state before and after, told to the observer,
/// its failures turned into words.
/// </summary>
internal sealed class StepExecutor(
    DeploymentOptions options, IStateSaver saver, IRunObserver observer, SecretMask mask, Func<Snapshot> capture)
    : IDisposable
{
    private readonly SemaphoreSlim _slots = new(options.Parallel);
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _abort = new();
    private int _saveFailed;

    /// <summary>Whether no further step is started.</summary>
    public bool Stopping => _stop.IsCancellationRequested;

    /// <summary>Cancelled when no further step is started.</summary>
    public CancellationToken StopToken => _stop.Token;

    /// <summary>Starts no further step; running ones finish, but wait for no host any longer.</summary>
    public void Stop() => _ = _stop.CancelAsync();

    /// <summary>Also tells running steps to give up.</summary>
    public void Abort()
    {
        Stop();
        _abort.Cancel();
    }

    /// <summary>Starts no further step and returns when the running ones have ended.</summary>
    public async Task DrainAsync()
    {
        Stop();
        for (var slot = 0; slot < options.Parallel; slot++)
            await _slots.WaitAsync();
        _slots.Release(options.Parallel);
    }

    /// <summary>Does one step.</summary>
    /// <param name="step">What is shown.</param>
    /// <param name="secretOutput">Whether what it prints is a secret and must not be shown.</param>
    /// <param name="begin">Notes in the state that it starts.</param>
    /// <param name="run">Does it; gets what its provider needs to know.</param>
    /// <param name="end">Notes in the state how it ended; the failure is null when it went well.</param>
    /// <returns>Whether it went well.</returns>
    /// <exception cref="DeploymentStoppedException">The run ended before this step could start.</exception>
    public async Task<bool> RunAsync(
        Step step, bool secretOutput, Action begin, Func<IStepLog, CancellationToken, Task> run, Action<StepFailure?> end)
    {
        await _slots.WaitAsync();
        try
        {
            if (Stopping)
                throw new DeploymentStoppedException();
            begin();
            if (!await SaveAsync())
            {
                end(new("it was not started, because the state cannot be saved", Kind: FailureKind.NotStarted));
                throw new DeploymentStoppedException();
            }

            observer.Started(step);
            var failure = await TryAsync(step, () => run(new StepLog(step, observer, mask, secretOutput), _abort.Token));
            end(failure);
            await SaveAsync();
            observer.Finished(step, failure);
            return failure is null;
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>Saves the state; a failure is told once and stops the run.</summary>
    public async Task<bool> SaveAsync()
    {
        try
        {
            await saver.SaveAsync(capture);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or EngineException)
        {
            Stop();
            if (Interlocked.Exchange(ref _saveFailed, 1) == 0)
            {
                observer.Message(MessageSeverity.Error,
                    $"The state cannot be saved: {error.Message}\nNo further step is started; running ones finish.", "");
            }

            return false;
        }
    }

    public void Dispose()
    {
        _slots.Dispose();
        _stop.Dispose();
        _abort.Dispose();
    }

    private async Task<StepFailure?> TryAsync(Step step, Func<Task> run)
    {
        try
        {
            await run();
            return null;
        }
        catch (ProviderException error)
        {
            return new(mask.Apply(error.Message), mask.Apply(error.Output));
        }
        catch (OperationCanceledException) when (_abort.IsCancellationRequested)
        {
            return new("it was interrupted; whether it had an effect is not known, the next run does it again", Kind: FailureKind.CutOff);
        }
#pragma warning disable CA1031 // A provider's bug is one failed step: the others finish and the state is saved.
        catch (Exception error)
#pragma warning restore CA1031
        {
            observer.Message(MessageSeverity.Debug, mask.Apply(error.ToString()), step.Urn);
            return new(mask.Apply($"{error.GetType().Name}: {error.Message}"));
        }
    }

    private sealed class StepLog(Step step, IRunObserver observer, SecretMask mask, bool secret) : IStepLog
    {
        public void Line(string text, StepOutput source = StepOutput.StandardOutput)
        {
            if (!secret)
                observer.Printed(step, mask.Apply(text));
        }
    }
}
