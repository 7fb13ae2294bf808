using System.Collections.Immutable;
using Pulumi.Testing;

namespace Pulumi;

public sealed partial class Deployment
{
    /// <summary>Runs a stack class against mocks; returns what it registered, in order, the stack included.</summary>
    /// <exception cref="RunException">The program reported an error.</exception>
    /// <exception cref="AggregateException">The program reported several errors.</exception>
    public static Task<ImmutableArray<Resource>> TestAsync<TStack>(IMocks mocks, TestOptions? options = null)
        where TStack : Stack, new() => TestStackAsync(mocks, options, () => WithOutputs(New<TStack>()));

    /// <summary>As <see cref="TestAsync{TStack}(IMocks, TestOptions)"/>, with the stack from a service container.</summary>
    public static Task<ImmutableArray<Resource>> TestWithServiceProviderAsync<TStack>(
        IMocks mocks, IServiceProvider serviceProvider, TestOptions? options = null)
        where TStack : Stack
    {
        ArgumentNullException.ThrowIfNull(serviceProvider);
        return TestStackAsync(mocks, options, () => WithOutputs(Resolve<TStack>(serviceProvider)));
    }

    /// <summary>Runs a program against mocks; returns what it registered, in order, and its result.</summary>
    /// <inheritdoc cref="TestAsync{TStack}(IMocks, TestOptions)" path="/exception"/>
    public static async Task<(ImmutableArray<Resource> Resources, IDictionary<string, object?> Outputs)> TestAsync(
        IMocks testMocks, TestOptions testOptions, Func<Task<IDictionary<string, object?>>> createResources)
    {
        // Handed back as the program made them: they are not registered as outputs of a stack.
        var outputs = NoOutputs;
        var resources = await TestAsync(testMocks, testOptions, async () =>
        {
            outputs = await createResources();
        });
        return (resources, outputs);
    }

    /// <inheritdoc cref="TestAsync(IMocks, TestOptions, Func{Task{IDictionary{string, object}}})"/>
    public static Task<(ImmutableArray<Resource> Resources, IDictionary<string, object?> Outputs)> TestAsync(
        IMocks testMocks, TestOptions testOptions, Func<IDictionary<string, object?>> createResources) =>
        TestAsync(testMocks, testOptions, () => Task.FromResult(createResources()));

    /// <summary>Runs a program against mocks; returns what it registered, in order.</summary>
    /// <inheritdoc cref="TestAsync{TStack}(IMocks, TestOptions)" path="/exception"/>
    public static async Task<ImmutableArray<Resource>> TestAsync(
        IMocks testMocks, TestOptions testOptions, Func<Task> createResources)
    {
        Stack? stack = null;
        var resources = await TestStackAsync(testMocks, testOptions, () => stack = new Stack(
            async () =>
            {
                await createResources();
                return NoOutputs;
            },
            options: null));
        return [.. resources.Where(resource => resource != stack)];
    }

    /// <inheritdoc cref="TestAsync(IMocks, TestOptions, Func{Task})"/>
    public static Task<ImmutableArray<Resource>> TestAsync(
        IMocks testMocks, TestOptions testOptions, Action createResources) =>
        TestAsync(testMocks, testOptions, () =>
        {
            createResources();
            return Task.CompletedTask;
        });

    private static async Task<ImmutableArray<Resource>> TestStackAsync(
        IMocks mocks, TestOptions? options, Func<Stack> makeStack)
    {
        var settings = new DeploymentSettings
        {
            Project = options?.ProjectName ?? "project",
            Stack = options?.StackName ?? "stack",
            Organization = options?.OrganizationName ?? "organization",
            RootDirectory = options?.RootDirectory,
            IsDryRun = options?.IsPreview ?? true,
        };
        var monitor = new MockMonitor(mocks, settings);
        var engine = new MockEngine();
        await ProgramRunner.RunAsync(new DeploymentContext(settings, monitor, engine), makeStack);

        return engine.Errors switch
        {
            [] => [.. monitor.Resources],
            [var error] => throw new RunException(error),
            var errors => throw new AggregateException(errors.Select(error => new RunException(error))),
        };
    }
}
