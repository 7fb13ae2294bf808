using CarbonioInfra.Components.Proxmox.Settings;
using CarbonioInfra.Components.Topologies;
using Pulumi.ProxmoxVE;
using Pulumi.ProxmoxVE.Inputs;

namespace CarbonioInfra.Components.Proxmox.Machines;

/// <summary>What all machines have in common: processor, memory, network, agent, how they start and stop.</summary>
internal static class MachineArgs
{
    /// <summary>Where the operating system is.</summary>
    public const string BootDisk = "scsi0";

    /// <summary>A machine as large as <paramref name="node"/>, without disks.</summary>
    /// <param name="node">The node.</param>
    /// <param name="fqdn">Its full name.</param>
    /// <param name="pveNode">Where it begins.</param>
    /// <param name="vmId">Its id.</param>
    /// <param name="settings">Bridge, VLAN, processor type, protection.</param>
    public static VmLegacyArgs Of(Node node, string fqdn, string pveNode, int vmId, ProxmoxSettings settings)
    {
        var network = new VmLegacyNetworkDeviceArgs { Bridge = settings.Bridge, Firewall = true };
        if (settings.Vlan is { } vlan)
            network.VlanId = vlan;
        return new VmLegacyArgs
        {
            Name = node.Name,
            NodeName = pveNode,
            VmId = vmId,
            Description = $"{fqdn}: {string.Join(", ", node.Roles)}",
            // Proxmox VE sorts them.
            Tags = new[] { "carbonio-infra", Placement.Kind(node.Roles[0]) }.Order(StringComparer.Ordinal).ToList(),
            Cpu = new VmLegacyCpuArgs { Cores = node.Size.Cpus, Type = settings.CpuType },
            Memory = new VmLegacyMemoryArgs { Dedicated = node.Size.MemoryMiB },
            OperatingSystem = new VmLegacyOperatingSystemArgs { Type = "l26" },
            ScsiHardware = "virtio-scsi-single",
            BootOrders = { BootDisk },
            // Ubuntu's cloud images boot with a console on it.
            SerialDevices = { new VmLegacySerialDeviceArgs { Device = "socket" } },
            NetworkDevices = { network },
            // Addresses are known, so nothing waits for an agent that cloud-init is about to install.
            Agent = new VmLegacyAgentArgs
            {
                Enabled = true,
                Trim = true,
                WaitForIp = new VmLegacyAgentWaitForIpArgs { Disabled = true },
            },
            OnBoot = true,
            StopOnDestroy = !settings.Protect,
        };
    }
}
