using CarbonioInfra.Components.Aws.Settings;
using Pulumi;
using Pulumi.Aws.Ec2;
using Pulumi.Aws.Ec2.Inputs;

namespace CarbonioInfra.Components.Aws.Machines;

/// <summary>What all machines have in common: an encrypted disk, a metadata service that asks for a session, the deployment's key.</summary>
internal sealed class Instances(Resource parent, AwsSettings settings, KeyPair keyPair)
{
    /// <summary>Makes a machine.</summary>
    /// <param name="name">Name of its host.</param>
    /// <param name="diskGiB">Size of its disk.</param>
    /// <param name="args">What is its own.</param>
    public Instance Make(string name, int diskGiB, InstanceArgs args)
    {
        args.KeyName = keyPair.KeyName;
        args.MetadataOptions = new InstanceMetadataOptionsArgs
        {
            HttpEndpoint = "enabled",
            HttpTokens = "required",
            HttpPutResponseHopLimit = 1,
        };
        args.RootBlockDevice = Disk(name, diskGiB);
        args.Tags["Name"] = name;
        return new Instance($"{name}-machine", args, new CustomResourceOptions
        {
            Parent = parent,
            // Its address is fixed, so the old one goes first.
            DeleteBeforeReplace = true,
            // Another wording of user data must not stop and start it.
            IgnoreChanges = { "userData" },
        });
    }

    private InstanceRootBlockDeviceArgs Disk(string name, int sizeGiB)
    {
        var disk = new InstanceRootBlockDeviceArgs
        {
            Encrypted = true,
            VolumeType = "gp3",
            VolumeSize = sizeGiB,
            Tags = { ["Name"] = name },
        };
        if (settings.KmsKey is not null)
            disk.KmsKeyId = settings.KmsKey;
        return disk;
    }
}
