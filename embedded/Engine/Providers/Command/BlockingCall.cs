namespace CarbonioInfra.Engine.Providers.Command;

/// <summary>
/// Pipes and SSH.NET wait by blocking: while connecting, opening a channel, reading a command's output. Dozens of steps at once
/// would starve the thread pool, which grows by a thread or two a second, so each wait gets a thread of its own.
/// </summary>
internal static class BlockingCall
{
    public static Task Run(Action action) =>
        Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public static Task<T> Run<T>(Func<T> function) =>
        Task.Factory.StartNew(function, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
