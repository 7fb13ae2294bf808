using System.Text.Json;
using Pulumi;
using Pulumi.Testing;

namespace CarbonioInfra.Tests.Shared;

/// <summary>Runs something under a configuration, which the SDK reads from the environment.</summary>
internal static class Configured
{
    public static async Task RunAsync(Dictionary<string, string> configuration, Action action)
    {
        Environment.SetEnvironmentVariable("PULUMI_CONFIG", JsonSerializer.Serialize(configuration));
        await Deployment.TestAsync(new NoResources(), new TestOptions { IsPreview = false }, action);
    }

    private sealed class NoResources : IMocks
    {
        public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args) => throw new InvalidOperationException($"nothing may make {args.Name}");

        public Task<object> CallAsync(MockCallArgs args) => throw new InvalidOperationException($"nothing may call {args.Token}");
    }
}
