using System.Collections.Immutable;
using CarbonioInfra.Components.Addresses;
using CarbonioInfra.Components.Aws.Firewalls;
using CarbonioInfra.Components.Aws.Network;
using CarbonioInfra.Components.Aws.Settings;
using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Topologies;
using Pulumi;
using Pulumi.Aws.Ec2;

namespace CarbonioInfra.Components.Aws.Machines;

/// <summary>An instance for each node, with what is attached to it: public addresses, volumes, its identity.</summary>
public sealed class AwsMachines : ComponentResource
{
    private readonly AwsSettings _settings;
    private readonly Topology _topology;
    private readonly AwsNetwork _network;
    private readonly SecurityGroups _groups;
    private readonly SshKeyPair _keys;
    private readonly ImmutableDictionary<Node, string> _zones;
    private readonly Instances _machines;
    private readonly SpreadGroups _spread;
    private readonly ElasticAddresses _elastic;
    private readonly DataVolumes _volumes;
    private readonly Bastion? _bastion;
    private readonly Dictionary<string, Instance> _instances = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Eip> _addresses = new(StringComparer.Ordinal);

    /// <summary>Makes the machines.</summary>
    public AwsMachines(
        string name, Topology topology, AwsSettings settings, AwsNetwork network, SecurityGroups groups, ComponentResourceOptions? options = null)
        : base("carbonio-infra:aws:AwsMachines", $"{name}-machines", options)
    {
        (_topology, _settings, _network, _groups) = (topology, settings, network, groups);
        _zones = ZonePlan.Assign(topology, settings.Zones, settings.ZoneOf);
        _keys = new SshKeyPair($"{name}-deployment", options: new ComponentResourceOptions { Parent = this });
        var keyPair = new KeyPair($"{name}-key-pair", new KeyPairArgs
        {
            PublicKey = _keys.PublicKey,
            Tags = { ["Name"] = name },
        }, new CustomResourceOptions { Parent = this });
        _machines = new Instances(this, settings, keyPair);
        _spread = new SpreadGroups(this, topology, _zones);
        _elastic = new ElasticAddresses(this, network.OpenInternet);
        _volumes = new DataVolumes(this, settings);
        if (settings.Bastion)
            _bastion = new AwsBastion(this, settings, network, groups).Make(topology.Domain, _keys, _machines, _elastic);

        var numbers = AddressPlan.Assign(topology.Nodes);
        Hosts = topology.Nodes.ToImmutableDictionary(node => node.Name, node => AddHost(node, numbers[node]));
        RegisterOutputs();
    }

    /// <summary>A host for each node.</summary>
    public ImmutableDictionary<string, Host> Hosts { get; }

    /// <summary>The instances, by node name.</summary>
    public IReadOnlyDictionary<string, Instance> Instances => _instances;

    /// <summary>The public addresses of MTAs and video servers, by node name.</summary>
    public ImmutableDictionary<string, Output<string>> PublicAddresses =>
        _addresses.ToImmutableDictionary(entry => entry.Key, entry => entry.Value.PublicIp);

    /// <summary>The same as Elastic IPs.</summary>
    internal IReadOnlyDictionary<string, Eip> Addresses => _addresses;

    private Host AddHost(Node node, int number)
    {
        var own = _settings.For(node.Name);
        var zone = _zones[node];
        var type = own.InstanceType ?? InstanceTypes.For(node.Size, _settings.InstanceGeneration)!;
        var isPublic = ElasticAddresses.HasOne(node);
        var subnets = isPublic ? _settings.EffectiveSubnets.Public : _settings.EffectiveSubnets.Private;
        var address = Ipv4Network.Parse(subnets[_settings.Zones.IndexOf(zone)]).Address(number);
        var fqdn = _topology.Fqdn(node);
        var identity = new HostIdentity(node.Name, new ComponentResourceOptions { Parent = this });
        var instance = _machines.Make(node.Name, node.Size.DiskGiB, new InstanceArgs
        {
            Ami = own.Image ?? _settings.Image,
            InstanceType = type,
            UserData = identity.CloudConfig(fqdn),
            SubnetId = _network.For(zone, isPublic).Id,
            PrivateIp = address,
            PlacementGroup = _spread.Of(node).Name,
            VpcSecurityGroupIds = _groups.Of(node).ToList(),
        });
        _instances.Add(node.Name, instance);

        var attached = new List<Resource>();
        if (isPublic)
        {
            var (elastic, association) = _elastic.Associate(node.Name, instance, _settings.Protect);
            _addresses.Add(node.Name, elastic);
            attached.Add(association);
        }

        DataDisk? disk = null;
        if (DataVolumes.HasOne(node))
        {
            (disk, var attachment) = _volumes.Attach(node, zone, instance);
            attached.Add(attachment);
        }

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
                Bastion = _bastion,
            },
        });
    }

    private static NodeSize Minimum(Node node, string type) => InstanceTypes.Capacity(type) is { } capacity
        ? node.Size with { Cpus = Math.Min(node.Size.Cpus, capacity.Cpus), MemoryMiB = Math.Min(node.Size.MemoryMiB, capacity.MemoryMiB) }
        : node.Size;
}
