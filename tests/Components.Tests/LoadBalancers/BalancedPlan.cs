using CarbonioInfra.Components.Clusters;
using CarbonioInfra.Components.ObjectStores;
using CarbonioInfra.Components.Platforms.Existing;
using CarbonioInfra.Components.Tests.Planning;
using CarbonioInfra.Components.Topologies;
using Pulumi;

namespace CarbonioInfra.Components.Tests.LoadBalancers;

/// <summary>The commands of a planned cluster with load balancers, planned once.</summary>
public sealed class BalancedPlan : IAsyncLifetime
{
    public const string VirtualAddress = "10.20.0.80";

    private Plan? _plan;

    /// <summary>The command of <paramref name="step"/> on lb1 as it reaches the host.</summary>
    public string this[string step] => _plan!.Create($"lb1-{step}");

    internal Plan All => _plan!;

    public async ValueTask InitializeAsync() => _plan = await OfAsync(Topology.FromGroups("example.com", Groups));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Scenario HA behind lb1 (10.20.0.24) and lb2 (10.20.0.25).</summary>
    internal static NodeGroups Groups => NodeGroups.HighAvailability with { LoadBalancer = ["lb1", "lb2"] };

    internal static Task<Plan> OfAsync(Topology topology) => Plan.OfAsync(() => new CarbonioCluster("carbonio", new CarbonioClusterArgs
    {
        Topology = topology,
        Platform = Platform(topology),
    }));

    /// <summary>A machine for each node, with an address by its place.</summary>
    internal static ExistingPlatform Platform(Topology topology, string? virtualAddress = VirtualAddress) => new(
        topology.Nodes.Select((node, index) => (node.Name, Host: new ExistingHost($"10.20.0.{11 + index}", Plan.Key)))
            .ToDictionary(entry => entry.Name, entry => entry.Host),
        Output.CreateSecret("private"))
    {
        VirtualAddress = virtualAddress,
    };
}
