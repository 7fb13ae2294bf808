using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Ports;
using CarbonioInfra.Components.Topologies;
using Pulumi;

namespace CarbonioInfra.Lab.Tests.Crashes;

/// <summary>Thirteen hosts of the lab, each with one step that counts its runs; another <c>round</c> makes all run again.</summary>
internal static class CrashProgram
{
    public const string Step = "count-runs";

    public static Task<int> RunAsync() => Deployment.RunAsync(() =>
    {
        var round = new Config().Require("round");
        var script = HostScript.FromText(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "count-runs.sh"))).With("round", round);
        var topology = Topology.HighAvailability("carbonio.test");
        foreach (var host in new LabPlatform(LabPlaces.OfThisMachine()).Provision(topology, PortTable.Carbonio).Hosts.Values)
            _ = new HostStep(Step, host, script, new Counter(host.Name), dependsOn: [host.Machine]);
    });

    private sealed class Counter(string name) : ComponentResource("carbonio-infra:tests:Counter", name);
}
