using System.Collections.Concurrent;
using System.Text.Json;

namespace CarbonioInfra.Lab.Tests.EndToEnd.Installation;

/// <summary>
/// Services that work together, on real hosts: <c>tests/end-to-end.sh -class '*InstallationTests'</c>.
/// </summary>
public sealed class InstallationTests(EndToEndLab lab)
{
    private readonly InstalledLab _lab = lab.Installed;

    private const string Config = "cn=config,cn=zimbra";

    [Fact(Explicit = true)]
    public void Every_step_is_done_and_the_next_run_has_nothing_to_do()
    {
        var first = _lab.Up.Succeeded();
        var again = _lab.Stack.Up().Succeeded();

        Assert.Contains("Critical path", first, StringComparison.Ordinal);
        Assert.Empty(LabStack.Did(again));
        Assert.Contains("SSH connections opened: 0", again, StringComparison.Ordinal);
    }

    [Fact(Explicit = true)]
    public void Every_unit_is_active_on_every_host()
    {
        var units = LabStack.CarbonioNodes.ToDictionary(host => host, host => _lab.Exec(host, "systemctl list-unit-files --no-legend 'carbonio*' service-discover.service | wc -l"));

        Assert.All(units, host => Assert.NotEqual("0", host.Value));
        Assert.All(LabStack.Nodes, host => Assert.Equal("", _lab.Exec(host, """
            systemctl list-units --plain --no-legend --state=failed
            for unit in $(systemctl list-unit-files --no-legend --state=enabled 'carbonio*' service-discover.service | cut -d ' ' -f 1); do
              systemctl is-active --quiet "$unit" || echo "$unit is not active"
            done
            """.Replace("'carbonio*'", LabStack.HasUnits ? "'carbonio*'" : "'carbonio-*'", StringComparison.Ordinal))));
        // What zmcontrol starts has no unit of its own: carbonio.service starts it when the host boots.
        if (!LabStack.HasUnits)
            Assert.All(LabStack.CarbonioNodes, host => Assert.Equal("", _lab.Exec(host, "su - zextras -c 'zmcontrol status' | grep -E 'Stopped|not running' || true")));
        Assert.All(LabStack.CarbonioNodes, host => Assert.Equal("", _lab.Exec(host, "find /etc/zextras/pending-setups.d -maxdepth 1 -name '*.sh'")));
    }

    [Fact(Explicit = true)]
    public void The_mesh_has_all_members_and_no_critical_check()
    {
        var members = _lab.Mesh("svc1", "members").Split('\n')[1..];

        Assert.Equal(13, members.Count(member => member.Contains(" alive ", StringComparison.Ordinal)));
        Assert.Equal(3, members.Count(member => member.Contains(" server ", StringComparison.Ordinal)));
        Assert.Equal(3, _lab.Mesh("svc1", "operator raft list-peers").Split('\n')[1..].Count(peer => peer.Contains(" true ", StringComparison.Ordinal)));
        Wait.Until("no check is critical", () => _lab.Exec("svc1",
            "curl -s -H \"X-Consul-Token: $(service-discover bootstrap-token --password \"$(cat /var/lib/service-discover/password)\")\" "
            + "http://127.0.0.1:8500/v1/health/state/critical | jq -r '.[] | \"\\(.Node) \\(.CheckID)\"'").Length == 0);
    }

    [Theory(Explicit = true)]
    [InlineData("svc1", "svc2")]
    [InlineData("svc2", "svc1")]
    public void What_is_written_on_one_directory_server_is_read_on_the_other(string writer, string reader)
    {
        var value = $"written on {writer} at {DateTime.UtcNow:O}";
        _lab.Exec(writer, $"""
            password=$(su - zextras -c 'zmlocalconfig -s -m nokey zimbra_ldap_password')
            printf 'dn: {Config}\nchangetype: modify\nreplace: description\ndescription: {value}\n' |
              /opt/zextras/common/bin/ldapmodify -x -H ldap://{writer}.carbonio.test -D uid=zimbra,cn=admins,cn=zimbra -y <(printf %s "$password")
            """);

        Wait.Until("the other has it", () => _lab.Exec(reader, $"""
            password=$(su - zextras -c 'zmlocalconfig -s -m nokey zimbra_ldap_password')
            /opt/zextras/common/bin/ldapsearch -x -LLL -o ldif-wrap=no -H ldap://{reader}.carbonio.test -D uid=zimbra,cn=admins,cn=zimbra -y <(printf %s "$password") \
              -b {Config} -s base description
            """).Contains(value, StringComparison.Ordinal));
    }

    [Fact(Explicit = true)]
    public void PostgreSQL_has_a_leader_a_synchronous_standby_and_the_databases_of_all_services()
    {
        Assert.Equal(["leader", "sync_standby"], Roles().Values.Order(StringComparer.Ordinal));
        Assert.Equal(
            [
                "carbonio-docs-connector-db", "carbonio-files-db", "carbonio-message-dispatcher-db", "carbonio-notification-push-db",
                "carbonio-tasks-db", "carbonio-videorecorder-db", "carbonio-ws-collaboration-db",
                // Of the mailbox connector.
                "abq", "activesync", "auth", "core", "ha", "powerstore",
            ],
            _lab.Exec(Leader(), "su - postgres -c \"psql -AtXc \\\"SELECT datname FROM pg_database WHERE datname NOT IN ('postgres', 'template0', 'template1', 'carbonio_adm') "
                + "ORDER BY datname NOT LIKE 'carbonio-%', datname\\\"\"").Split('\n'));
    }

    [Fact(Explicit = true)]
    public async Task A_message_arrives_through_the_load_balancer_and_is_read_through_it()
    {
        var (account, password) = _lab.Administrator;
        var subject = $"message {Guid.NewGuid()}";

        Assert.StartsWith("250", await MailClient.SendAsync(_lab.VirtualAddress, account, subject), StringComparison.Ordinal);

        for (var attempt = 0; await MailClient.CountAsync(_lab.VirtualAddress, account, password, subject) == 0; attempt++)
        {
            Assert.True(attempt < 60, "the message did not arrive");
            await Task.Delay(500, TestContext.Current.CancellationToken);
        }

        Assert.Equal(1, await MailClient.CountAsync(_lab.VirtualAddress, account, password, subject));
    }

    [Theory(Explicit = true)]
    [InlineData(443)]
    [InlineData(993)]
    public async Task Clients_are_shown_the_sites_certificate(int port) =>
        Assert.Equal(_lab.Site.Fingerprint, await MailClient.CertificateAsync(_lab.VirtualAddress, port, Site.PublicHostname));

    [Fact(Explicit = true)]
    public void The_license_is_active_on_both_mailstores() => Assert.All(["mbox1", "mbox2"], host =>
        Assert.Matches(@"(?is)ZxHA.{0,60}licensed\W+true", _lab.Exec(host, "su - zextras -c 'carbonio core getLicenseInfo'")));

    [Fact(Explicit = true)]
    public async Task Mail_of_strangers_to_strangers_is_refused()
    {
        Assert.StartsWith("554", await MailClient.SendAsync(_lab.VirtualAddress, "bob@example.net", "relayed"), StringComparison.Ordinal);
        await Assert.ThrowsAsync<IOException>(() => MailClient.CountAsync(_lab.VirtualAddress, _lab.Administrator.Account, "another password", "message"));
    }

    [Fact(Explicit = true)]
    public void Every_script_again_changes_nothing_on_any_host_although_roles_have_moved()
    {
        _lab.Exec(Leader(), "patronictl -c /etc/patroni/config.yml switchover --force >&2");
        Wait.Until("the other leads, and the former leader follows", () =>
            Roles() is { Count: 2 } roles && roles.ContainsValue("leader") && roles.ContainsValue("sync_standby"));
        _lab.Directory("svc1", "stop");
        // HAProxy looks every two seconds.
        Wait.Until("the other directory answers", () => _lab.Exec("mbox1", "su - zextras -c 'carbonio prov -l gacf zimbraDefaultDomainName' 2>/dev/null || true").Length > 0);
        _lab.Directory("svc1", "start");
        var before = Fingerprints();

        _lab.Stack.Up("--rerun").Succeeded();

        var after = Fingerprints();
        Assert.All(LabStack.Nodes, host => Assert.Equal(before[host], after[host]));
    }

    private ConcurrentDictionary<string, string> Fingerprints()
    {
        var all = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        Parallel.ForEach(LabStack.Nodes, new ParallelOptions { MaxDegreeOfParallelism = 2 }, host => all[host] = _lab.Fingerprint(host));
        return all;
    }

    private string Leader() => Roles().Single(member => member.Value == "leader").Key;

    private Dictionary<string, string> Roles()
    {
        using var cluster = JsonDocument.Parse(_lab.Exec("svc3", "curl -sf http://svc1.carbonio.test:8008/cluster || curl -sf http://svc2.carbonio.test:8008/cluster"));
        return cluster.RootElement.GetProperty("members").EnumerateArray()
            .ToDictionary(member => member.GetProperty("name").GetString()!.Split('.')[0], member => member.GetProperty("role").GetString()!, StringComparer.Ordinal);
    }
}
