using CarbonioInfra.Components.Topologies;
using Pulumi;
using Pulumi.Aws.Ec2;

namespace CarbonioInfra.Components.Aws.Machines;

/// <summary>Public addresses that outlive machines.</summary>
internal sealed class ElasticAddresses(Resource parent, Resource openInternet)
{
    /// <summary>Whether a node has one of its own: MTAs send by it, video servers take media on it.</summary>
    public static bool HasOne(Node node) => node.Has(Role.Mta) || node.Has(Role.Video);

    /// <summary>Makes an address and gives it to a machine.</summary>
    /// <param name="name">Name of the machine's host.</param>
    /// <param name="instance">The machine.</param>
    /// <param name="protect">Whether it refuses to be deleted.</param>
    /// <returns>The address, and what must be there before anybody reaches the machine by it.</returns>
    public (Eip Address, Resource Association) Associate(string name, Instance instance, bool protect)
    {
        var address = new Eip($"{name}-address", new EipArgs
        {
            Domain = "vpc",
            Tags = { ["Name"] = name },
        }, new CustomResourceOptions { Parent = parent, Protect = protect, DependsOn = { openInternet } });
        var association = new EipAssociation($"{name}-address-association", new EipAssociationArgs
        {
            AllocationId = address.AllocationId,
            InstanceId = instance.Id,
        }, new CustomResourceOptions { Parent = parent, DeleteBeforeReplace = true });
        return (address, association);
    }
}
