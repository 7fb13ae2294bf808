using CarbonioInfra.Components.Ports;
using CarbonioInfra.Components.Topologies;

namespace CarbonioInfra.Components.Tests.Ports;

public sealed class PortTableTests
{
    private static readonly Topology Nodes = Topology.HighAvailability("example.com");

    [Theory]
    [InlineData("svc1", "mbox1", "7071 7072 7073 8301 20000")]
    [InlineData("mbox1", "svc1", "389 636 5432 8008 8300 8301 8600 9092 20000")]
    [InlineData("mbox1", "svc3", "514 8300 8301 8600 9092 20000")]
    [InlineData("proxy1", "mbox2", "7071 7072 7073 7110 7143 7993 7995 8080 8301 8443 8742 8743 20000")]
    [InlineData("proxy2", "proxy1", "8301 11211 20000")]
    [InlineData("proxy1", "proxy2", "8301 20000")]
    [InlineData("video1", "svc2", "389 636 8300 8301 8600 20000")]
    public void A_node_reaches_a_peer_on_the_ports_of_the_table(string from, string to, string ports)
    {
        var peers = PortTable.Carbonio.PeersOf(Nodes, Node(from));

        Assert.Equal(ports, string.Join(' ', peers.Single(entry => entry.Peer.Name == to).Ports));
    }

    [Fact]
    public void SSH_is_no_port_of_Carbonio_and_is_not_checked_between_nodes()
    {
        Assert.DoesNotContain((22, 22), PortTable.Carbonio.ListeningPorts(Nodes, Node("svc1"), PortProtocol.Tcp));
        Assert.All(PortTable.Carbonio.PeersOf(Nodes, Node("svc1")), entry => Assert.DoesNotContain(22, entry.Ports));
    }

    [Fact]
    public void Only_media_and_load_balancers_are_open_to_the_Internet() =>
        Assert.Equal([20000], PortTable.Carbonio.Rules
            .Where(rule => rule.From.Contains(NodeSet.Internet) && rule.On != NodeSet.LoadBalancer).Select(rule => rule.First));

    [Fact]
    public void What_a_load_balancer_takes_from_the_Internet_it_may_pass_on()
    {
        Assert.Equal([25, 465, 587, 80, 443, 110, 143, 993, 995, 8636, 5222], PortTable.Carbonio.BalancedPorts.Select(port => port.Port));
        Assert.Equal(PortTable.Carbonio.BalancedPorts.Select(port => port.Port),
            PortTable.Carbonio.Rules.Where(rule => rule.On == NodeSet.LoadBalancer && rule.From.Contains(NodeSet.Internet)).Select(rule => rule.First));
        Assert.All(PortTable.Carbonio.BalancedPorts, port => Assert.Equal(port.Port <= 25 || port.Port is 465 or 587 ? NodeSet.Mta : NodeSet.Proxy, port.Behind));
    }

    [Theory]
    [InlineData("lb1", "lb2", "")]
    [InlineData("lb1", "mta1", "25 465 587")]
    [InlineData("lb2", "proxy2", "80 110 143 443 993 995 5222 8636")]
    [InlineData("lb1", "mbox1", "")]
    [InlineData("mbox1", "lb1", "")]
    [InlineData("mbox2", "s3", "9000")]
    [InlineData("mta1", "s3", "")]
    public void Load_balancers_and_object_storage_are_no_part_of_Carbonios_mesh(string from, string to, string ports)
    {
        var nodes = Topology.FromGroups("example.com", NodeGroups.HighAvailability with { LoadBalancer = ["lb1", "lb2"], ObjectStorage = ["s3"] });

        var peer = PortTable.Carbonio.PeersOf(nodes, nodes.Nodes.Single(node => node.Name == from))
            .SingleOrDefault(entry => entry.Peer.Name == to);

        Assert.Equal(ports, peer.Peer is null ? "" : string.Join(' ', peer.Ports));
    }

    [Fact]
    public void A_node_listens_on_the_ports_of_its_roles_only() =>
        Assert.Equal("110 143 443 80 993 995 5222 6071 8636 11211 9113 8301 9100 9256 20000".Split(' ').Order(),
            PortTable.Carbonio.ListeningPorts(Nodes, Node("proxy1"), PortProtocol.Tcp).Select(range => $"{range.First}").Order());

    [Theory]
    [InlineData("mbox1", "mbox2")]
    [InlineData("mbox2", "mbox1")]
    [InlineData("svc1", "")]
    public void Mailstores_answer_each_others_echo_requests(string node, string peers) =>
        Assert.Equal(peers, string.Join(' ', PortTable.Carbonio.EchoPeersOf(Nodes, Node(node)).Select(peer => peer.Name)));

    [Theory]
    [InlineData("svc3", "", "")]
    [InlineData("mta1", "25 465 587", "")]
    [InlineData("proxy1", "80 110 143 443 993 995 5222 8636", "")]
    [InlineData("video1", "", "20000")]
    public void The_public_reaches_no_port_that_is_for_nodes_or_administrators(string node, string tcp, string udp)
    {
        Assert.Equal(tcp, Public(PortProtocol.Tcp));
        Assert.Equal(udp, Public(PortProtocol.Udp));

        string Public(PortProtocol protocol) =>
            string.Join(' ', PortTable.Carbonio.PublicPorts(Nodes, Node(node), protocol).Select(ports => ports.First));
    }

    private static Node Node(string name) => Nodes.Nodes.Single(node => node.Name == name);
}
