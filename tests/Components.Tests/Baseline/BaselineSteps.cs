using CarbonioInfra.Components.Tests.Planning;
using CarbonioInfra.Components.Topologies;

namespace CarbonioInfra.Components.Tests.Baseline;

/// <summary>The commands of a planned 13-node cluster, planned once.</summary>
public sealed class BaselineSteps : IAsyncLifetime
{
    private Plan? _plan;

    /// <summary>The command of <paramref name="step"/> on svc1, as it reaches the host.</summary>
    public string this[string step] => _plan!.Create($"svc1-{step}");

    public async ValueTask InitializeAsync() => _plan = await Plan.OfAsync(Topology.HighAvailability("example.com"));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
