using CarbonioInfra.Components.Tests.Sandboxes;

namespace CarbonioInfra.Components.Tests.Roles;

public sealed class MonitoringTests(RoleSteps steps) : IClassFixture<RoleSteps>
{
    // rsyslog listens after a restart to what its files tell it.
    private const string Rsyslog = """
        rm -rf /etc/rsyslog.conf /etc/rsyslog.d; mkdir -p /etc/rsyslog.d
        printf '#module(load="imudp")\n#input(type="imudp" port="514")\n' >/etc/rsyslog.conf
        shim rsyslogd '[ ! -e /run/bad ] || { echo "rsyslogd: error in line 2"; exit 1; }'
        shim on-restart 'cat /etc/rsyslog.conf /etc/rsyslog.d/*.conf >/run/in-force' /run
        shim ss '
          case "$1" in *u*) type=imudp;; *) type=imtcp;; esac
          if grep -qs "^input(type=\"$type\" port=\"514\")" /run/in-force; then echo "0.0.0.0:514"; fi'

        """;

    [Theory]
    [InlineData(Fakes.System)]
    [InlineData(Fakes.Rhel)]
    public void Syslog_of_all_nodes_is_taken_on_both_protocols_and_rsyslog_restarted_once(string system)
    {
        var step = steps["svc3-syslog-aggregator"];

        var result = Sandbox.Run($"{step} && mv /run/calls /run/first && touch /run/calls && {step}", system + Rsyslog,
            "cat /etc/rsyslog.d/10-carbonio-infra.conf /run/first; echo again:; cat /run/calls");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("""
            # Written by carbonio-infra; changes are overwritten.
            module(load="imudp")
            input(type="imudp" port="514")
            module(load="imtcp")
            input(type="imtcp" port="514")
            systemctl restart rsyslog.service
            again:

            """, result.Inspected);
    }

    [Fact]
    public void What_the_distribution_listens_to_already_is_not_set_twice()
    {
        var result = Sandbox.Run(steps["svc3-syslog-aggregator"],
            Fakes.System + Rsyslog + "printf 'module(load=\"imudp\")\\ninput(type=\"imudp\" port=\"514\")\\n' >/etc/rsyslog.conf", "cat /etc/rsyslog.d/10-carbonio-infra.conf");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("# Written by carbonio-infra; changes are overwritten.\nmodule(load=\"imtcp\")\ninput(type=\"imtcp\" port=\"514\")\n", result.Inspected);
    }

    [Theory]
    [InlineData("rm /run/on-restart", "syslog-aggregator: expected rsyslog on UDP and TCP 514, found not on UDP TCP")]
    [InlineData("touch /run/bad", "expected rsyslog to accept its configuration, it said: rsyslogd: error in line 2")]
    [InlineData("rm -r /etc/rsyslog.d", "expected rsyslog with its folder /etc/rsyslog.d, found none")]
    public void An_rsyslog_that_does_not_listen_is_reported(string flaw, string message)
    {
        var result = Sandbox.Run(steps.Impatient("svc3-syslog-aggregator"), Fakes.System + Rsyslog + flaw);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(message, result.Stderr);
    }

    [Fact]
    public void Prometheus_is_started_when_it_is_not_active()
    {
        const string arrange = Fakes.System + "touch /run/inactive-carbonio-prometheus.service\n";

        var result = Sandbox.Run(steps["svc3-prometheus"], arrange + "shim on-restart 'rm -f /run/inactive-carbonio-prometheus.service' /run", "cat /run/calls");
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("systemctl start carbonio-prometheus.service\n", result.Inspected);

        var failing = Sandbox.Run(steps.Impatient("svc3-prometheus"), arrange);
        Assert.Equal(1, failing.ExitCode);
        Assert.Contains("prometheus: expected carbonio-prometheus.service active, found failed", failing.Stderr);
    }

    // As the vendor's tool writes it on Ubuntu; on RHEL it goes into the one file.
    private static string Tool(string file = "/etc/rsyslog.d/60-carbonio.conf", string target = "@svc3.example.com", bool keepsFile = true) => $$"""
        shim zmsyslogsetup '
          echo zmsyslogsetup >>/run/calls
          for facility in local0 auth mail; do
            {{(target.Length > 0 ? $"printf \"%s.*                %s\\n\" \"$facility\" \"{target}\"" : ":")}}
            {{(keepsFile ? "printf \"%s.*                -/var/log/carbonio.log\\n\" \"$facility\"" : ":")}}
          done >>{{file}}' /opt/zextras/libexec

        """;

    [Theory]
    [InlineData(Fakes.System, "/etc/rsyslog.d/60-carbonio.conf")]
    [InlineData(Fakes.Rhel, "/etc/rsyslog.conf")]
    public void A_nodes_syslog_is_set_up_once(string system, string file)
    {
        var step = steps["mta1-syslog"];

        var result = Sandbox.Run($"{step} && {step}", system + Rsyslog + Tool(file), "cat /run/calls");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("zmsyslogsetup\n", result.Inspected);
    }

    [Fact]
    public void Another_collecting_node_is_set_up_anew()
    {
        var result = Sandbox.Run(steps["mta1-syslog"], Fakes.System + Rsyslog + Tool()
            + "for facility in local0 auth mail; do echo \"$facility.* @svc3.example.com.old\"; done >/etc/rsyslog.d/60-carbonio.conf", "cat /run/calls");

        Assert.Equal("zmsyslogsetup\n", result.Inspected);
    }

    [Fact]
    public void The_collecting_node_keeps_a_file()
    {
        var result = Sandbox.Run(steps["svc3-syslog"], Fakes.System + Rsyslog + Tool(target: ""), "cat /run/calls");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("zmsyslogsetup\n", result.Inspected);
    }

    [Theory]
    [InlineData("shim zmsyslogsetup 'exit 0' /opt/zextras/libexec", "syslog: expected local0, auth and mail to @svc3.example.com, found not local0 auth mail")]
    [InlineData("touch /run/inactive-rsyslog.service", "rsyslog: expected active, found failed")]
    public void What_a_setup_did_not_bring_about_is_reported(string flaw, string message)
    {
        var result = Sandbox.Run(steps.Impatient("mta1-syslog"), Fakes.System + Rsyslog + Tool() + flaw);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(message, result.Stderr);
    }

    [Fact]
    public void A_tool_whom_the_directory_did_not_answer_is_asked_again()
    {
        // It ends well whatever happened, and has written what it knew.
        var result = Sandbox.Run(steps["mta1-syslog"], Fakes.System + Rsyslog + Tool() + """
            mv /opt/zextras/libexec/zmsyslogsetup /opt/zextras/libexec/answered
            shim zmsyslogsetup 'if [ "$(wc -l </run/calls)" -ge 2 ]; then exec /opt/zextras/libexec/answered; fi; echo unanswered >>/run/calls' /opt/zextras/libexec
            """, "cat /run/calls");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("unanswered\nunanswered\nzmsyslogsetup\n", result.Inspected);
    }
}
