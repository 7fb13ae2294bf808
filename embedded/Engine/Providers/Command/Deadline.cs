namespace CarbonioInfra.Engine.Providers.Command;

/// <summary>A step's <c>customTimeouts</c> limit, together with the run's own cancellation.</summary>
internal static class Deadline
{
    /// <summary>Runs the step's work and says so when the limit, rather than the user, ended it.</summary>
    /// <exception cref="ProviderException">The limit was reached.</exception>
    /// <param name="context">Holds the limit.</param>
    /// <param name="work">What is limited.</param>
    /// <param name="consequence">What became of the work then, as the message ends.</param>
    /// <param name="outputSoFar">What it has printed.</param>
    /// <param name="cancellationToken">The run's own.</param>
    public static async Task<T> RunAsync<T>(StepContext context, Func<CancellationToken, Task<T>> work, Func<OperationCanceledException, string> consequence,
        Func<string> outputSoFar, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (context.Timeout is { } timeout)
            limited.CancelAfter(timeout);
        try
        {
            return await work(limited.Token);
        }
        catch (OperationCanceledException exception) when (limited.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ProviderException(
                string.Create(null, $"{context.Name} did not finish within its deadline of {context.Timeout!.Value.TotalSeconds:0.###} s (customTimeouts); {consequence(exception)}"),
                outputSoFar());
        }
    }
}
