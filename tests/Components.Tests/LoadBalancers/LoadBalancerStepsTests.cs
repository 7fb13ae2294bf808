using CarbonioInfra.Components.Tests.Sandboxes;

namespace CarbonioInfra.Components.Tests.LoadBalancers;

/// <summary>What the steps of a load balancer do on a host, HAProxy itself being real.</summary>
public sealed class LoadBalancerStepsTests(BalancedPlan plan) : IClassFixture<BalancedPlan>
{
    private const string Shims = """
        shim() { printf '#!/bin/bash\n%s\n' "$2" >"/usr/local/sbin/$1"; chmod +x "/usr/local/sbin/$1"; }
        ip addr add 10.20.0.24/24 dev lo
        shim journalctl 'cat /run/haproxy.log'
        shim systemctl '
          echo "$*" >>/run/calls
          haproxy() { /usr/sbin/haproxy -D -W -p /run/haproxy.pid -f /etc/haproxy/haproxy.cfg; }
          case "$*" in
            "show --property LimitNOFILE"*) echo 30000;;
            is-active*) echo active;;
            reload-or-restart*) if [ -e /run/haproxy.pid ]; then kill -USR2 "$(cat /run/haproxy.pid)"; else haproxy >/run/haproxy.log 2>&1; fi;;
            restart*) [ ! -e /run/haproxy.pid ] || kill "$(cat /run/haproxy.pid)" || true; haproxy >>/run/haproxy.log 2>&1;;
          esac'

        """;

    [Fact]
    public void HAProxy_listens_on_every_balanced_port_and_is_left_alone_by_the_next_run()
    {
        var result = Sandbox.Run($"{plan["haproxy"]} && {plan["haproxy"]}", Shims, """
            ss -Hlnt | awk '{ print $4 }' | sort -t : -k 2 -n
            grep -c -e '^reload' -e '^restart' /run/calls
            cat /etc/haproxy/haproxy.cfg
            ls /var/lib/carbonio-infra
            """);

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.StartsWith("""
            0.0.0.0:25
            0.0.0.0:80
            0.0.0.0:110
            0.0.0.0:143
            0.0.0.0:443
            0.0.0.0:465
            0.0.0.0:587
            0.0.0.0:993
            0.0.0.0:995
            0.0.0.0:5222
            127.0.0.1:8404
            0.0.0.0:8636
            1

            """, result.Inspected, StringComparison.Ordinal);
        Assert.Contains("""

            # IMAPS
            listen port-993
              bind :993
              option tcplog
              server proxy1 10.20.0.16:993 check
              server proxy2 10.20.0.17:993 check

            """, result.Inspected, StringComparison.Ordinal);
        Assert.Matches(@"\n  maxconn (14750|20000|\d{3,4})\n", result.Inspected);
        Assert.EndsWith("\nserving\n", result.Inspected, StringComparison.Ordinal);
    }

    [Fact]
    public void A_configuration_that_HAProxy_refuses_does_not_replace_the_one_that_runs()
    {
        var result = Sandbox.Run(plan["haproxy"].Replace("second_probe_ms='\\''500'\\''", "second_probe_ms=soon", StringComparison.Ordinal),
            Shims + "echo before >/etc/haproxy/haproxy.cfg", "cat /etc/haproxy/haproxy.cfg; cat /run/calls");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("lb1: haproxy: expected HAProxy to accept its configuration, it said: ", result.Stderr);
        Assert.Contains("unexpected character 's' in 'agent-inter'", result.Stderr);
        Assert.StartsWith("before\n", result.Inspected, StringComparison.Ordinal);
        Assert.DoesNotContain("start", result.Inspected);
    }

    [Fact]
    public void A_valid_configuration_that_does_not_run_is_reported()
    {
        var result = Sandbox.Run(plan["haproxy"].Replace("patience_seconds='\\''10'\\''", "patience_seconds=1", StringComparison.Ordinal),
            Shims + "(exec python3 -c 'import socket, time; s = socket.create_server((\"\", 993)); time.sleep(60)') >/dev/null 2>&1 & sleep 1");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("haproxy: expected HAProxy running the configuration /etc/haproxy/haproxy.cfg, found active: ", result.Stderr);
        Assert.Contains("port-993", result.Stderr);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("ip addr add 10.20.0.80/32 dev lo", "")]
    [InlineData("echo 10.20.0.80 02:00:00:00:00:01 >/run/neighbours; echo 10.20.0.25 02:00:00:00:00:01 >>/run/neighbours", "")]
    [InlineData("echo 10.20.0.80 02:00:00:00:00:02 >/run/neighbours; echo 10.20.0.25 02:00:00:00:00:01 >>/run/neighbours",
        "virtual-address-free: expected 10.20.0.80 held by nobody but the load balancers, found 02:00:00:00:00:02")]
    [InlineData("ip addr del 10.20.0.24/24 dev lo; ip addr add 10.20.0.24/26 dev lo",
        "virtual-address-network: expected 10.20.0.80 within 10.20.0.24/26, found 10.20.0.80")]
    public void The_virtual_address_must_be_free_and_in_the_network(string arrange, string message)
    {
        var result = Sandbox.Run(plan["virtual-address"], """
            shim() { printf '#!/bin/bash\n%s\n' "$2" >"/usr/local/sbin/$1"; chmod +x "/usr/local/sbin/$1"; }
            ip addr add 10.20.0.24/24 dev lo
            ip="$(command -v ip)"
            shim ping 'exit 1'
            shim ip 'case "$*" in *neigh*) awk -v a="${!#}" "\$1 == a { print a, \"dev eth0 lladdr\", \$2, \"REACHABLE\" }" /run/neighbours 2>/dev/null || true;; *) exec '"$ip"' "$@";; esac'

            """ + arrange);

        Assert.Equal(message.Length == 0 ? 0 : 1, result.ExitCode);
        Assert.Contains(message, result.Stderr);
    }

    [Theory]
    [InlineData("shim keepalived 'exit 0'; ip addr add 10.20.0.80/32 dev lo", "")]
    [InlineData("shim keepalived 'kill $$'; ip addr add 10.20.0.80/32 dev lo", "")]
    [InlineData("shim keepalived 'echo \"(Line 12) Unknown keyword\"; exit 1'", "expected keepalived to accept its configuration, it said: (Line 12) Unknown keyword")]
    [InlineData("shim keepalived 'exit 0'; shim ping 'exit 1'", "virtual-address: expected 10.20.0.80 held by one of the load balancers, found held by nobody")]
    [InlineData("shim keepalived 'exit 0'; shim ping 'exit 0'; shim systemctl 'case $1 in is-active) echo failed; exit 3;; esac'", "keepalived: expected active, found failed")]
    public void Keepalived_runs_and_somebody_holds_the_address(string arrange, string message)
    {
        var result = Sandbox.Run(plan["keepalived"].Replace("patience_seconds='\\''20'\\''", "patience_seconds=1", StringComparison.Ordinal),
            Shims + "mkdir -p /etc/keepalived\n" + arrange, "cat /etc/keepalived/keepalived.conf");

        Assert.Equal(message.Length == 0 ? 0 : 1, result.ExitCode);
        Assert.Contains(message, result.Stderr);
        if (message.Length == 0)
            Assert.Contains("  interface lo\n  virtual_router_id 51\n  priority 250\n  advert_int 0.8\n", result.Inspected);
    }

    [Theory]
    [InlineData("/usr/sbin/haproxy -D -f /etc/haproxy/haproxy.cfg", "alive")]
    [InlineData("", "dead")]
    [InlineData("(exec python3 -m http.server --bind 127.0.0.1 8404) >/dev/null 2>&1 & until ss -Hlnt | grep :8404 >/dev/null; do sleep 0.1; done", "dead")]
    [InlineData("(exec python3 -c 'import socket, time; s = socket.create_server((\"127.0.0.1\", 8404)); time.sleep(60)') >/dev/null 2>&1 & until ss -Hlnt | grep :8404 >/dev/null; do sleep 0.1; done", "dead after a second")]
    public void Keepalived_asks_HAProxy_whether_it_answers(string serve, string answer)
    {
        var result = Sandbox.Run($"{plan["haproxy"]} && {plan["keepalived"]}",
            Shims + "mkdir -p /etc/keepalived; shim keepalived 'exit 0'; ip addr add 10.20.0.80/32 dev lo", $$"""
            kill "$(cat /run/haproxy.pid)"
            while ss -Hlnt | grep :8404 >/dev/null; do sleep 0.1; done
            {{serve}}
            check="$(sed -n 's/^ *script //p' /etc/keepalived/keepalived.conf)"
            began=$(date +%s%N)
            if runuser -u nobody -- "$check"; then answer=alive; else answer=dead; fi
            [ $(($(date +%s%N) - began)) -lt 900000000 ] || answer+=" after a second"
            echo "$answer"
            """);

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(answer + "\n", result.Inspected);
    }

    [Fact]
    public void Ports_that_the_nodes_own_services_hold_are_no_reason_to_refuse_it()
    {
        const string Arrange = """
            ip addr add 10.20.0.24/24 dev lo
            (exec python3 -c 'import socket, time; s = socket.create_server(("", 993)); time.sleep(60)') >/dev/null 2>&1 & sleep 1

            """;

        Assert.Contains("found taken: 993 (python3)", Sandbox.Run(plan["requirements"], Arrange).Stderr);
        Assert.DoesNotContain("free-ports", Sandbox.Run(plan["requirements"],
            Arrange + "mkdir -p /var/lib/carbonio-infra; touch /var/lib/carbonio-infra/serving").Stderr);
    }
}
