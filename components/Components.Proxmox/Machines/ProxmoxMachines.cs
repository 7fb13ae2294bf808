using System.Collections.Immutable;
using System.Globalization;
using CarbonioInfra.Components.Addresses;
using CarbonioInfra.Components.Firewalls;
using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Proxmox.Availability;
using CarbonioInfra.Components.Proxmox.Firewalls;
using CarbonioInfra.Components.Proxmox.Settings;
using CarbonioInfra.Components.Topologies;
using Pulumi;
using Pulumi.ProxmoxVE;
using Pulumi.ProxmoxVE.Inputs;

namespace CarbonioInfra.Components.Proxmox.Machines;

/// <summary>A VM for each node, with its disks, its identity and its place in firewall and high availability.</summary>
public sealed class ProxmoxMachines : ComponentResource
{
    // Clones of one template lock it.
    private const int CloneRetries = 20;

    private readonly ProxmoxSettings _settings;
    private readonly Topology _topology;
    private readonly ImmutableDictionary<Node, string> _pveNodes;
    private readonly ImmutableDictionary<Node, string> _addresses;
    private readonly VmIds _vmIds;
    private readonly SshKeyPair _keys;
    private readonly CloudFiles _files;
    private readonly DataDisks _dataDisks;
    private readonly SecurityGroups _groups;
    private readonly PoolLegacy? _pool;

    /// <summary>Makes the machines.</summary>
    /// <param name="name">Name of the component.</param>
    /// <param name="topology">The nodes.</param>
    /// <param name="settings">What they are made of.</param>
    /// <param name="plan">Groups and rules of the firewall.</param>
    /// <param name="options">Component options.</param>
    public ProxmoxMachines(
        string name, Topology topology, ProxmoxSettings settings, FirewallPlan plan, ComponentResourceOptions? options = null)
        : base("carbonio-infra:proxmox:ProxmoxMachines", $"{name}-machines", options)
    {
        (_topology, _settings) = (topology, settings);
        _pveNodes = Placement.Of(settings, topology);
        _addresses = Addresses(settings, topology);
        _vmIds = new VmIds(settings, topology);
        _keys = new SshKeyPair($"{name}-deployment", options: new ComponentResourceOptions { Parent = this });
        _files = new CloudFiles(this, settings);
        _dataDisks = new DataDisks(this, settings);
        _groups = new SecurityGroups(name, plan, _addresses, settings, new ComponentResourceOptions { Parent = this });
        if (settings.Pool is not null)
        {
            _pool = new PoolLegacy("pool", new PoolLegacyArgs
            {
                PoolId = settings.Pool,
                Comment = $"carbonio-infra: {topology.Domain}",
            }, FormerTypes.Child(this, FormerTypes.Pool));
        }

        Machines = topology.Nodes.ToImmutableDictionary(node => node, AddMachine);
        if (settings.HighAvailability)
            _ = new HighAvailability(name, Machines, _pveNodes, topology, settings, new ComponentResourceOptions { Parent = this });
        Hosts = topology.Nodes.ToImmutableDictionary(node => node.Name, AddHost);
        RegisterOutputs();
    }

    /// <summary>A host for each node.</summary>
    public ImmutableDictionary<string, Host> Hosts { get; }

    private ImmutableDictionary<Node, VmLegacy> Machines { get; }

    private Dictionary<Node, HostIdentity> Identities { get; } = [];

    /// <summary>The address of each node, known at plan time.</summary>
    internal static ImmutableDictionary<Node, string> Addresses(ProxmoxSettings settings, Topology topology)
    {
        var network = Ipv4Network.Parse(settings.Network);
        return AddressPlan.Assign(topology.Nodes).ToImmutableDictionary(entry => entry.Key, entry => network.Address(entry.Value));
    }

    private VmLegacy AddMachine(Node node)
    {
        var pveNode = _pveNodes[node];
        var fqdn = _topology.Fqdn(node);
        var identity = new HostIdentity(node.Name, new ComponentResourceOptions { Parent = this });
        Identities.Add(node, identity);
        var args = MachineArgs.Of(node, fqdn, pveNode, _vmIds.Machine(node), _settings);
        args.Initialization = new VmLegacyInitializationArgs
        {
            DatastoreId = _settings.Datastore,
            Dns = new VmLegacyInitializationDnsArgs { Domain = _topology.Domain, Servers = _settings.DnsServers.ToList() },
            IpConfigs =
            {
                new VmLegacyInitializationIpConfigArgs
                {
                    Ipv4 = new VmLegacyInitializationIpConfigIpv4Args
                    {
                        Address = $"{_addresses[node]}/{PrefixLength()}",
                        Gateway = _settings.Gateway,
                    },
                },
            },
            UserDataFileId = _files.UserData(node.Name, pveNode, identity.CloudConfig(fqdn, _keys.PublicKey)).Id,
            VendorDataFileId = _files.VendorData(pveNode).Id,
        };

        var options = FormerTypes.Child(this, FormerTypes.Machine);
        // Its address and id are fixed and its data disk is lent to one machine at a time, so the old one goes first.
        options.DeleteBeforeReplace = true;
        options.ReplaceOnChanges.Add("disks[0].importFrom");
        // Proxmox VE may have moved it since.
        if (_settings.HighAvailability)
            options.IgnoreChanges.Add("nodeName");
        AddBootDisk(node, pveNode, args, options);
        if (DataDisks.HasOne(node))
            args.Disks.Add(_dataDisks.Of(node, pveNode, _vmIds.DataDisk(node)));
        if (_pool is not null)
            args.PoolId = _pool.PoolId;
        return new VmLegacy($"{node.Name}-machine", args, options);
    }

    private void AddBootDisk(Node node, string pveNode, VmLegacyArgs args, CustomResourceOptions options)
    {
        var disk = new VmLegacyDiskArgs
        {
            Interface = MachineArgs.BootDisk,
            DatastoreId = _settings.Datastore,
            Size = node.Size.DiskGiB,
            Discard = "on",
            Iothread = true,
        };
        var image = _settings.ImageOf(node.Name);
        if (image.Template is { } template)
        {
            args.Clone = new VmLegacyCloneArgs
            {
                VmId = template,
                NodeName = image.TemplateNode!,
                DatastoreId = _settings.Datastore,
                Full = true,
                Retries = CloneRetries,
            };
        }
        else
        {
            var (id, download) = _files.Image(image, pveNode);
            disk.ImportFrom = id;
            options.DependsOn.Add(download);
        }

        args.Disks.Add(disk);
    }

    private Host AddHost(Node node)
    {
        var identity = Identities[node];
        return identity.Establish(new Host
        {
            Node = node,
            Fqdn = _topology.Fqdn(node),
            Address = _addresses[node],
            Machine = Machines[node],
            DataDisk = DataDisks.HasOne(node) ? DataDisks.OnHost : null,
            ReadyAfter = [.. _groups.Protect(node, Machines[node])],
            Connection = new HostConnection
            {
                Address = _addresses[node],
                User = _settings.User,
                PrivateKey = _keys.PrivateKey,
                HostKey = identity.FirstBootKey,
            },
        });
    }

    private string PrefixLength() => Ipv4Network.Parse(_settings.Network).PrefixLength.ToString(CultureInfo.InvariantCulture);
}
