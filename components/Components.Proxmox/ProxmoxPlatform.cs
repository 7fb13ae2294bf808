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

    private readonly ProxmoxSettings _settings;

    /// <summary>A platform from the settings <c>proxmox</c> and <c>proxmoxApiToken</c>.</summary>
    public ProxmoxPlatform(SettingsReader settings) : this(ProxmoxSettingsReader.Read(settings))
    {
    }

    /// <summary>A platform from given settings.</summary>
    public ProxmoxPlatform(ProxmoxSettings settings) => _settings = settings;

    /// <inheritdoc/>
    public ImmutableArray<string> Problems(Topology topology, PortTable ports) =>
        [.. new ProxmoxProblems(_settings, topology, Plan(topology, ports)).All()];

    /// <inheritdoc/>
    public ProvisionedPlatform Provision(Topology topology, PortTable ports, IReadOnlyCollection<Resource>? after = null)
    {
        Placeholders.Warn(ProxmoxPlaceholders.In(_settings));
        var args = new ProviderArgs
        {
            Endpoint = _settings.Endpoint,
            Insecure = _settings.Insecure,
            Ssh = new ProviderSshArgs { Agent = true, Username = _settings.SshUser },
        };
        if (_settings.ApiToken is not null)
            args.ApiToken = _settings.ApiToken;
        var machines = new ProxmoxMachines(Name, topology, _settings, Plan(topology, ports),
            Beforehand.Of(new ComponentResourceOptions { Provider = new Provider("proxmox", args) }, after));
        return new ProvisionedPlatform(machines.Hosts)
        {
            LoadBalancer = new LoadBalancerEntry { VirtualAddress = _settings.VirtualAddress },
        };
    }

    private FirewallPlan Plan(Topology topology, PortTable ports) => _settings.SimpleFirewall
        ? FirewallPlan.Simple(topology, ports, SecurityGroups.Outside)
        : FirewallPlan.Strict(topology, ports, SecurityGroups.Outside);
}
