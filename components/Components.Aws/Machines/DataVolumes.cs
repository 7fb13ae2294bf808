using CarbonioInfra.Components.Aws.Settings;
using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Topologies;
using Pulumi;
using Pulumi.Aws.Ebs;
using Pulumi.Aws.Ec2;

namespace CarbonioInfra.Components.Aws.Machines;

/// <summary>Encrypted volumes that outlive machines.</summary>
internal sealed class DataVolumes(Resource parent, AwsSettings settings)
{
    /// <summary>Whether a node has one: those that hold mail.</summary>
    public static bool HasOne(Node node) => node.Has(Role.Mailstore);

    /// <summary>Makes the volume of <paramref name="node"/> and attaches it to its machine.</summary>
    /// <returns>How the host finds it, and what must be there before it can.</returns>
    public (DataDisk Disk, Resource Attachment) Attach(Node node, string zone, Instance instance)
    {
        var args = new VolumeArgs
        {
            AvailabilityZone = zone,
            Size = settings.For(node.Name).DataVolumeGiB ?? settings.DataVolumeGiB,
            Type = "gp3",
            Encrypted = true,
            Tags = { ["Name"] = $"{node.Name}-data" },
        };
        if (settings.KmsKey is not null)
            args.KmsKeyId = settings.KmsKey;
        var volume = new Volume($"{node.Name}-data", args, new CustomResourceOptions { Parent = parent, Protect = settings.Protect });
        var attachment = new VolumeAttachment($"{node.Name}-data-attachment", new VolumeAttachmentArgs
        {
            VolumeId = volume.Id,
            InstanceId = instance.Id,
            DeviceName = "/dev/sdf",
            StopInstanceBeforeDetaching = true,
        }, new CustomResourceOptions { Parent = parent, DeleteBeforeReplace = true });
        // Nitro instances name the device by the volume's id, without its hyphen.
        return (DataDisk.Device(volume.Id.Apply(id => $"/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_{id.Replace("-", "", StringComparison.Ordinal)}")), attachment);
    }
}
