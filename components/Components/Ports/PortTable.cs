using System.Collections.Immutable;
using CarbonioInfra.Components.Topologies;
using static CarbonioInfra.Components.Ports.NodeSet;

namespace CarbonioInfra.Components.Ports;

/// <summary>
/// The strict variant of the vendor's port tables, with the rows that those tables lack but the software needs. Ports that only
/// listen on loopback are not in it. Load balancers pass a port on to the same port.
/// </summary>
/// <param name="Rules">Every row.</param>
public sealed record PortTable(ImmutableArray<PortRule> Rules)
{
    /// <summary>Where an S3 server on a node of the topology listens: MinIO's port.</summary>
    public const int ObjectStoragePort = 9000;

    /// <summary>Carbonio's ports.</summary>
    public static PortTable Carbonio { get; } = new(
    [
        .. Tcp(22, AllHosts, "SSH", Deployer),

        .. TcpAndUdp(8301, All, "Consul LAN gossip", All),
        .. TcpRange(20000, 21255, All, "mesh sidecars", All),
        .. Tcp(9100, All, "node exporter", Monitoring),
        .. Tcp(9256, All, "process exporter", Monitoring),
        .. Tcp(8300, Cluster, "Consul RPC", All),
        .. TcpAndUdp(8302, Cluster, "Consul WAN gossip", Cluster),
        .. TcpAndUdp(8600, Cluster, "Consul DNS", All),
        .. Tcp(9107, Cluster, "Consul exporter", Monitoring),

        .. Tcp(389, DirectoryServers, "LDAP and its multi-master replication", All),
        .. Tcp(636, DirectoryServers, "LDAPS", All),
        .. Tcp(9330, DirectoryServers, "LDAP exporter", Monitoring),

        .. Tcp(5432, Postgres, "PostgreSQL and its replication", Postgres, Mailstore),
        .. Tcp(8008, Postgres, "Patroni REST (health checks, patronictl)", Postgres, Mailstore),
        .. Tcp(9187, Postgres, "PostgreSQL exporter", Monitoring),

        .. Tcp(9092, Cluster, "Kafka clients and brokers", Cluster, Mailstore),
        .. Tcp(9093, Cluster, "Kafka KRaft controller", Cluster),
        .. Tcp(2181, Cluster, "Zookeeper client", Cluster),
        .. Tcp(2888, Cluster, "Zookeeper quorum", Cluster),
        .. Tcp(3888, Cluster, "Zookeeper election", Cluster),
        .. Tcp(15692, MessageBroker, "message broker exporter", Monitoring),

        .. TcpAndUdp(514, Monitoring, "syslog", All),
        .. Tcp(9090, Monitoring, "Prometheus", Administrators),
        .. Tcp(9999, Monitoring, "Prometheus SSH", Administrators),
        .. Tcp(3000, Monitoring, "Grafana", Administrators),

        .. Balanced(25, Mta, "SMTP", "and alerts of every node", All),
        .. Balanced(465, Mta, "submission over TLS"),
        .. Balanced(587, Mta, "submission"),
        .. Tcp(7026, Mta, "milter", Mta, Mailstore),
        .. Tcp(9810, Mta, "MTA exporter", Monitoring),

        .. Tcp(7025, Mailstore, "LMTP", Mta, Mailstore),
        .. Tcp(7071, Mailstore, "administration SOAP", All),
        .. Tcp(7072, Mailstore, "nginx lookup", All),
        .. Tcp(7073, Mailstore, "SASL authentication", All),
        .. Tcp(7110, Mailstore, "POP3 backend", Proxy),
        .. Tcp(7995, Mailstore, "POP3S backend", Proxy),
        .. Tcp(7143, Mailstore, "IMAP backend", Proxy),
        .. Tcp(7993, Mailstore, "IMAPS backend", Proxy),
        .. Tcp(8080, Mailstore, "web backend", Proxy, Mailstore),
        .. Tcp(8443, Mailstore, "web backend over TLS", Proxy, Mailstore),
        .. Tcp(8735, Mailstore, "mailbox to mailbox", Mailstore),
        .. Tcp(8742, Mailstore, "advanced modules", Proxy, Mailstore),
        .. Tcp(8743, Mailstore, "advanced modules over TLS", Proxy, Mailstore),
        .. Tcp(9104, Mailstore, "MySQL exporter", Monitoring),
        new PortRule(0, 0, PortProtocol.Icmp, Mailstore, [Mailstore], "echo, habeat's failure detection"),

        .. Balanced(80, Proxy, "web"),
        .. Balanced(443, Proxy, "web over TLS, WebSocket"),
        .. Balanced(110, Proxy, "POP3"),
        .. Balanced(143, Proxy, "IMAP"),
        .. Balanced(993, Proxy, "IMAPS"),
        .. Balanced(995, Proxy, "POP3S"),
        .. Balanced(8636, Proxy, "LDAP address book over TLS"),
        .. Balanced(5222, Proxy, "XMPP"),
        .. Tcp(6071, Proxy, "administration panel", Administrators),
        .. Tcp(11211, FirstProxy, "memcached", Proxy),
        .. Tcp(9113, Proxy, "nginx exporter", Monitoring),

        new PortRule(20000, 40000, PortProtocol.Udp, Video, [Internet], "RTP media"),
        .. Tcp(8188, Video, "Janus WebSocket", All),
        .. Tcp(8090, Video, "video server servlet", All),

        new PortRule(0, 0, PortProtocol.Vrrp, LoadBalancer, [LoadBalancer], "keepalived"),
        .. Tcp(ObjectStoragePort, ObjectStorage, "S3", Mailstore, Collaboration),
    ]);

    /// <summary>What load balancers pass on: one entry for each port, with the nodes behind it.</summary>
    public ImmutableArray<BalancedPort> BalancedPorts =>
    [
        .. Rules.Where(rule => rule.Protocol == PortProtocol.Tcp && rule.On != LoadBalancer && rule.From.Contains(LoadBalancer))
            .Select(rule => new BalancedPort(rule.First, rule.On, rule.Purpose)),
    ];

    /// <summary>The ports on which <paramref name="node"/>'s own software will listen, SSH left out.</summary>
    public ImmutableArray<(int First, int Last)> ListeningPorts(Topology topology, Node node, PortProtocol protocol) =>
        PortsOn(topology, node, rule => rule.Protocol == protocol && rule.First != 22);

    /// <summary>The ports of <paramref name="node"/> that load balancers or anybody on the Internet must reach.</summary>
    public ImmutableArray<(int First, int Last)> PublicPorts(Topology topology, Node node, PortProtocol protocol) =>
        PortsOn(topology, node, rule => rule.Protocol == protocol && rule.From.Any(set => set == LoadBalancer || set == Internet));

    /// <summary>
    /// Where <paramref name="node"/> must be able to connect: one entry per peer with the single TCP ports and the first port of
    /// every range, peers in the topology's order.
    /// </summary>
    public ImmutableArray<(Node Peer, ImmutableArray<int> Ports)> PeersOf(Topology topology, Node node) =>
    [
        .. topology.Nodes.Where(peer => peer != node).Select(peer => (peer, PortsBetween(topology, node, peer)))
            .Where(entry => !entry.Item2.IsEmpty),
    ];

    /// <summary>The peers that must answer <paramref name="node"/>'s ICMP echo requests, in the topology's order.</summary>
    public ImmutableArray<Node> EchoPeersOf(Topology topology, Node node) =>
    [
        .. topology.Nodes.Where(peer => peer != node
            && Rules.Any(rule => rule.Protocol == PortProtocol.Icmp && IsBetween(rule, topology, node, peer))),
    ];

    private ImmutableArray<(int First, int Last)> PortsOn(Topology topology, Node node, Func<PortRule, bool> applies) =>
        [.. Rules.Where(rule => applies(rule) && rule.On.Contains(topology, node)).Select(rule => (rule.First, rule.Last)).Distinct().Order()];

    private ImmutableArray<int> PortsBetween(Topology topology, Node node, Node peer) =>
    [
        .. Rules.Where(rule => rule.Protocol == PortProtocol.Tcp && IsBetween(rule, topology, node, peer))
            .Select(rule => rule.First).Distinct().Order(),
    ];

    private static bool IsBetween(PortRule rule, Topology topology, Node node, Node peer) =>
        rule.On.Contains(topology, peer) && rule.From.Any(set => set.Contains(topology, node));

    /// <summary>Clients connect to the load balancer, the load balancer and whoever else is named to the nodes.</summary>
    private static IEnumerable<PortRule> Balanced(int port, NodeSet on, string purpose, string furtherPurpose = "", params NodeSet[] alsoFrom) =>
    [
        .. Tcp(port, on, furtherPurpose.Length > 0 ? $"{purpose}, {furtherPurpose}" : purpose, [LoadBalancer, .. alsoFrom]),
        .. Tcp(port, LoadBalancer, purpose, Internet),
    ];

    private static IEnumerable<PortRule> Tcp(int port, NodeSet on, string purpose, params NodeSet[] from) =>
        TcpRange(port, port, on, purpose, from);

    private static IEnumerable<PortRule> TcpRange(int first, int last, NodeSet on, string purpose, params NodeSet[] from) =>
        [new(first, last, PortProtocol.Tcp, on, [.. from], purpose)];

    private static IEnumerable<PortRule> TcpAndUdp(int port, NodeSet on, string purpose, params NodeSet[] from) =>
    [
        new(port, port, PortProtocol.Tcp, on, [.. from], purpose),
        new(port, port, PortProtocol.Udp, on, [.. from], purpose),
    ];
}
