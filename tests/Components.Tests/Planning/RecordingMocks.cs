using System.Collections.Concurrent;
using System.Collections.Immutable;
using Pulumi.Testing;

namespace CarbonioInfra.Components.Tests.Planning;

/// <summary>Answers every resource with its inputs and remembers what was registered.</summary>
internal sealed class RecordingMocks : IMocks
{
    public ConcurrentQueue<MockResourceArgs> Registered { get; } = new();

    public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
    {
        Registered.Enqueue(args);
        var state = args.Inputs.ToBuilder();
        if (args.Type!.EndsWith(":Command", StringComparison.Ordinal))
        {
            state["stdout"] = args.Type == "command:local:Command" ? """{"privateKey":"private","publicKey":"public","certificate":"certificate"}""" : "none";
            state["stderr"] = "";
        }

        if (args.Type == "random:index/randomPassword:RandomPassword")
            state["result"] = $"random-{args.Name}";
        return Task.FromResult<(string?, object)>(($"{args.Name}-id", state.ToImmutable()));
    }

    public Task<object> CallAsync(MockCallArgs args) => throw new InvalidOperationException($"no plan may call {args.Token}");
}
