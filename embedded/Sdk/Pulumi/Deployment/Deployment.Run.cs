namespace Pulumi;

public sealed partial class Deployment
{
    private static readonly IDictionary<string, object?> NoOutputs = new Dictionary<string, object?>();

    /// <summary>
    /// Runs a program that registers resources. Returns the exit code of the process: 0, or not 0 after a failure.
    /// </summary>
    /// <exception cref="InvalidOperationException">The process was not started by an engine.</exception>
    public static Task<int> RunAsync(Action action) => RunAsync(() =>
    {
        action();
        return Task.FromResult(NoOutputs);
    });

    /// <summary>As <see cref="RunAsync(Action)"/>, with the outputs of the stack as the result of the program.</summary>
    public static Task<int> RunAsync(Func<IDictionary<string, object?>> func) => RunAsync(() => Task.FromResult(func()));

    /// <inheritdoc cref="RunAsync(Action)"/>
    public static Task<int> RunAsync(Func<Task> func) => RunAsync(async () =>
    {
        await func();
        return NoOutputs;
    });

    /// <inheritdoc cref="RunAsync(Func{IDictionary{string, object}})"/>
    public static Task<int> RunAsync(Func<Task<IDictionary<string, object?>>> func, StackOptions? options = null) =>
        RunStackAsync(() => new Stack(func, options));

    /// <summary>Runs a program that is a stack class; its [Output] properties are the outputs of the stack.</summary>
    public static Task<int> RunAsync<TStack>()
        where TStack : Stack, new() => RunStackAsync(() => WithOutputs(New<TStack>()));

    /// <summary>As <see cref="RunAsync{TStack}()"/>, with the stack from a service container.</summary>
    public static Task<int> RunAsync<TStack>(IServiceProvider serviceProvider)
        where TStack : Stack
    {
        ArgumentNullException.ThrowIfNull(serviceProvider);
        return RunStackAsync(() => WithOutputs(Resolve<TStack>(serviceProvider)));
    }

    // Asynchronous, so that the deployment entered inside does not stay with the caller.
    private static async Task<int> RunStackAsync(Func<Stack> makeStack)
    {
        var (settings, monitor, engine) = DeploymentSettings.FromEnvironment();
        var deployment = new DeploymentContext(settings, new GrpcMonitor(monitor), new GrpcEngine(engine));
        return await ProgramRunner.RunAsync(deployment, makeStack);
    }

    private static TStack New<TStack>()
        where TStack : Stack, new() => (TStack)Activator.CreateInstance(
            typeof(TStack), System.Reflection.BindingFlags.DoNotWrapExceptions, binder: null, args: null, culture: null)!;

    private static TStack Resolve<TStack>(IServiceProvider serviceProvider)
        where TStack : Stack =>
        serviceProvider.GetService(typeof(TStack)) as TStack
            ?? throw new InvalidOperationException(
                $"The service provider has no {typeof(TStack)}. Register it before calling {nameof(RunAsync)}.");

    private static Stack WithOutputs(Stack stack)
    {
        stack.RegisterPropertyOutputs();
        return stack;
    }
}
