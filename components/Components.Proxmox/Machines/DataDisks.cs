using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Proxmox.Settings;
using CarbonioInfra.Components.Topologies;
using Pulumi;
using Pulumi.ProxmoxVE;
using Pulumi.ProxmoxVE.Inputs;

namespace CarbonioInfra.Components.Proxmox.Machines;

/// <summary>
/// Disks that outlive machines. In Proxmox VE a disk belongs to a VM and goes with it, so each is owned by a VM of its own that
/// never starts, and lent to the machine.
/// </summary>
internal sealed class DataDisks(Resource parent, ProxmoxSettings settings)
{
    // QEMU's serial number, by which the guest finds the disk whatever its place on the bus.
    private const string Serial = "carbonio-data";
    private const string Format = "raw";

    /// <summary>Whether a node has one: those that hold mail.</summary>
    public static bool HasOne(Node node) => node.Has(Role.Mailstore) || node.Has(Role.ObjectStorage);

    /// <summary>How the host finds it.</summary>
    public static DataDisk OnHost { get; } = DataDisk.Device($"/dev/disk/by-id/scsi-0QEMU_QEMU_HARDDISK_{Serial}");

    /// <summary>Makes the disk of <paramref name="node"/>, owned by a VM with the id <paramref name="vmId"/>.</summary>
    /// <returns>The disk as the machine is to be given it.</returns>
    public VmLegacyDiskArgs Of(Node node, string pveNode, int vmId)
    {
        var size = settings.For(node.Name).DataDiskGiB ?? settings.DataDiskGiB;
        var args = new VmLegacyArgs
        {
            Name = $"{node.Name}-data",
            NodeName = pveNode,
            VmId = vmId,
            Description = $"Owns the data disk of {node.Name}; never starts.",
            Started = false,
            OnBoot = false,
            Protection = settings.Protect,
            ScsiHardware = "virtio-scsi-single",
            Tags = { "carbonio-infra", "data" },
            Disks =
            {
                new VmLegacyDiskArgs
                {
                    Interface = "scsi0",
                    DatastoreId = settings.Datastore,
                    FileFormat = Format,
                    Size = size,
                    Discard = "on",
                    Iothread = true,
                },
            },
        };
        var options = FormerTypes.Child(parent, FormerTypes.Machine);
        options.Protect = settings.Protect;
        // Another PVE node is for the machine; the disk stays where it is.
        options.IgnoreChanges.Add("nodeName");
        var owner = new VmLegacy($"{node.Name}-data", args, options);
        return new VmLegacyDiskArgs
        {
            Interface = "scsi1",
            DatastoreId = settings.Datastore,
            PathInDatastore = owner.Disks.Apply(disks => disks[0].PathInDatastore ?? ""),
            FileFormat = Format,
            Size = size,
            Serial = Serial,
            Discard = "on",
            Iothread = true,
        };
    }
}
