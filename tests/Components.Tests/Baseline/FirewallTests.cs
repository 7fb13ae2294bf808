using CarbonioInfra.Components.Tests.Sandboxes;

namespace CarbonioInfra.Components.Tests.Baseline;

public sealed class FirewallTests(BaselineSteps steps) : IClassFixture<BaselineSteps>
{
    private const string Shim = """
        shim() { printf '#!/bin/bash\n%s\n' "$2" >"/usr/local/sbin/$1"; chmod +x "/usr/local/sbin/$1"; }
        ip address add 10.20.0.16/32 dev lo

        """;

    // A firewalld that knows after a reload what lies in its folder, and answers in its words.
    private const string Firewalld = Shim + """
        mkdir -p /etc/firewalld/zones /etc/firewalld/services
        shim firewall-cmd '
          echo "$*" >>/run/calls
          case "$*" in
            "--quiet --state") ;;
            --get-zone-of-interface=lo) echo public;;
            "--quiet --reload") sed -n "s/.*source address=.\([0-9.]*\).*/\1/p" /etc/firewalld/zones/carbonio-infra.xml >/run/sources
              cp /run/permanent /run/services 2>/dev/null || true;;
            *--query-service=carbonio-infra) grep -qx carbonio-infra /run/permanent 2>/dev/null;;
            *--add-service=carbonio-infra) echo carbonio-infra >/run/permanent;;
            "--zone=carbonio-infra --list-sources") paste -sd " " /run/sources;;
            "--zone=public --list-services") echo ssh $(cat /run/services 2>/dev/null);;
            *) exit 2;;
          esac'

        """;

    private const string Ufw = Shim + """
        shim ufw '
          echo "$*" >>/run/calls
          case "$1 $2" in
            status*) echo "Status: active";;
            "show added") echo "Added user rules (see ufw status for running firewall):"; cat /run/rules 2>/dev/null;;
            "delete allow") shift 2; grep -v "^ufw allow $* comment" /run/rules >/run/left; cp /run/left /run/rules;;
            allow*) rule="$*"; printf "ufw %s comment \x27carbonio-infra\x27\n" "${rule% comment carbonio-infra}" >>/run/rules;;
          esac'

        """;

    private static readonly string[] Nodes = [.. Enumerable.Range(11, 13).Select(last => $"10.20.0.{last}")];

    [Fact]
    public void Without_a_firewall_in_force_nothing_is_done()
    {
        var result = Sandbox.Run(steps["firewall", "proxy1"], Shim
            + "shim firewall-cmd 'exit 252'\nshim ufw 'echo \"$*\" >>/run/calls; echo \"Status: inactive\"'", "cat /run/calls");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("\"verdict\":\"not-applicable\"", result.Stdout);
        Assert.Equal("status\n", result.Inspected);
    }

    [Fact]
    public void Firewalld_lets_nodes_in_and_everybody_on_the_public_ports()
    {
        var result = Sandbox.Run(steps["firewall", "proxy1"], Firewalld,
            "cat /etc/firewalld/zones/carbonio-infra.xml /etc/firewalld/services/carbonio-infra.xml");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("<zone target=\"ACCEPT\">", result.Inspected);
        Assert.All(Nodes, node => Assert.Contains($"<source address=\"{node}\"/>", result.Inspected));
        Assert.All([80, 110, 143, 443, 993, 995, 5222, 8636], port => Assert.Contains($"<port port=\"{port}\" protocol=\"tcp\"/>", result.Inspected));
        Assert.DoesNotContain("6071", result.Inspected);
    }

    [Fact]
    public void A_node_without_public_ports_opens_none()
    {
        var result = Sandbox.Run(steps["firewall"], Firewalld + "ip address add 10.20.0.11/32 dev lo", "cat /run/calls");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.DoesNotContain("add-service", result.Inspected);
    }

    [Theory]
    [InlineData("sed -i 's/| sed/| sed 1d | sed/; s/address=/address=.10.20.0.1[1-9]/' /usr/local/sbin/firewall-cmd",
        "firewall-nodes: expected firewalld lets every node in: 10.20.0.11 ")]
    [InlineData("sed -i 's/cp .run.permanent/: /' /usr/local/sbin/firewall-cmd",
        "firewall-public: expected firewalld's zone public lets everybody in on: 80/tcp 110/tcp 143/tcp 443/tcp 993/tcp 995/tcp 5222/tcp 8636/tcp, found services ssh")]
    public void A_firewalld_that_does_not_take_it_is_reported(string arrange, string message)
    {
        var result = Sandbox.Run(steps["firewall", "proxy1"], Firewalld + arrange);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(message, result.Stderr);
    }

    [Fact]
    public void Ufw_gets_what_it_lacks_loses_nodes_that_left_and_keeps_what_others_wrote()
    {
        const string before = """
            cat >/run/rules <<'END'
            ufw allow 22/tcp
            ufw allow from 10.20.0.11 comment 'carbonio-infra'
            ufw allow from 10.20.0.99 comment 'carbonio-infra'
            ufw allow from 10.20.0.98 comment 'of the site'
            END
            """;

        var result = Sandbox.Run(steps["firewall", "video1"], Ufw + before, "cat /run/rules; grep -c 10.20.0.11 /run/calls");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(
            [
                "ufw allow 22/tcp", "ufw allow from 10.20.0.11 comment 'carbonio-infra'", "ufw allow from 10.20.0.98 comment 'of the site'",
                .. Nodes[1..].Select(node => $"ufw allow from {node} comment 'carbonio-infra'"),
                "ufw allow 20000:40000/udp comment 'carbonio-infra'", "0",
            ],
            result.Inspected.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public void A_ufw_that_does_not_take_it_is_reported()
    {
        var result = Sandbox.Run(steps["firewall", "video1"], Ufw + "sed -i 's/^ *allow.*/allow*) ;;/' /usr/local/sbin/ufw");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("firewall: expected ufw allows: from 10.20.0.11;", result.Stderr);
        Assert.Contains("found missing: 20000:40000/udp;from 10.20.0.11;", result.Stderr);
    }
}
