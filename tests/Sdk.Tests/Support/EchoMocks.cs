using System.Collections.Concurrent;
using System.Collections.Immutable;
using Pulumi.Testing;

namespace CarbonioInfra.Sdk.Tests.Support;

/// <summary>Mocks that answer with the inputs and remember what they saw.</summary>
internal sealed class EchoMocks : IMocks
{
    public ConcurrentQueue<MockResourceArgs> Seen { get; } = [];

    public ConcurrentQueue<MockRegisterResourceOutputsRequest> Outputs { get; } = [];

    /// <summary>The identifier of every resource; null for none.</summary>
    public string? Id { get; init; } = "an-id";

    public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
    {
        Seen.Enqueue(args);
        return Task.FromResult<(string?, object)>((Id, args.Inputs));
    }

    public Task<object> CallAsync(MockCallArgs args) =>
        Task.FromResult<object>(ImmutableDictionary<string, object>.Empty.Add("token", args.Token!));

    public Task RegisterResourceOutputs(MockRegisterResourceOutputsRequest args)
    {
        Outputs.Enqueue(args);
        return Task.CompletedTask;
    }
}
