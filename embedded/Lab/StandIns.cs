using System.Collections.Immutable;
using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Ports;
using CarbonioInfra.Components.Topologies;

namespace CarbonioInfra.Lab;

/// <summary>Steps of a lab's hosts that stand in for what does not run there yet.</summary>
internal static class StandIns
{
    public static ImmutableArray<(string Name, HostScript Script)> Of(Topology topology, PortTable ports, Node node)
    {
        var balanced = ports.BalancedPorts.Where(port => port.Behind.Contains(topology, node)).Select(port => port.Port).ToArray();
        return balanced.Length == 0
            ? []
            : [("stand-in", Load("balanced-ports.sh").With("program", Load("balanced-ports.py").Text).With("ports", string.Join(' ', balanced)))];
    }

    public static HostScript Load(string file) => HostScript.Load(typeof(StandIns).Assembly, $"stand-ins/{file}");
}
