using System.Collections.Immutable;
using Pulumi.Testing;

namespace CarbonioInfra.SchemaGenerator.Tests.Support;

/// <summary>An engine that remembers what reached it and answers what it was told to.</summary>
internal sealed class Recorder : IMocks
{
    private readonly List<MockResourceArgs> _resources = [];
    private readonly List<MockCallArgs> _calls = [];

    /// <summary>What comes back of every resource beside its inputs, and of every call.</summary>
    public Dictionary<string, object> Answer { get; } = [];

    public MockResourceArgs Resource => Assert.Single(_resources);

    public MockCallArgs Call => Assert.Single(_calls);

    public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
    {
        lock (_resources)
            _resources.Add(args);
        return Task.FromResult<(string?, object)>(("id-of-" + args.Name, args.Inputs.SetItems(Answer)));
    }

    public Task<object> CallAsync(MockCallArgs args)
    {
        lock (_calls)
            _calls.Add(args);
        return Task.FromResult<object>(Answer.ToImmutableDictionary());
    }

    public Task RunAsync(Action program) => Pulumi.Deployment.TestAsync(this, new TestOptions { IsPreview = false }, program);

    public Task RunAsync(Func<Task> program) => Pulumi.Deployment.TestAsync(this, new TestOptions { IsPreview = false }, program);
}
