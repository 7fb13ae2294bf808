using CarbonioInfra.Components.Tests.Planning;
using CarbonioInfra.Components.Topologies;

namespace CarbonioInfra.Components.Tests.Baseline;

/// <summary>The commands of a planned 13-node cluster of either family, planned once.</summary>
public sealed class BaselineSteps : IAsyncLifetime
{
    private Plan? _ubuntu;
    private Plan? _rhel;

    /// <summary>The command of <paramref name="step"/> as it reaches an Ubuntu host, svc1 unless another is named.</summary>
    public string this[string step, string host = "svc1"] => _ubuntu!.Create($"{host}-{step}");

    /// <summary>The same on svc1 of a cluster on RHEL 9.</summary>
    public string OnRhel(string step) => _rhel!.Create($"svc1-{step}");

    public async ValueTask InitializeAsync()
    {
        var topology = Topology.HighAvailability("example.com");
        _ubuntu = await Plan.OfAsync(topology);
        _rhel = await Plan.OfAsync(topology, operatingSystem: "rhel 9");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
