using CarbonioInfra.Components.Tests.Sandboxes;

namespace CarbonioInfra.Components.Tests.Roles;

/// <summary>What becomes of bootstraps, whatever their exit codes say.</summary>
public sealed class DatabaseBootstrapsTests(DatabasePlan plan) : IClassFixture<DatabasePlan>
{
    // Databases are files below /run/databases, names in the mesh files below /run/mesh.
    private const string Host = """
        shim() { printf '#!/bin/bash\n%s\n' "$2" >"/usr/local/bin/$1"; chmod +x "/usr/local/bin/$1"; }
        mkdir -p /run/databases /run/mesh
        shim dpkg-query 'for name in "${@:4}"; do echo "installed $name"; done'
        shim psql '
          [ "${PGPASSWORD-}" = "" ] && [ "$(cat "$PGPASSFILE")" = "*:*:*:*:the-admin" ] || { echo "password authentication failed" >&2; exit 2; }
          read -r sql
          case $sql in *recovery*) cat /run/recovery;; *) [ ! -e "/run/databases/$(tr "\047" / <<<"$sql" | cut -d / -f 2)" ] || echo 1;; esac'
        echo f >/run/recovery
        shim curl 'for url in "$@"; do :; done; cat /dev/fd/8 >/dev/null; name="${url##*/kv/}"; cat "/run/mesh/${name%%/*}" 2>/dev/null || exit 22'
        for name in mailbox files docs-connector tasks message-dispatcher ws-collaboration notification-push videorecorder; do
          mkdir -p "/etc/carbonio/$name-db/service-discover"; echo token >"/etc/carbonio/$name-db/service-discover/token"
          shim "carbonio-$name-db-bootstrap" 'me="$(basename "$0" -bootstrap)"; echo "$me $*" >>/run/bootstraps
            [ "$PGPASSWORD" = the-admin ] || exit 0; echo "$me" >"/run/mesh/$me"; touch "/run/databases/$me"; exit 3'
        done

        """;

    private SandboxResult Run(string arrange, int times = 1)
    {
        var command = plan["mbox1-database-bootstraps"].Replace(@"patience_seconds='\''120'\''", "patience_seconds=1", StringComparison.Ordinal);
        return Sandbox.Run(string.Join(" && ", Enumerable.Repeat($"{command} </run/secrets", times)),
            $"{Host}printf '%s' '{plan.Stdin("mbox1-database-bootstraps")}' >/run/secrets\n{arrange}", "cat /run/bootstraps 2>/dev/null");
    }

    [Fact]
    public void Each_runs_once_and_what_is_done_is_left_alone()
    {
        var result = Run("", times: 2);

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("""
            carbonio-mailbox-db carbonio_adm 127.0.0.1
            carbonio-files-db carbonio_adm 127.0.0.1
            carbonio-docs-connector-db carbonio_adm 127.0.0.1
            carbonio-tasks-db carbonio_adm 127.0.0.1
            carbonio-message-dispatcher-db carbonio_adm 127.0.0.1
            carbonio-ws-collaboration-db carbonio_adm 127.0.0.1
            carbonio-notification-push-db carbonio_adm 127.0.0.1
            carbonio-videorecorder-db carbonio_adm 127.0.0.1

            """, result.Inspected);
    }

    [Theory]
    [InlineData("shim carbonio-files-db-bootstrap 'echo cannot connect; exit 0'",
        "carbonio-files-db: expected its database and its name in the mesh, found no database name at carbonio-files-db/db-name in the mesh; the bootstrap said: cannot connect")]
    [InlineData("shim carbonio-files-db-bootstrap 'echo files >/run/mesh/carbonio-files-db'",
        "carbonio-files-db: expected its database and its name in the mesh, found no database files; the bootstrap said: nothing")]
    [InlineData("rm /etc/carbonio/files-db/service-discover/token; shim carbonio-files-db-bootstrap 'true'",
        "found no token at /etc/carbonio/files-db/service-discover/token, which the connector's pending setup makes")]
    [InlineData("shim dpkg-query 'case $4 in *carbonio-files-db) exit 1;; *) echo installed $4;; esac'", "carbonio-files-db: expected the package installed, found missing")]
    public void One_that_did_not_do_its_work_is_named_and_the_others_run(string arrange, string message)
    {
        var result = Run(arrange);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(message, result.Stderr);
        Assert.Contains("1 check(s) failed", result.Stderr);
        Assert.Contains("carbonio-videorecorder-db carbonio_adm 127.0.0.1", result.Inspected);
    }

    [Fact]
    public void A_connector_that_came_with_a_later_release_may_be_absent()
    {
        var result = Run("shim dpkg-query 'case $4 in *videorecorder-db) exit 1;; *) echo installed $4;; esac'");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("not-applicable", result.Stdout);
        Assert.DoesNotContain("videorecorder", result.Inspected);
    }

    [Theory]
    [InlineData("echo t >/run/recovery", "found t")]
    [InlineData("shim psql 'echo \"password authentication failed\" >&2; exit 2'", "found password authentication failed")]
    public void Without_a_leader_none_runs(string arrange, string message)
    {
        var result = Run(arrange);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("database-leader: expected PostgreSQL's leader to take the password of carbonio_adm at 127.0.0.1:5432, " + message, result.Stderr);
        Assert.Equal("", result.Inspected);
    }
}
