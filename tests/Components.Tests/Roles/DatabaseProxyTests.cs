using CarbonioInfra.Components.Tests.Sandboxes;
using CarbonioInfra.Components.Tests.Snapshots;

namespace CarbonioInfra.Components.Tests.Roles;

/// <summary>What leads a node to directory and databases, HAProxy being real.</summary>
public sealed class DatabaseProxyTests(DatabasePlan plan) : IClassFixture<DatabasePlan>
{
    private const string Host = """
        shim() { printf '#!/bin/bash\n%s\n' "$2" >"/usr/local/bin/$1"; chmod +x "/usr/local/bin/$1"; }
        shim journalctl 'true'
        shim systemctl '
          echo "$*" >>/run/calls
          case "$*" in
            "show --property LimitNOFILE"*) echo 30000;;
            is-active*) echo active;;
            reload-or-restart*haproxy*) if [ -e /run/haproxy.pid ]; then kill -USR2 "$(cat /run/haproxy.pid)"; else /usr/sbin/haproxy -D -W -p /run/haproxy.pid -f /etc/haproxy/haproxy.cfg >/dev/null 2>&1; fi;;
          esac'
        shim ldapsearch '[ -e /run/directory ]'
        shim zmlocalconfig 'if [ "$1" = -e ]; then echo "${2#*=}" >"/opt/${2%%=*}"; else cat "/opt/${!#}" 2>/dev/null || true; fi'
        rm -f /etc/os-release; printf 'ID=ubuntu\nVERSION_ID="24.04"\n' >/etc/os-release
        useradd --create-home zextras; chown zextras /opt
        touch /run/directory

        """;

    private string Step(string name) => plan[name].Replace(@"patience_seconds='\''60'\''", "patience_seconds=2", StringComparison.Ordinal);

    [Theory]
    [InlineData("mbox1")]
    [InlineData("mta1")]
    public void It_leads_where_it_should_and_Carbonio_is_restarted_once(string host)
    {
        var step = Step($"{host}-database-proxy");
        var result = Sandbox.Run($"{step} && {step}", Host, """
            grep -c '^restart carbonio.target' /run/calls
            grep -c -e haproxy /run/calls
            cat /opt/ldap_url /opt/ldap_master_url
            ls /var/lib/carbonio-infra
            cat /etc/systemd/system/service-discover.service.d/carbonio-infra.conf
            echo ---
            sed 's/maxconn [0-9]*$/maxconn .../; s|location /[0-9a-f]*|location /...|' /etc/haproxy/haproxy.cfg
            """);

        Assert.True(result.ExitCode == 0, result.ToString());
        var parts = result.Inspected.Split("---\n");
        Assert.StartsWith("1\n", parts[0], StringComparison.Ordinal);
        Assert.EndsWith("ldap://localhost:389\nldap://localhost:389\nserving\n[Unit]\nAfter=haproxy.service\nWants=haproxy.service\n", parts[0], StringComparison.Ordinal);
        Snapshot.Verify($"files/{host}-haproxy.cfg", parts[1]);
    }

    [Fact]
    public void A_configuration_of_somebody_elses_stays()
    {
        var result = Sandbox.Run(Step("mta1-database-proxy"), Host + "echo '# mine' >/etc/haproxy/haproxy.cfg", "cat /etc/haproxy/haproxy.cfg; ls /opt/ldap_url");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("mta1: database-proxy: expected /etc/haproxy/haproxy.cfg as its package or this step wrote it, found another", result.Stderr);
        Assert.Equal("# mine\n", result.Inspected);
    }

    [Fact]
    public void Carbonio_is_not_led_to_a_directory_that_does_not_answer()
    {
        var result = Sandbox.Run(Step("mta1-database-proxy"), Host + "rm /run/directory", "ls /opt/ldap_url; grep carbonio.target /run/calls");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("directory: expected the directory to answer at 127.0.0.1:389, found it does not", result.Stderr);
        Assert.Equal("", result.Inspected);
    }

    [Fact]
    public void A_setting_that_does_not_stay_is_reported()
    {
        var result = Sandbox.Run(Step("mta1-database-proxy"), Host + "shim zmlocalconfig 'echo ldap://svc1:389'", "grep carbonio.target /run/calls; ls /var/lib/carbonio-infra/restarts");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("ldap_url: expected ldap://localhost:389, found ldap://svc1:389", result.Stderr);
        // Owed still: the next run restarts.
        Assert.Equal("all\n", result.Inspected);
    }

    [Fact]
    public void A_directory_server_is_refused()
    {
        var result = Sandbox.Run(Step("mta1-database-proxy"), Host + "shim dpkg-query 'echo installed $4'", "cat /run/calls");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("expected a host without a directory server of its own, found carbonio-directory-server", result.Stderr);
        Assert.Equal("", result.Inspected);
    }
}
