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
    private const string EpelRelease = "https://dl.fedoraproject.org/pub/epel/epel-release-latest-{version}.noarch.rpm";

    /// <summary>Adds the baseline's steps to <paramref name="chain"/>.</summary>
    /// <param name="chain">The host's steps; empty.</param>
    /// <param name="args">What the checks compare with.</param>
    /// <param name="options">Component options.</param>
    public HostBaseline(StepChain chain, CarbonioNodeArgs args, ComponentResourceOptions? options = null)
        : base("carbonio-infra:nodes:HostBaseline", $"{chain.Host.Name}-baseline", options)
    {
        var host = chain.Host;
        Add("first-boot", Script("first-boot"));
        Add("requirements", Requirements(host, args));
        Add("hostname", Script("hostname").With("fqdn", host.Fqdn));
        Add("hosts-file", Script("hosts-file")
            .With("fqdn", host.Fqdn)
            .With("address", host.Address)
            .With("nodes", string.Join('\n', args.AllHosts.Select(other => $"{other.Address} {other.Fqdn} {other.Name}"))));
        Add("firewall", Script("firewall")
            .With("address", host.Address)
            .With("nodes", string.Join('\n', args.AllHosts.Select(other => $"{other.Address} {other.Fqdn}")))
            .With("public_ports", string.Join(' ',
                args.Ports.PublicPorts(args.Topology, host.Node, PortProtocol.Tcp).Select(ports => $"{Range(ports)}/tcp")
                    .Concat(args.Ports.PublicPorts(args.Topology, host.Node, PortProtocol.Udp).Select(ports => $"{Range(ports)}/udp")))));
        if (AcceptedSystems.IsRhel(args.OperatingSystem))
            Add("repositories", Script("repositories").With("epel_release", EpelRelease.Replace("{version}", args.OperatingSystem.Split(' ')[1], StringComparison.Ordinal)));
        if (args.SystemUpgrade)
            Add("upgrade", Script("upgrade"), TimeSpan.FromMinutes(45));

        var reboot = Add("reboot", Script("reboot"));
        Add("rebooted", Script("rebooted").With("ended_boot", reboot.Stdout));
        chain.AddSideBySide(
        [
            ("locale", Script("locale")),
            ("time-sync", Script("time-sync").With("patience_seconds", "120")),
            ("swappiness", Script("swappiness")),
            ("selinux", Script("selinux")),
        ], this);
        if (host.DataDisk is { } disk)
        {
            Add("data-disk", Script("data-disk")
                .With("fqdn", host.Fqdn)
                .With("source", disk.Source)
                .With("kind", disk.IsDirectory ? "directory" : "device")
                .With("patience_seconds", "120"));
        }

        RegisterOutputs();

        HostStep Add(string name, HostScript script, TimeSpan? deadline = null) =>
            chain.Add(name, script, this, deadline: deadline);
    }

    /// <summary>The check that a node reaches its peers, which needs the steps of others to exist.</summary>
    internal static HostScript PeerCheck(Host host, CarbonioNodeArgs args)
    {
        var ports = args.Ports.PeersOf(args.Topology, host.Node).ToDictionary(entry => entry.Peer.Name, entry => entry.Ports);
        var echo = args.Ports.EchoPeersOf(args.Topology, host.Node);
        return Script("peers")
            .With("nodes", string.Join('\n', args.AllHosts.Select(peer => $"{peer.Fqdn} {peer.Address}")))
            .With("tcp_peers", string.Join('\n', args.AllHosts.Where(peer => ports.ContainsKey(peer.Name))
                .Select(peer => $"{peer.Fqdn} {peer.Address} {string.Join(',', ports[peer.Name])}")))
            .With("echo_peers", string.Join('\n', args.AllHosts.Where(peer => echo.Contains(peer.Node))
                .Select(peer => $"{peer.Fqdn} {peer.Address}")))
            .With("patience_seconds", "10");
    }

    private static HostScript Requirements(Host host, CarbonioNodeArgs args) => Script("requirements")
        .With("operating_system", args.OperatingSystem)
        .With("address", host.Address)
        .With("min_cpus", Number(host.MinimumSize.Cpus))
        .With("min_memory_mib", Number(host.MinimumSize.MemoryMiB))
        .With("min_disk_gib", Number(host.MinimumSize.DiskGiB))
        .With("tcp_ports", string.Join(' ', args.Ports.ListeningPorts(args.Topology, host.Node, PortProtocol.Tcp).Select(Range)))
        // Of a range, such as that of RTP, ports are taken per call, and any program may hold one of them for a moment.
        .With("udp_ports", string.Join(' ', args.Ports.ListeningPorts(args.Topology, host.Node, PortProtocol.Udp)
            .Where(ports => ports.First == ports.Last).Select(Range)));

    private static HostScript Script(string name) => HostScript.Load($"Nodes/Baseline/{name}.sh");

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Range((int First, int Last) ports) =>
        ports.First == ports.Last ? Number(ports.First) : $"{ports.First}-{ports.Last}";
}
