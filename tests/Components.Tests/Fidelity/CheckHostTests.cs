using CarbonioInfra.Components.Tests.Installation;
using CarbonioInfra.Components.Tests.Sandboxes;

namespace CarbonioInfra.Components.Tests.Fidelity;

/// <summary>What <c>tests/Fidelity/check-host.sh</c> says of a host on which the vendor's playbooks have run through.</summary>
public sealed class CheckHostTests
{
    private const string Healthy = Shims.Carbonio + """
        mkdir -p /etc/zextras/pending-setups.d/done /var/lib/service-discover /opt/zextras/libexec
        touch /etc/zextras/pending-setups.d/done/carbonio-a.sh
        echo mesh-secret >/var/lib/service-discover/password
        printf '%s\n' '1: CONFIG SESSION START' '2: CONFIGURED END' '3: CONFIG SESSION COMPLETE' >/opt/zextras/.install_history
        echo 'Setting up CA...done.' >/opt/zextras/log/zmsetup.1.log
        zextras_shim zmcontrol 'echo "	mailbox Running"'
        replicas() {
          printf '#!/bin/bash\nprintf "Master: ldap://svc%%s Code: %%s\\n" 1 "0 Status: In Sync" 2 "%s"\n' "$1" >/opt/zextras/libexec/zmreplchk
          chmod 0755 /opt/zextras/libexec/zmreplchk
        }
        replicas '0 Status: In Sync'
        shim service-discover '[ "$*" = "bootstrap-token --password=mesh-secret" ] && echo secret-token'
        answer() { printf '%s' "$2" >"/run/$1.json"; }
        answer members '[{"Status": 1}, {"Status": 1}, {"Status": 1}]'
        answer critical '[]'
        answer cluster '{"members": [{"role": "leader", "state": "running"}, {"role": "replica", "state": "streaming"}]}'
        shim curl 'url=${!#}
          case $url in *:8500/*) grep -qx "X-Consul-Token: secret-token" || exit 22;; esac
          cat "/run/${url##*/}.json"'

        """;

    [Fact]
    public void A_healthy_host_leaves_nothing_to_say() => Assert.Equal("", Check("", "mesh directory postgresql"));

    [Theory]
    [InlineData("touch /etc/zextras/pending-setups.d/carbonio-b.sh", "", "pending setup: carbonio-b.sh")]
    [InlineData("echo '4: CONFIG SESSION START' >>/opt/zextras/.install_history", "", "bootstrap: expected CONFIGURED END")]
    [InlineData("rm /opt/zextras/.install_history", "", "bootstrap: expected CONFIGURED END")]
    [InlineData("echo 'Setting up CA...failed.' >/opt/zextras/log/zmsetup.2.log", "", "/opt/zextras/log/zmsetup.2.log:Setting up CA...failed.")]
    [InlineData("shim systemctl 'echo carbonio-files.service loaded failed'", "", "failed unit: carbonio-files.service")]
    [InlineData("shim systemctl 'echo postgresql@15-main.service loaded failed'", "", "failed unit: postgresql@15-main.service")]
    [InlineData("shim systemctl 'echo postgresql@15-main.service x; echo patroni.service x'", "postgresql", "failed unit: patroni.service")]
    [InlineData("zextras_shim zmcontrol 'echo \"mta Stopped\"; exit 1'", "", "mta Stopped")]
    [InlineData("replicas '4 Status: Server down'", "directory", "directory: expected two masters in sync")]
    [InlineData("answer members '[{\"Status\": 1}, {\"Status\": 1}, {\"Status\": 4}]'", "mesh", "mesh: expected 3 members, found 2")]
    [InlineData("answer critical '[{\"Node\": \"svc3\", \"CheckID\": \"files\", \"Output\": \"503\"}]'", "mesh", "mesh: svc3: files: 503")]
    [InlineData("rm /run/members.json", "mesh", "mesh: does not answer")]
    [InlineData("answer cluster '{\"members\": [{\"role\": \"leader\", \"state\": \"running\"}]}'", "postgresql", "postgresql: expected a leader and a replica, found leader running")]
    [InlineData("rm /run/cluster.json", "postgresql", "postgresql: Patroni does not answer")]
    public void What_is_wrong_is_said(string damage, string roles, string expected) =>
        Assert.StartsWith(expected, Check(damage, roles), StringComparison.Ordinal);

    private static string Check(string damage, string roles)
    {
        var script = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fidelity", "check-host.sh"));
        var result = Sandbox.Run($"bash -s {roles} <<'SCRIPT'\n{script}SCRIPT\n", Healthy + damage);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result.Stdout;
    }
}
