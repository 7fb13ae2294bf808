using System.Reflection;

namespace Pulumi;

/// <summary>Runs a program to its end and says how it went.</summary>
internal static class ProgramRunner
{
    private const int Success = 0;
    private const int Failure = 1;

    // Tells the engine that the user has seen the reason already. Any other code makes it report the exit as an error.
    private const int FailureWasLogged = 32;

    /// <summary>Runs what <paramref name="makeStack"/> does and everything that it starts; returns the exit code.</summary>
    public static async Task<int> RunAsync(DeploymentContext deployment, Func<Stack> makeStack)
    {
        deployment.Enter();
        using var end = new CancellationTokenSource();
        var watching = deployment.Registrations.WatchAsync(deployment.Log, deployment.Settings.Silence, end.Token);
        try
        {
            return await RunToEndAsync(deployment, makeStack);
        }
        finally
        {
            await end.CancelAsync();
            await watching;
        }
    }

    private static async Task<int> RunToEndAsync(DeploymentContext deployment, Func<Stack> makeStack)
    {
        try
        {
            deployment.Track(makeStack().Outputs.DataTask);
        }
        catch (Exception e)
        {
            return await FailAsync(deployment, [e]);
        }

        if (await deployment.WaitForTasksAsync() is { Count: > 0 } failures)
            return await FailAsync(deployment, failures);
        if (deployment.Log.HasErrors)
            return Failure;

        try
        {
            await deployment.Monitor.SignalAndWaitForShutdownAsync();
            return Success;
        }
        catch (Exception e)
        {
            return await FailAsync(deployment, [e]);
        }
    }

    // The exit code is set in the environment too, for programs whose Main does not return what RunAsync returned.
    private static async Task<int> FailAsync(DeploymentContext deployment, IEnumerable<Exception> failures)
    {
        var exitCode = Failure;
        foreach (var failure in failures)
        {
            if (await LogAsync(deployment, failure))
                exitCode = FailureWasLogged;
        }

        return Environment.ExitCode = exitCode;
    }

    private static async Task<bool> LogAsync(DeploymentContext deployment, Exception failure)
    {
        if (failure is LogException)
        {
            await Console.Error.WriteLineAsync($"Error occurred trying to send logging message to engine:\n{failure}");
            return false;
        }

        var program = Assembly.GetEntryAssembly()?.Location;
        var (message, resource) = failure switch
        {
            RunException => (failure.Message, null),
            ResourceException { HideStack: true } e => (e.Message, e.Resource),
            ResourceException e => (e.ToString(), e.Resource),
            _ => ($"Running program '{program}' failed with an unhandled exception:\n{failure}", null),
        };
        await deployment.Log.WriteAsync(Rpc.LogSeverity.Error, message, resource);
        return true;
    }
}
