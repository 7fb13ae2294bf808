using System.Collections.Immutable;
using System.Globalization;
using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Nodes;
using Pulumi;

namespace CarbonioInfra.Components.LoadBalancers;

/// <summary>
/// Two hosts with HAProxy that pass TCP connections on, port by port, and with keepalived, which gives an address that clients
/// use to the one that serves. Backends see the load balancer's address: the PROXY protocol stays off, because neither Carbonio's
/// MTA nor its proxy expects it. The step <c>virtual-address</c> checks that address, <c>haproxy</c> and <c>keepalived</c> do the rest.
/// </summary>
public sealed class HaproxyLoadBalancer : ComponentResource
{
    /// <summary>
    /// How long a backend that died stays in rotation at most: 3 s. Within it, two probes in a row fail: they come every second,
    /// wait 0.7 s for an answer, and the second comes 0.5 s after the first that failed. Two answers bring a backend back.
    /// </summary>
    public static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(3);

    /// <summary>How long a connection may be silent: 35 min. Mail programs speak up at least every 29 min (RFC 2177).</summary>
    public static readonly TimeSpan IdleTimeout = TimeSpan.FromMinutes(35);

    /// <summary>
    /// How often the holder of the virtual address says so: every 0.8 s. Three times this (and some hundredths) without a word,
    /// and the other takes over.
    /// </summary>
    public static readonly TimeSpan AdvertisementInterval = TimeSpan.FromSeconds(0.8);

    /// <summary>Connections at a time on each host: 20,000, fewer where the host grants fewer open files.</summary>
    public const int MaxConnections = 20_000;

    /// <summary>
    /// TCP port on loopback with <c>/stats</c> for people and <c>/alive</c>, which answers 200 as long as HAProxy works, whatever
    /// its backends do.
    /// </summary>
    public const int StatusPort = 8404;

    /// <summary>VRRP's number for the pair. Adverts go from one to the other only, so that other pairs may have the same.</summary>
    public const int VirtualRouterId = 51;

    internal static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(1);
    internal static readonly TimeSpan SecondProbeInterval = TimeSpan.FromSeconds(0.5);

    // Also for clients' connections, which are then tried with another backend.
    internal static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(0.7);

    // Near the top, because with lower ones the one that listens waits longer; different, because two that start at once must not tie.
    private const int FirstPriority = 250;

    /// <summary>What the two hosts need.</summary>
    public static PackageList Packages { get; } =
        new(["curl", "haproxy", "iputils-ping", "keepalived"], ["curl", "haproxy", "iputils", "keepalived"]);

    /// <summary>Sets up both hosts.</summary>
    /// <param name="name">Name of the component.</param>
    /// <param name="args">Hosts, listeners and the address that clients use.</param>
    /// <param name="options">Component options.</param>
    /// <exception cref="ArgumentException">There are not exactly two hosts, or a listener has nobody behind it.</exception>
    public HaproxyLoadBalancer(string name, HaproxyLoadBalancerArgs args, ComponentResourceOptions? options = null)
        : base("carbonio-infra:loadbalancers:HaproxyLoadBalancer", name, options)
    {
        if (args.Nodes.Length != 2)
            throw new ArgumentException($"expected two nodes, found {args.Nodes.Length}", nameof(args));
        if (args.Listeners.FirstOrDefault(listener => listener.Backends.IsEmpty) is { } idle)
            throw new ArgumentException($"expected backends for port {idle.Port}, found none", nameof(args));

        foreach (var (node, index) in args.Nodes.Select((node, index) => (node, index)))
            node.Add("virtual-address", Pair("virtual-address", args, index), this);
        foreach (var (node, index) in args.Nodes.Select((node, index) => (node, index)))
        {
            node.Add("haproxy", Haproxy(args), this);
            node.Add("keepalived", Pair("keepalived", args, index)
                .With("name", node.Host.Name)
                .With("priority", Number(FirstPriority - index))
                .With("router_id", Number(VirtualRouterId))
                .With("advert_seconds", AdvertisementInterval.TotalSeconds.ToString(CultureInfo.InvariantCulture))
                .With("status_port", Number(StatusPort))
                .With("patience_seconds", "20"), this);
        }

        RegisterOutputs(new Dictionary<string, object?> { ["virtualAddress"] = args.VirtualAddress });
    }

    private static HostScript Pair(string script, HaproxyLoadBalancerArgs args, int index) => HostScript.Load($"LoadBalancers/{script}.sh")
        .With("address", args.Nodes[index].Host.Address)
        .With("peer_address", args.Nodes[1 - index].Host.Address)
        .With("virtual_address", args.VirtualAddress);

    private static HostScript Haproxy(HaproxyLoadBalancerArgs args) => HostScript.Load("LoadBalancers/haproxy.sh")
        .With("listeners", string.Join('\n', args.Listeners.Select(listener =>
            $"{listener.Port}|{listener.Purpose}|{string.Join(' ', listener.Backends.Select(host => $"{host.Name}={host.Address}"))}")))
        .With("max_connections", Number(MaxConnections))
        .With("idle_minutes", Number((int)IdleTimeout.TotalMinutes))
        .With("probe_ms", Milliseconds(ProbeInterval))
        .With("second_probe_ms", Milliseconds(SecondProbeInterval))
        .With("connect_ms", Milliseconds(ConnectTimeout))
        .With("status_port", Number(StatusPort))
        .With("patience_seconds", "10");

    private static string Milliseconds(TimeSpan time) => Number((int)time.TotalMilliseconds);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
