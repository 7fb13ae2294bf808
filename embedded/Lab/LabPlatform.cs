using System.Collections.Immutable;
using CarbonioInfra.Components.Addresses;
using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.LoadBalancers;
using CarbonioInfra.Components.Nodes.Baseline;
using CarbonioInfra.Components.ObjectStores;
using CarbonioInfra.Components.Platforms;
using CarbonioInfra.Components.Ports;
using CarbonioInfra.Components.Settings;
using CarbonioInfra.Components.Topologies;
using Pulumi;
using LocalCommand = Pulumi.Command.Local.Command;
using LocalCommandArgs = Pulumi.Command.Local.CommandArgs;
using LocalLogging = Pulumi.Command.Local.Logging;

[assembly: CarbonioPlatform("lab", typeof(CarbonioInfra.Lab.LabPlatform))]

namespace CarbonioInfra.Lab;

/// <summary>
/// Real systemd hosts on the machine that runs the deployment: systemd-nspawn containers with their own network namespace,
/// made and removed by <c>lab.sh</c>. Hosts say that they are the Ubuntu of the setting <c>operatingSystem</c>. Ports are not filtered
/// inside a lab.
/// </summary>
public sealed class LabPlatform : IPlatform
{
    /// <summary>
    /// The node whose host refuses root, as Ubuntu's cloud images do, so that every run also exercises steps through sudo.
    /// </summary>
    public const string SudoOnlyNode = "video2";

    private const string SudoUser = "carbonio";

    // Where boot-host.sh puts a host's data folder.
    private const string DataFolder = "/srv/carbonio-data";

    // Addresses of nodes that end in 0 are nobody's: this one stands at the head of the load balancers' own.
    private const int VirtualAddress = 80;

    // Commands run in the program's folder. A relative path keeps this machine's folders out of the stack's state.
    private const string Script = "../embedded/Lab/lab.sh";

    // Hosts share the machine, so each sees all of its processors, memory and disk; less than this would not run Carbonio's
    // preparation.
    private static readonly NodeSize Minimum = new(Cpus: 1, MemoryMiB: 1024, DiskGiB: 2);

    private readonly LabPlaces _places;
    private readonly string _operatingSystem;
    private readonly bool _installsCarbonio;

    /// <summary>The lab of the current stack.</summary>
    /// <param name="settings">Of the settings <c>operatingSystem</c> and <c>installCarbonio</c>.</param>
    public LabPlatform(SettingsReader settings)
        : this(LabPlaces.OfThisMachine(), settings.Text("operatingSystem", AcceptedSystems.Default), settings.Text("installCarbonio", "true") != "false")
    {
    }

    internal LabPlatform(LabPlaces places, string operatingSystem = AcceptedSystems.Default, bool installsCarbonio = true)
    {
        _places = places;
        _operatingSystem = operatingSystem;
        _installsCarbonio = installsCarbonio;
    }

    /// <inheritdoc/>
    public IObjectStorageServer? ObjectStorageServer { get; } = new LabObjectStorage();

    /// <inheritdoc/>
    public ImmutableArray<string> Problems(Topology topology, PortTable ports)
    {
        // What is no system at all, the setting's reader has said.
        var isForeign = AcceptedSystems.Problems(_operatingSystem).IsEmpty && !_operatingSystem.StartsWith("ubuntu ", StringComparison.Ordinal);
        return
        [
            .. PlatformRules.TooManyNodes(topology, "in a lab"),
            .. isForeign ? [$"operatingSystem: expected ubuntu 22.04 or ubuntu 24.04 in a lab, found '{_operatingSystem}'"] : Array.Empty<string>(),
        ];
    }

    /// <inheritdoc/>
    public ProvisionedPlatform Provision(Topology topology, PortTable ports, IReadOnlyCollection<Resource>? after = null)
    {
        var stack = Deployment.Instance.StackName;
        var subnet = LabSubnet.Choose(_places, stack);
        var keys = new SshKeyPair("lab", options: Beforehand.Of(new ComponentResourceOptions(), after));
        var network = new LocalCommand("lab-network", new LocalCommandArgs
        {
            Create = $"{Script} network-up --stack {stack} --subnet {subnet}",
            Delete = $"{Script} network-down --stack {stack}",
            Logging = LocalLogging.StdoutAndStderr,
        }, new CustomResourceOptions { DependsOn = (after ?? []).ToArray() });

        return new ProvisionedPlatform(AddressPlan.Assign(topology.Nodes).ToImmutableDictionary(
            entry => entry.Key.Name,
            entry => ToHost(topology, ports, entry.Key, subnet.Address(entry.Value), stack, keys, network)))
        {
            LoadBalancer = topology.With(Role.LoadBalancer).IsEmpty ? null : new LoadBalancerEntry { VirtualAddress = subnet.Address(VirtualAddress) },
            PackageSources = NetworkUpOutput.Sources(network.Stdout),
        };
    }

    private Host ToHost(
        Topology topology, PortTable ports, Node node, string address, string stack, SshKeyPair keys, LocalCommand network)
    {
        var user = node.Name == SudoOnlyNode ? SudoUser : "root";
        var data = node.Has(Role.Mailstore) ? Data(node, stack, network) : null;
        var create = $"{Script} host-up {node.Name} --stack {stack} --address {address} --user {user} --system {_operatingSystem.Replace(' ', '-')}{(data is null ? "" : " --data")}";
        var machine = new LocalCommand($"{node.Name}-machine", new LocalCommandArgs
        {
            Create = create,
            Stdin = keys.PublicKey,
            Delete = $"{Script} host-down {node.Name} --stack {stack}",
            // A changed input alone would re-run the command on the old resource; a new machine has to be a replacement.
            Triggers = new Output<object>[] { Output.Create<object>(create), keys.PublicKey.Apply(object (key) => key) },
            Logging = LocalLogging.Stderr,
        }, new CustomResourceOptions
        {
            DependsOn = { data ?? network },
            DeleteBeforeReplace = true,
        });

        return new Host
        {
            Node = node,
            Fqdn = topology.Fqdn(node),
            Address = address,
            Machine = machine,
            DataDisk = data is null ? null : DataDisk.Directory(DataFolder),
            MinimumSize = Minimum,
            FurtherSteps = _installsCarbonio ? [] : StandIns.Of(topology, ports, node),
            Connection = new HostConnection
            {
                Address = address,
                User = user,
                PrivateKey = keys.PrivateKey,
                HostKey = machine.Stdout.Apply(HostUpOutput.ParseHostKey),
            },
        };
    }

    /// <summary>A folder of this machine that outlives the host, as a volume would.</summary>
    private static LocalCommand Data(Node node, string stack, LocalCommand network) => new($"{node.Name}-data", new LocalCommandArgs
    {
        Create = $"{Script} data-up {node.Name} --stack {stack}",
        Delete = $"{Script} data-down {node.Name} --stack {stack}",
        Logging = LocalLogging.Stderr,
    }, new CustomResourceOptions { DependsOn = { network } });
}
