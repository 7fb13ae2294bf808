using System.Collections.Concurrent;
using System.Collections.Immutable;
using CarbonioInfra.Components.Aws.Settings;
using CarbonioInfra.Components.Clusters;
using CarbonioInfra.Components.Topologies;
using CarbonioInfra.Tests.Shared;
using Pulumi;
using Pulumi.Testing;

namespace CarbonioInfra.Components.Aws.Tests.Planning;

/// <summary>What a cluster on AWS registers, run against mocks.</summary>
internal sealed class AwsPlan
{
    private AwsPlan(Mocks mocks) => Resources = [.. mocks.Registered];

    public static AwsSettings Settings { get; } = new()
    {
        Region = "eu-central-1",
        Zones = ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
        Image = "ami-0123456789abcdef0",
        Administrators = ["198.51.100.0/24", "203.0.113.0/28"],
    };

    public static Topology Topology { get; } = Topology.HighAvailability("example.com");

    /// <summary>More nodes than have addresses.</summary>
    public static Topology Crowded { get; } = Topology.FromGroups("example.com",
        NodeGroups.HighAvailability with { Mta = [.. Enumerable.Range(0, 180).Select(number => $"mta-{number}x")] });

    public ImmutableArray<MockResourceArgs> Resources { get; }

    public static Task<AwsPlan> OfAsync(AwsSettings settings, Topology? topology = null) => OfAsync(() => Cluster(settings, topology ?? Topology));

    /// <param name="declare">What is planned.</param>
    /// <param name="types">Gets the type of everything that is registered, also when the plan fails.</param>
    public static async Task<AwsPlan> OfAsync(Func<Resource> declare, ICollection<string>? types = null)
    {
        var mocks = new Mocks();
        try
        {
            await Deployment.TestAsync(mocks, new TestOptions { IsPreview = false }, () => { _ = declare(); });
        }
        finally
        {
            foreach (var resource in mocks.Registered)
                types?.Add(resource.Type!);
        }

        return new AwsPlan(mocks);
    }

    /// <summary>The options of all resources.</summary>
    public static Task<PlannedOptions> OptionsAsync(AwsSettings settings) => PlannedOptions.OfAsync(new Mocks(), () => _ = Cluster(settings, Topology));

    /// <summary>The inputs of every resource of a type such as <c>ec2/instance:Instance</c>, by name.</summary>
    public ImmutableDictionary<string, ImmutableDictionary<string, object>> Of(string type) =>
        Resources.Where(resource => resource.Type == $"aws:{type}").ToImmutableDictionary(resource => resource.Name!, resource => resource.Inputs);

    private static CarbonioCluster Cluster(AwsSettings settings, Topology topology) =>
        new("carbonio", new CarbonioClusterArgs { Topology = topology, Platform = new AwsPlatform(settings) });

    private sealed class Mocks : IMocks
    {
        public ConcurrentQueue<MockResourceArgs> Registered { get; } = new();

        public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
        {
            Registered.Enqueue(args);
            var state = args.Inputs.ToBuilder();
            foreach (var output in new[] { "allocationId", "arn", "bucket", "dnsName", "keyName", "name", "publicIp", "secret", "zoneId" })
                state.TryAdd(output, $"{args.Name}-{output}");
            state["stdout"] = args.Type == "command:local:Command" ? """{"privateKey":"private","publicKey":"public"}""" : "none";
            state["stderr"] = "";
            return Task.FromResult<(string?, object)>(($"{args.Name}-id", state.ToImmutable()));
        }

        public Task<object> CallAsync(MockCallArgs args) => throw new InvalidOperationException($"no plan may call {args.Token}");
    }
}
