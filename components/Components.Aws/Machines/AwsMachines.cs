using System.Collections.Immutable;
using CarbonioInfra.Components.Addresses;
using CarbonioInfra.Components.Aws.Firewalls;
using CarbonioInfra.Components.Aws.Network;
using CarbonioInfra.Components.Aws.Settings;
using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Topologies;
using Pulumi;
using Pulumi.Aws.Ebs;
using Pulumi.Aws.Ec2;

namespace CarbonioInfra.Components.Aws.Machines;

/// <summary>An instance for each node, with what is attached to it: public addresses, volumes, its identity.</summary>
public sealed class AwsMachines : ComponentResource
{
    // Below the numbers that the address plan gives to nodes, above those that AWS keeps.
    private const int BastionNumber = 10;
    private const int MostPerSpreadGroupAndZone = 7;

    private readonly AwsSettings _settings;
    private readonly Topology _topology;
    private readonly AwsNetwork _network;
    private readonly SecurityGroups _groups;
    private readonly SshKeyPair _keys;
    private readonly KeyPair _keyPair;
    private readonly ImmutableDictionary<Node, string> _zones;
    private readonly Dictionary<string, PlacementGroup> _placement = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Instance> _instances = new(StringComparer.Ordinal);

    /// <summary>Makes the machines.</summary>
    public AwsMachines(
        string name, Topology topology, AwsSettings settings, AwsNetwork network, SecurityGroups groups, ComponentResourceOptions? options = null)
        : base("carbonio-infra:aws:AwsMachines", $"{name}-machines", options)
    {
        (_topology, _settings, _network, _groups) = (topology, settings, network, groups);
        _zones = ZonePlan.Assign(topology, settings.Zones, settings.ZoneOf);
        _keys = new SshKeyPair($"{name}-deployment", options: new ComponentResourceOptions { Parent = this });
        _keyPair = new KeyPair($"{name}-key-pair", new KeyPairArgs
        {
            PublicKey = _keys.PublicKey,
            Tags = { ["Name"] = name },
        }, new CustomResourceOptions { Parent = this });
        Bastion? bastion = null;
        if (settings.Bastion)
            bastion = AddBastion();

        var numbers = AddressPlan.Assign(topology.Nodes);
        Hosts = topology.Nodes.ToImmutableDictionary(node => node.Name, node => AddHost(node, numbers[node], bastion));
        RegisterOutputs();
    }

    /// <summary>A host for each node.</summary>
    public ImmutableDictionary<string, Host> Hosts { get; }

    /// <summary>The instances, by node name.</summary>
    public IReadOnlyDictionary<string, Instance> Instances => _instances;

    /// <summary>The public addresses of MTAs and video servers, by node name.</summary>
    public ImmutableDictionary<string, Output<string>> PublicAddresses { get; private set; } = ImmutableDictionary<string, Output<string>>.Empty;

    /// <summary>The Elastic IPs of the MTAs, by node name.</summary>
    internal ImmutableDictionary<string, Eip> SenderAddresses { get; private set; } = ImmutableDictionary<string, Eip>.Empty;

    /// <summary>Whether the node has a public address of its own: MTAs send by it, video servers take media on it.</summary>
    internal static bool IsPublic(Node node) => node.Has(Role.Mta) || node.Has(Role.Video);

    private Host AddHost(Node node, int number, Bastion? bastion)
    {
        var own = _settings.For(node.Name);
        var zone = _zones[node];
        var type = own.InstanceType ?? InstanceTypes.For(node.Size, _settings.InstanceGeneration)!;
        var subnets = IsPublic(node) ? _settings.EffectiveSubnets.Public : _settings.EffectiveSubnets.Private;
        var address = Ipv4Network.Parse(subnets[_settings.Zones.IndexOf(zone)]).Address(number);
        var fqdn = _topology.Fqdn(node);
        var identity = new HostIdentity(node.Name, new ComponentResourceOptions { Parent = this });
        var args = Machine(node.Name, own.Image ?? _settings.Image, type, node.Size.DiskGiB, identity.CloudConfig(fqdn));
        args.SubnetId = _network.For(zone, IsPublic(node)).Id;
        args.PrivateIp = address;
        args.PlacementGroup = Placement(node, zone).Name;
        args.VpcSecurityGroupIds = _groups.Of(node).ToList();
        var instance = new Instance($"{node.Name}-machine", args, MachineOptions());
        _instances.Add(node.Name, instance);

        var attached = new List<Resource>();
        if (IsPublic(node))
            attached.Add(Publish(node, instance));
        DataDisk? disk = null;
        if (node.Has(Role.Mailstore))
            disk = AttachVolume(node, own, zone, instance, attached);

        return identity.Establish(new Host
        {
            Node = node,
            Fqdn = fqdn,
            Address = address,
            Machine = instance,
            DataDisk = disk,
            MinimumSize = Minimum(node, type),
            ReadyAfter = [.. attached, .. _groups.RulesOf(node), .. _network.WaysOut],
            Connection = new HostConnection
            {
                Address = address,
                User = _settings.User,
                PrivateKey = _keys.PrivateKey,
                HostKey = identity.FirstBootKey,
                Bastion = bastion,
            },
        });
    }

    private InstanceArgs Machine(string name, string image, string type, int diskGiB, Output<string> userData) => new()
    {
        Ami = image,
        InstanceType = type,
        KeyName = _keyPair.KeyName,
        UserData = userData,
        MetadataOptions = new Pulumi.Aws.Ec2.Inputs.InstanceMetadataOptionsArgs
        {
            HttpEndpoint = "enabled",
            HttpTokens = "required",
            HttpPutResponseHopLimit = 1,
        },
        RootBlockDevice = RootDisk(name, diskGiB),
        Tags = { ["Name"] = name },
    };

    private Pulumi.Aws.Ec2.Inputs.InstanceRootBlockDeviceArgs RootDisk(string name, int diskGiB)
    {
        var disk = new Pulumi.Aws.Ec2.Inputs.InstanceRootBlockDeviceArgs
        {
            Encrypted = true,
            VolumeType = "gp3",
            VolumeSize = diskGiB,
            Tags = { ["Name"] = name },
        };
        if (_settings.KmsKey is not null)
            disk.KmsKeyId = _settings.KmsKey;
        return disk;
    }

    // Another wording of user data must not stop and start a machine; its address is fixed, so the old one goes first.
    private CustomResourceOptions MachineOptions() => new() { Parent = this, DeleteBeforeReplace = true, IgnoreChanges = { "userData" } };

    /// <summary>One spread group for each kind of node, another one where a zone would have more than AWS takes.</summary>
    private PlacementGroup Placement(Node node, string zone)
    {
        var before = _topology.Nodes.TakeWhile(other => other != node).Count(other => other.Roles[0] == node.Roles[0] && _zones[other] == zone);
        var kind = node.Roles[0].ToString();
        var name = $"spread-{kind}{(before < MostPerSpreadGroupAndZone ? "" : $"-{(before / MostPerSpreadGroupAndZone) + 1}")}";
        if (!_placement.TryGetValue(name, out var group))
        {
            _placement[name] = group = new PlacementGroup(name, new PlacementGroupArgs
            {
                Strategy = PlacementStrategy.Spread,
                Tags = { ["Name"] = name },
            }, new CustomResourceOptions { Parent = this });
        }

        return group;
    }

    private EipAssociation Publish(Node node, Instance instance)
    {
        var address = new Eip($"{node.Name}-address", new EipArgs
        {
            Domain = "vpc",
            Tags = { ["Name"] = node.Name },
        }, new CustomResourceOptions { Parent = this, Protect = _settings.Protect, DependsOn = { _network.OpenInternet } });
        PublicAddresses = PublicAddresses.Add(node.Name, address.PublicIp);
        if (node.Has(Role.Mta))
            SenderAddresses = SenderAddresses.Add(node.Name, address);
        return Associate(node.Name, address, instance);
    }

    private EipAssociation Associate(string name, Eip address, Instance instance) => new($"{name}-address-association", new EipAssociationArgs
    {
        AllocationId = address.AllocationId,
        InstanceId = instance.Id,
    }, new CustomResourceOptions { Parent = this, DeleteBeforeReplace = true });

    private DataDisk AttachVolume(Node node, AwsNodeSettings own, string zone, Instance instance, List<Resource> attached)
    {
        var args = new VolumeArgs
        {
            AvailabilityZone = zone,
            Size = own.DataVolumeGiB ?? _settings.DataVolumeGiB,
            Type = "gp3",
            Encrypted = true,
            Tags = { ["Name"] = $"{node.Name}-data" },
        };
        if (_settings.KmsKey is not null)
            args.KmsKeyId = _settings.KmsKey;
        var volume = new Volume($"{node.Name}-data", args, new CustomResourceOptions { Parent = this, Protect = _settings.Protect });
        attached.Add(new VolumeAttachment($"{node.Name}-data-attachment", new VolumeAttachmentArgs
        {
            VolumeId = volume.Id,
            InstanceId = instance.Id,
            DeviceName = "/dev/sdf",
            StopInstanceBeforeDetaching = true,
        }, new CustomResourceOptions { Parent = this, DeleteBeforeReplace = true }));
        // Nitro instances name the device by the volume's id, without its hyphen.
        return DataDisk.Device(volume.Id.Apply(id => $"/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_{id.Replace("-", "", StringComparison.Ordinal)}"));
    }

    private Bastion AddBastion()
    {
        const string Name = "bastion";
        var zone = _settings.Zones[0];
        var identity = new HostIdentity(Name, new ComponentResourceOptions { Parent = this });
        var fqdn = $"{Name}.{_topology.Domain}";
        var privateAddress = Ipv4Network.Parse(_settings.EffectiveSubnets.Public[0]).Address(BastionNumber);
        var args = Machine(Name, _settings.Image, "", NodeSize.LoadBalancer.DiskGiB, identity.CloudConfig(fqdn));
        args.InstanceType = InstanceType.T3_Medium;
        args.SubnetId = _network.For(zone, isPublic: true).Id;
        args.PrivateIp = privateAddress;
        args.VpcSecurityGroupIds = new[] { _groups.Bastion.Id };
        var instance = new Instance($"{Name}-machine", args, MachineOptions());
        var address = new Eip($"{Name}-address", new EipArgs { Domain = "vpc", Tags = { ["Name"] = Name } },
            new CustomResourceOptions { Parent = this, DependsOn = { _network.OpenInternet } });
        var host = identity.Establish(new Host
        {
            Node = new Node(Name, [], 0, NodeSize.LoadBalancer),
            Fqdn = fqdn,
            Address = privateAddress,
            Machine = instance,
            ReadyAfter = [Associate(Name, address, instance), .. _groups.RulesOfBastion],
            Connection = new HostConnection
            {
                Address = address.PublicIp,
                User = _settings.User,
                PrivateKey = _keys.PrivateKey,
                HostKey = identity.FirstBootKey,
            },
        });
        return new Bastion
        {
            Address = address.PublicIp,
            User = _settings.User,
            PrivateKey = _keys.PrivateKey,
            HostKey = host.Connection.HostKey,
        };
    }

    private static NodeSize Minimum(Node node, string type) => InstanceTypes.Capacity(type) is { } capacity
        ? node.Size with { Cpus = Math.Min(node.Size.Cpus, capacity.Cpus), MemoryMiB = Math.Min(node.Size.MemoryMiB, capacity.MemoryMiB) }
        : node.Size;
}
