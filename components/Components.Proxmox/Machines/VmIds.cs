using System.Collections.Immutable;
using CarbonioInfra.Components.Addresses;
using CarbonioInfra.Components.Proxmox.Settings;
using CarbonioInfra.Components.Topologies;

namespace CarbonioInfra.Components.Proxmox.Machines;

/// <summary>
/// VM ids, fixed like addresses: a machine that is made anew has the same id, so that whatever names it (firewall, high
/// availability) stays as it is.
/// </summary>
internal sealed class VmIds(ProxmoxSettings settings, Topology topology)
{
    public const int Smallest = 100;
    public const int Largest = 999_999_999;

    /// <summary>How many ids belong to a stack, used or not.</summary>
    public const int Count = 1000;

    // Above every number that the address plan gives.
    private const int FirstDataDisk = 500;

    private readonly ImmutableDictionary<Node, int> _numbers = AddressPlan.Assign(topology.Nodes);

    /// <summary>The id of the machine: svc1 is 11 above the first, mbox2 42.</summary>
    public int Machine(Node node) => settings.FirstVmId + _numbers[node];

    /// <summary>The id of the VM that owns the data disk of <paramref name="node"/>.</summary>
    public int DataDisk(Node node) => Machine(node) + FirstDataDisk;

    /// <summary>Whether <paramref name="id"/> is one of those that belong to the stack.</summary>
    public static bool IsOfStack(ProxmoxSettings settings, int id) => id >= settings.FirstVmId && id < settings.FirstVmId + Count;
}
