using System.Globalization;
using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Ports;
using CarbonioInfra.Components.Topologies;
using Pulumi;

namespace CarbonioInfra.Components.Nodes.Baseline;

/// <summary>
/// What every machine must be and have before Carbonio's packages come: the vendor's software requirements and pre-installation
/// checks. Each check leaves a line with host, check, verdict, expected and seen on the step's standard output; a failed one ends
/// the step with all that failed.
/// </summary>
public sealed class HostBaseline : ComponentResource
{
    /// <summary>Adds the baseline's steps to <paramref name="chain"/>.</summary>
    /// <param name="chain">The host's steps; empty.</param>
    /// <param name="args">What the checks compare with.</param>
    /// <param name="options">Component options.</param>
    public HostBaseline(StepChain chain, CarbonioNodeArgs args, ComponentResourceOptions? options = null)
        : base("carbonio-infra:nodes:HostBaseline", $"{chain.Host.Name}-baseline", options)
    {
        var host = chain.Host;
        Add("first-boot", Script("first-boot"));
        Add("requirements", Script("requirements")
            .With("accepted_systems", string.Join('\n', AcceptedSystems.All))
            .With("min_cpus", Number(host.MinimumSize.Cpus))
            .With("min_memory_mib", Number(host.MinimumSize.MemoryMiB))
            .With("min_disk_gib", Number(host.MinimumSize.DiskGiB))
            .With("listening_ports", string.Join(' ', args.Ports.ListeningPorts(args.Topology, host.Node).Select(Range))));
        Add("hostname", Script("hostname").With("fqdn", host.Fqdn));
        Add("hosts-file", Script("hosts-file")
            .With("fqdn", host.Fqdn)
            .With("address", host.Address)
            .With("nodes", string.Join('\n', args.AllHosts.Select(other => $"{other.Address} {other.Fqdn} {other.Name}"))));
        if (args.SystemUpgrade)
            Add("upgrade", Script("upgrade"), TimeSpan.FromMinutes(45));

        var reboot = Add("reboot", Script("reboot"));
        Add("rebooted", Script("rebooted").With("ended_boot", reboot.Stdout));
        Add("locale", Script("locale"));
        Add("time-sync", Script("time-sync").With("patience_seconds", "120"));
        Add("swappiness", Script("swappiness"));
        Add("selinux", Script("selinux"));
        RegisterOutputs();

        HostStep Add(string name, HostScript script, TimeSpan? deadline = null) =>
            chain.Add(name, script, this, deadline: deadline);
    }

    /// <summary>The check that a node reaches its peers, which needs the steps of others to exist.</summary>
    internal static HostScript PeerCheck(Host host, CarbonioNodeArgs args)
    {
        var addresses = args.AllHosts.ToDictionary(other => other.Name);
        var ports = args.Ports.PeersOf(args.Topology, host.Node).ToDictionary(entry => entry.Peer.Name, entry => entry.Ports);
        var peers = args.AllHosts.Select(peer =>
            $"{peer.Fqdn} {addresses[peer.Name].Address} {string.Join(',', ports.GetValueOrDefault(peer.Name, []))}".TrimEnd());
        return Script("peers").With("peers", string.Join('\n', peers)).With("patience_seconds", "5");
    }

    private static HostScript Script(string name) => HostScript.Load($"Nodes/Baseline/{name}.sh");

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Range((int First, int Last) ports) =>
        ports.First == ports.Last ? Number(ports.First) : $"{ports.First}-{ports.Last}";
}
