using System.Collections.Immutable;
using CarbonioInfra.Components.Firewalls;
using CarbonioInfra.Components.LoadBalancers;
using CarbonioInfra.Components.Platforms;
using CarbonioInfra.Components.Ports;
using CarbonioInfra.Components.Proxmox.Firewalls;
using CarbonioInfra.Components.Proxmox.Machines;
using CarbonioInfra.Components.Proxmox.Settings;
using CarbonioInfra.Components.Settings;
using CarbonioInfra.Components.Topologies;
using Pulumi;
using Pulumi.ProxmoxVE.Inputs;
using Provider = Pulumi.ProxmoxVE.Provider;
using ProviderArgs = Pulumi.ProxmoxVE.ProviderArgs;

[assembly: CarbonioPlatform("proxmox", typeof(CarbonioInfra.Components.Proxmox.ProxmoxPlatform))]

namespace CarbonioInfra.Components.Proxmox;

/// <summary>
/// VMs on a Proxmox VE cluster, in one network that is there already: spread over PVE nodes, firewalled from the ports table. Load
/// balancers and object storage are nodes of the topology. Whether disks are encrypted is a property of the datastore.
/// </summary>
public sealed class ProxmoxPlatform : IPlatform
{
    private const string Name = "carbonio";

    // What the stack file of this repository says; no file has it.
    private static readonly string NoChecksum = new('0', 64);

    private readonly ProxmoxSettings _settings;

    /// <summary>A platform from the settings <c>proxmox</c> and <c>proxmoxApiToken</c>.</summary>
    public ProxmoxPlatform(SettingsReader settings) : this(ProxmoxSettingsReader.Read(settings))
    {
    }

    /// <summary>A platform from given settings.</summary>
    public ProxmoxPlatform(ProxmoxSettings settings) => _settings = settings;

    /// <inheritdoc/>
    public ImmutableArray<string> Problems(Topology topology) => [.. new ProxmoxProblems(_settings, topology).All()];

    /// <inheritdoc/>
    public ProvisionedPlatform Provision(Topology topology, PortTable ports)
    {
        if (_settings.Image.Sha256 == NoChecksum)
            Log.Warn("proxmox.image.sha256: a placeholder; `up` fails until the stack file has the checksum of the image");
        var args = new ProviderArgs
        {
            Endpoint = _settings.Endpoint,
            Insecure = _settings.Insecure,
            Ssh = new ProviderSshArgs { Agent = true, Username = _settings.SshUser },
        };
        if (_settings.ApiToken is not null)
            args.ApiToken = _settings.ApiToken;
        var plan = _settings.SimpleFirewall
            ? FirewallPlan.Simple(topology, ports, SecurityGroups.Outside)
            : FirewallPlan.Strict(topology, ports, SecurityGroups.Outside);
        var machines = new ProxmoxMachines(Name, topology, _settings, plan,
            new ComponentResourceOptions { Provider = new Provider("proxmox", args) });
        return new ProvisionedPlatform(machines.Hosts)
        {
            LoadBalancer = new LoadBalancerEntry { VirtualAddress = _settings.VirtualAddress },
        };
    }
}
