using CarbonioInfra.Components.Addresses;
using CarbonioInfra.Components.Aws.Firewalls;
using CarbonioInfra.Components.Aws.Network;
using CarbonioInfra.Components.Aws.Settings;
using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Topologies;
using Pulumi;
using Pulumi.Aws.Ec2;

namespace CarbonioInfra.Components.Aws.Machines;

/// <summary>The one machine that takes SSH from administrators and the deployment, in front of all nodes.</summary>
internal sealed class AwsBastion(Resource parent, AwsSettings settings, AwsNetwork network, SecurityGroups groups)
{
    private const string Name = "bastion";

    // Below the numbers that the address plan gives to nodes, above those that AWS keeps.
    private const int Number = 10;

    /// <summary>Makes it.</summary>
    /// <param name="domain">DNS domain of the nodes.</param>
    /// <param name="keys">Who may log in.</param>
    /// <param name="instances">Makes its machine.</param>
    /// <param name="addresses">Makes its public address.</param>
    public Bastion Make(string domain, SshKeyPair keys, Instances instances, ElasticAddresses addresses)
    {
        var identity = new HostIdentity(Name, new ComponentResourceOptions { Parent = parent });
        var fqdn = $"{Name}.{domain}";
        var privateAddress = Ipv4Network.Parse(settings.EffectiveSubnets.Public[0]).Address(Number);
        var instance = instances.Make(Name, NodeSize.LoadBalancer.DiskGiB, new InstanceArgs
        {
            Ami = settings.Image,
            InstanceType = InstanceType.T3_Medium,
            UserData = identity.CloudConfig(fqdn),
            SubnetId = network.For(settings.Zones[0], isPublic: true).Id,
            PrivateIp = privateAddress,
            VpcSecurityGroupIds = new[] { groups.Bastion.Id },
        });
        var (address, association) = addresses.Associate(Name, instance, protect: false);
        var host = identity.Establish(new Host
        {
            Node = new Node(Name, [], 0, NodeSize.LoadBalancer),
            Fqdn = fqdn,
            Address = privateAddress,
            Machine = instance,
            ReadyAfter = [association, .. groups.RulesOfBastion],
            Connection = new HostConnection
            {
                Address = address.PublicIp,
                User = settings.User,
                PrivateKey = keys.PrivateKey,
                HostKey = identity.FirstBootKey,
            },
        });
        return new Bastion
        {
            Address = address.PublicIp,
            User = settings.User,
            PrivateKey = keys.PrivateKey,
            HostKey = host.Connection.HostKey,
        };
    }
}
