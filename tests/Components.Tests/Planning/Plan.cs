using System.Collections.Immutable;
using CarbonioInfra.Components.Clusters;
using CarbonioInfra.Components.Nodes.Baseline;
using CarbonioInfra.Components.Platforms.Existing;
using CarbonioInfra.Components.Topologies;
using Pulumi;
using Pulumi.Testing;

namespace CarbonioInfra.Components.Tests.Planning;

/// <summary>What a cluster of existing hosts registers, run against mocks.</summary>
internal sealed class Plan
{
    private Plan(RecordingMocks mocks) => Resources = [.. mocks.Registered];

    public ImmutableArray<MockResourceArgs> Resources { get; }

    /// <summary>The command of a step as it reaches the host, for example of <c>svc1-hostname</c>.</summary>
    public string Create(string name) => (string)Inputs(name)["create"];

    /// <summary>Every command on a host, by name.</summary>
    public ImmutableDictionary<string, string> Commands() => Resources.Where(resource => resource.Type == "command:remote:Command")
        .ToImmutableDictionary(resource => resource.Name!, resource => (string)resource.Inputs["create"]);

    public ImmutableDictionary<string, object> Inputs(string name) => Resources.Single(resource => resource.Name == name).Inputs;

    public static async Task<Plan> OfAsync(Topology topology, Func<ExistingHost, ExistingHost>? change = null,
        string operatingSystem = AcceptedSystems.Default)
    {
        var hosts = topology.Nodes.Select((node, index) => (node.Name, Host: new ExistingHost($"10.20.0.{11 + index}", Key)))
            .ToDictionary(entry => entry.Name, entry => (change ?? (host => host))(entry.Host));
        return await OfAsync(() => new CarbonioCluster("carbonio", new CarbonioClusterArgs
        {
            Topology = topology,
            Platform = new ExistingPlatform(hosts, Output.CreateSecret("private")),
            OperatingSystem = operatingSystem,
        }));
    }

    public static async Task<Plan> OfAsync(Func<Resource> declare)
    {
        var mocks = new RecordingMocks();
        await Deployment.TestAsync(mocks, new TestOptions { IsPreview = false }, () => { _ = declare(); });
        return new Plan(mocks);
    }

    public const string Key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGQ1Y0VvZmFrZWtleWZha2VrZXlmYWtla2V5ZmFrZWtl";
}
