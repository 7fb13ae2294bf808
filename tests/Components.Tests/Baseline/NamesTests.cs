using CarbonioInfra.Components.Tests.Sandboxes;

namespace CarbonioInfra.Components.Tests.Baseline;

public sealed class NamesTests(BaselineSteps steps) : IClassFixture<BaselineSteps>
{
    private const string Shims = """
        shim() { printf '#!/bin/bash\n%s\n' "$2" >"/usr/local/sbin/$1"; chmod +x "/usr/local/sbin/$1"; }
        shim hostnamectl 'hostname "$2"; echo "$2" >/etc/hostname'
        """;

    [Fact]
    public void The_host_gets_its_full_name_and_cloud_init_leaves_it_alone()
    {
        var result = Sandbox.Run(steps["hostname"], Shims + "\nmkdir -p /etc/cloud/cloud.cfg.d",
            "hostname; cat /etc/hostname /etc/cloud/cloud.cfg.d/99-carbonio-infra.cfg");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("svc1.example.com\nsvc1.example.com\npreserve_hostname: true\nmanage_etc_hosts: false\n", result.Inspected);
    }

    [Fact]
    public void A_name_that_does_not_stick_is_reported()
    {
        var result = Sandbox.Run(steps["hostname"], Shims + "\nshim hostnamectl 'hostname other; echo other >/etc/hostname'");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("hostname: expected svc1.example.com, found other", result.Stderr);
    }

    [Fact]
    public void The_hosts_file_lists_every_node_once_and_keeps_what_others_wrote()
    {
        const string before = """
            hostname svc1.example.com
            ip address add 10.20.0.11/32 dev lo
            cat >/etc/hosts <<'END'
            127.0.0.1 localhost ip4-localhost
            127.0.1.1 svc1.example.com svc1
            ::1 ip6-localhost ip6-loopback

            # kept by the site
            192.0.2.7 s3.example.net s3
            10.99.99.99 mbox1.example.com mbox1
            END
            """;

        var result = Sandbox.Run(steps["hosts-file"], before, "cat /etc/hosts; stat -c %a /etc/hosts; ls /etc/hosts.?????? 2>/dev/null");

        Assert.True(result.ExitCode == 0, result.ToString());
        var lines = result.Inspected.TrimEnd('\n').Split('\n');
        Assert.Equal("127.0.0.1 localhost", lines[0]);
        Assert.Equal("# carbonio-infra: begin", lines[1]);
        Assert.Equal("10.20.0.11 svc1.example.com svc1", lines[2]);
        Assert.Equal("10.20.0.23 video2.example.com video2", lines[14]);
        Assert.Equal(["# carbonio-infra: end", "# kept by the site", "192.0.2.7 s3.example.net s3", "644"], lines[15..]);
    }

    [Fact]
    public void Run_twice_the_hosts_file_stays_the_same_file()
    {
        var twice = $"{steps["hosts-file"]} >/dev/null && stat -c %i /etc/hosts >/run/first && {steps["hosts-file"]} >/dev/null "
            + "&& [ \"$(cat /run/first)\" = \"$(stat -c %i /etc/hosts)\" ]";

        var result = Sandbox.Run(twice, "hostname svc1.example.com; ip address add 10.20.0.11/32 dev lo");

        Assert.True(result.ExitCode == 0, result.ToString());
    }

    [Fact]
    public void A_full_name_that_does_not_come_out_is_reported()
    {
        var result = Sandbox.Run(steps["hosts-file"], "hostname elsewhere.example.org");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("full-name: expected hostname -f says svc1.example.com, found ", result.Stderr);
    }

    [Theory]
    [InlineData("sed -i 's/^hosts:.*/hosts: dns/' /etc/nsswitch.conf", "own-address: expected svc1.example.com resolves to 10.20.0.11, found nothing")]
    [InlineData("shim getent 'echo 127.0.1.1'", "own-address: expected svc1.example.com resolves to 10.20.0.11, found 127.0.1.1")]
    [InlineData("printf '127.0.0.1 localhost\n::1 ip6-localhost\n' >/etc/hosts; shim mv :",
        "ipv6-lines: expected no IPv6 line in /etc/hosts, found ::1 ip6-localhost")]
    [InlineData("printf '127.0.0.1 localhost\n127.0.0.1 localhost\n' >/etc/hosts; shim mv :",
        "localhost: expected localhost once in /etc/hosts, found 2 times")]
    public void Names_that_do_not_come_out_as_written_are_reported(string arrange, string message)
    {
        var result = Sandbox.Run(steps["hosts-file"], Shims + "\nhostname svc1.example.com\nip address add 10.20.0.11/32 dev lo\n" + arrange);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(message, result.Stderr);
    }

    [Fact]
    public void A_mailstore_that_does_not_answer_echo_requests_is_named()
    {
        // Every node's address is this sandbox's own: its kernel refuses on TCP and, here, ignores echo requests.
        var arrange = "for last in $(seq 11 23); do ip address add \"10.20.0.$last/32\" dev lo; done\n"
            + $"hostname mbox1.example.com\n{steps["hosts-file", "mbox1"]} >/dev/null\n";

        var answered = Sandbox.Run(steps["peers", "mbox1"], arrange);
        var ignored = Sandbox.Run(steps["peers", "mbox1"].Replace("patience_seconds='\\''10'\\''", "patience_seconds=1", StringComparison.Ordinal),
            arrange + "echo 1 >/proc/sys/net/ipv4/icmp_echo_ignore_all");

        Assert.True(answered.ExitCode == 0, answered.ToString());
        Assert.Contains("""{"host":"mbox1","check":"echoes-mbox2.example.com","verdict":"ok",""", answered.Stdout);
        Assert.Equal(1, ignored.ExitCode);
        Assert.Contains("peers: 1 check(s) failed", ignored.Stderr);
        Assert.Contains("echoes-mbox2.example.com: expected an answer to ICMP echo from 10.20.0.19 within 1 s, found none: ", ignored.Stderr);
    }

    [Fact]
    public void Peers_that_refuse_are_reached_and_those_that_keep_silent_are_named()
    {
        // Every node's address is this sandbox's own, so its kernel refuses; mbox1's is behind a device that swallows all.
        const string network = """
            for last in $(seq 12 23); do ip address add "10.20.0.$last/32" dev lo; done
            ip address delete 10.20.0.18/32 dev lo
            ip link add swallow type veth peer name nobody
            ip link set swallow up
            ip link set nobody up
            ip route add 10.20.0.18/32 dev swallow
            ip neighbour add 10.20.0.18 lladdr 02:00:00:00:00:01 dev swallow
            """;
        var hosts = Hosts();

        var result = Sandbox.Run(steps["peers"], network + "\n" + hosts);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("""{"host":"svc1","check":"reaches-svc2.example.com","verdict":"ok",""", result.Stdout);
        Assert.Contains("peers: 1 check(s) failed", result.Stderr);
        Assert.Contains("reaches-mbox1.example.com: expected an answer on TCP ", result.Stderr);
        Assert.Contains("7071", result.Stderr);
    }

    [Theory]
    [InlineData("sed -i /video2/d /etc/hosts", "resolves-video2.example.com: expected 10.20.0.23, found nothing")]
    [InlineData("sed -i 's/^10.20.0.23 /10.20.0.22 /' /etc/hosts", "resolves-video2.example.com: expected 10.20.0.23, found 10.20.0.22")]
    public void A_peer_that_does_not_resolve_to_its_address_is_named(string change, string message)
    {
        var arrange = "for last in $(seq 12 23); do ip address add \"10.20.0.$last/32\" dev lo; done\n" + Hosts() + "\n" + change;

        var result = Sandbox.Run(steps["peers"], arrange);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(message, result.Stderr);
    }

    private string Hosts() => $"hostname svc1.example.com\nip address replace 10.20.0.11/32 dev lo\n{steps["hosts-file"]} >/dev/null";
}
