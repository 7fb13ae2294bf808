using CarbonioInfra.Components.Roles.Postgres;
using CarbonioInfra.Components.Tests.Sandboxes;

namespace CarbonioInfra.Components.Tests.Roles;

/// <summary>What the steps of PostgreSQL's nodes do, PostgreSQL being real; Patroni itself runs in the lab only.</summary>
public sealed class PostgresTests(DatabasePlan plan) : IClassFixture<DatabasePlan>
{
    private const string Shim = """
        shim() { printf '#!/bin/bash\n%s\n' "$2" >"/usr/local/sbin/$1"; chmod +x "/usr/local/sbin/$1"; }

        """;

    // A cluster as the package makes it, and systemd in small.
    private const string Host = Shim + """
        shim systemctl '
          echo "$*" >>/run/calls
          case "$*" in
            *is-active*postgresql@15-main*) pg_lsclusters -h | grep -w online >/dev/null;;
            *is-active*) exit 3;;
            start\ postgresql@15-main*) pg_ctlcluster --skip-systemctl-redirect 15 main start;;
            stop\ postgresql@15-main*) if pg_lsclusters -h | grep -w online >/dev/null; then pg_ctlcluster --skip-systemctl-redirect 15 main stop; fi;;
          esac'
        shim journalctl 'echo "nothing new"'
        mkdir -p /run/postgresql /run/carbonio-infra; chown postgres /run/postgresql
        pg_lsclusters -h | grep '^15 *main' >/dev/null && pg_dropcluster --stop 15 main
        pg_createcluster 15 main >/dev/null

        """;

    // A mesh that knows what /run/initialize says, and Patronis as /run/patroni answers for them.
    private const string Mesh = """
        shim gpg 'cat >/dev/null; mkdir -p /run/mesh; printf "{\"SecretID\":\"11111111-2222-3333-4444-555555555555\"}" >/run/mesh/consul-acl-secret.json; tar -C /run/mesh -cf - consul-acl-secret.json'
        shim curl '
          case "$*" in
            *status/leader*) echo \"10.20.0.11:8300\";;
            *agent/self*) echo "{\"Config\":{\"NodeName\":\"server-svc1\"}}";;
            *acl/policies*|*acl/tokens*) echo "[]";;
            *acl/*) cat >/dev/null; echo "{\"SecretID\":\"22222222-2222-3333-4444-555555555555\"}";;
            */initialize*) if [ -s /run/initialize ]; then printf "%s\n200" "$(cat /run/initialize)"; else printf "\n404"; fi;;
            *:8008/*) [ -x /run/patroni ] && exec /run/patroni "$@"; exit 7;;
            *) exit 7;;
          esac'

        """;

    // A member that runs and follows svc1. Its PostgreSQL fails the first calls about access rules, as many as /run/postgres/silent has lines.
    private const string Follower = Shim + Mesh + """
        mkdir -p -m 777 /run/carbonio-infra /run/postgres /etc/patroni /etc/postgresql/15/main
        touch /etc/patroni/config.yml
        shim systemctl '
          case "$*" in
            is-active\ patroni.service) echo active;;
            reload\ patroni.service) sed -n "s/^    - //p" /etc/patroni/config.yml >/etc/postgresql/15/main/pg_hba.conf;;
          esac'
        shim patronictl 'case "$*" in *edit-config*) cat >/run/shared;; *) exit 1;; esac'
        shim patroni '
          case "$*" in
            *http_code*8008/replica) printf 200;;
            *http_code*) printf 503;;
            */config) cat /run/shared 2>/dev/null || echo "{}";;
            */cluster) echo "{\"members\":[{\"name\":\"svc1.example.com\",\"role\":\"leader\",\"state\":\"running\",\"host\":\"10.20.0.11\"}]}";;
            *10.20.0.11:8008/patroni) echo "{\"role\":\"primary\",\"replication\":[{\"application_name\":\"svc2.example.com\",\"state\":\"streaming\",\"sync_state\":\"sync\"}]}";;
            */patroni) echo "{\"role\":\"replica\",\"state\":\"running\"}";;
          esac'
        mv /usr/local/sbin/patroni /run/patroni
        shim psql '
          sql="$(cat)"
          case $sql in
            *pg_authid*) ;;
            *current_setting*) echo "max_connections 500, password_encryption scram-sha-256, shared_buffers $(sed -n "s/^ *shared_buffers: \([0-9]*\)MB$/\1/p" /etc/patroni/config.yml) MiB";;
            *pg_hba_file_rules*)
              if [ -s /run/postgres/silent ]; then
                sed -i 1d /run/postgres/silent
                echo "psql: error: connection to server on socket failed: No such file or directory" >&2
                exit 2
              fi
              cat /run/postgres/misread 2>/dev/null;;
          esac
          true'

        """;

    private const string Identifier = """/usr/lib/postgresql/15/bin/pg_controldata /var/lib/postgresql/15/main | sed -n 's/^Database system identifier: *//p'""";

    private string Patient(string step, int seconds = 1) =>
        plan[step].Replace(@"patience_seconds='\''900'\''", $"patience_seconds={seconds}", StringComparison.Ordinal);

    [Fact]
    public void The_first_node_has_roles_that_log_in_and_the_next_run_leaves_their_passwords_alone()
    {
        const string Verifiers = "(cd / && runuser -u postgres -- psql -tAc 'SELECT rolname, rolpassword FROM pg_authid WHERE rolpassword IS NOT NULL ORDER BY 1')";
        var result = Sandbox.Run($"{plan["svc1-postgres"]} && {Verifiers} >/run/first && {plan["svc1-postgres"]} < /run/secrets", Host +
            $"printf '%s' '{plan.Stdin("svc1-postgres")}' >/run/secrets", $$"""
            {{Verifiers}} | cmp - /run/first && echo "the same passwords"
            cut -d '$' -f 1 /run/first
            cat /etc/postgresql/15/main/pg_hba.conf
            [ "$(cat /var/lib/carbonio-infra/disposable-postgres)" = "$({{Identifier}})" ] && echo disposable
            """, plan.Stdin("svc1-postgres"));

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("""
            the same passwords
            carbonio_adm|SCRAM-SHA-256
            carbonio_postgres_replica|SCRAM-SHA-256
            local all postgres peer
            local all all scram-sha-256
            host all all 127.0.0.1/32 scram-sha-256
            host all all 10.20.0.11/32 scram-sha-256
            host all all 10.20.0.12/32 scram-sha-256
            host all all 10.20.0.18/32 scram-sha-256
            host all all 10.20.0.19/32 scram-sha-256
            host replication carbonio_postgres_replica 127.0.0.1/32 scram-sha-256
            host replication carbonio_postgres_replica 10.20.0.11/32 scram-sha-256
            host replication carbonio_postgres_replica 10.20.0.12/32 scram-sha-256
            disposable

            """, result.Inspected);
    }

    [Theory]
    [InlineData("pg_ctlcluster --skip-systemctl-redirect 15 main start; cd /; runuser -u postgres createdb precious",
        "postgres-new: expected no database but PostgreSQL's own and carbonio_adm in /var/lib/postgresql/15/main, for Patroni does not know this cluster, found precious")]
    [InlineData("mv /usr/lib/postgresql/15/bin/postgres /usr/lib/postgresql/15/bin/other", "postgres-version: expected 15, found none at /usr/lib/postgresql/15/bin")]
    [InlineData("pg_dropcluster 15 main; LC_ALL=C pg_createcluster -e SQL_ASCII 15 main >/dev/null", "postgres-encoding: expected UTF8, found SQL_ASCII")]
    public void A_cluster_that_may_hold_something_or_does_not_fit_is_refused(string arrange, string message)
    {
        var result = Sandbox.Run(plan["svc2-postgres"], Host + arrange, "ls /var/lib/carbonio-infra 2>/dev/null", plan.Stdin("svc2-postgres"));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(message, result.Stderr);
        Assert.DoesNotContain("disposable", result.Inspected);
    }

    [Fact]
    public void What_Patroni_has_taken_over_is_left_alone()
    {
        var result = Sandbox.Run(plan["svc1-postgres"], Host + "mkdir -p /etc/patroni; touch /etc/patroni/config.yml",
            "cat /run/calls 2>/dev/null; ls /var/lib/carbonio-infra 2>/dev/null", plan.Stdin("svc1-postgres"));

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Patroni runs it", result.Stdout);
        Assert.Equal("", result.Inspected);
    }

    [Fact]
    public void A_cluster_that_the_mesh_does_not_know_is_not_given_up()
    {
        var result = Sandbox.Run(Patient("svc2-patroni"), Host + Mesh + "echo 42 >/run/initialize",
            "ls /var/lib/postgresql/15/main/PG_VERSION; ls /etc/patroni/config.yml; cat /run/calls", plan.Stdin("svc2-patroni"));

        Assert.Equal(1, result.ExitCode);
        Assert.Matches(@"svc2: patroni: expected /var/lib/postgresql/15/main empty or of the cluster 42, found the cluster \d+; nothing was changed", result.Stderr);
        Assert.StartsWith("/var/lib/postgresql/15/main/PG_VERSION\n", result.Inspected, StringComparison.Ordinal);
        Assert.DoesNotContain("config.yml", result.Inspected);
        Assert.DoesNotContain("stop", result.Inspected);
    }

    [Fact]
    public void Another_node_founds_no_cluster()
    {
        var result = Sandbox.Run(Patient("svc2-patroni"), Host + Mesh, "ls /etc/patroni/config.yml", plan.Stdin("svc2-patroni"));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("svc2: patroni: expected the mesh to know the cluster carbonio-psql-cluster, which another node founds, found nothing", result.Stderr);
        Assert.Equal("", result.Inspected);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("touch /var/lib/postgresql/15/main/patroni.dynamic.json", "kept")]
    [InlineData("echo 43 >/var/lib/carbonio-infra/disposable-postgres", "kept")]
    public void Only_a_cluster_that_was_seen_to_be_new_makes_room_for_the_leaders(string arrange, string outcome)
    {
        // The same identifier as the leader's, as on machines from one image.
        var result = Sandbox.Run(Patient("svc2-patroni"), Host + Mesh + $$"""
            mkdir -p /var/lib/carbonio-infra
            {{Identifier}} | tee /run/initialize >/var/lib/carbonio-infra/disposable-postgres
            {{arrange}}
            """, "[ -e /var/lib/postgresql/15/main/PG_VERSION ] && echo kept || echo empty; stat -c '%a %U' /etc/patroni/config.yml; grep token: /etc/patroni/config.yml",
            plan.Stdin("svc2-patroni"));

        // Nobody plays Patroni here.
        Assert.True(result.Stderr.Contains("patroni: expected Patroni on 10.20.0.12 leads or follows, found patroni.service", StringComparison.Ordinal), result.ToString());
        Assert.Equal($"{outcome}\n600 postgres\n  token: 22222222-2222-3333-4444-555555555555\n", result.Inspected);
    }

    [Fact]
    public void A_server_without_a_socket_for_a_moment_is_asked_again()
    {
        var result = Sandbox.Run(Patient("svc2-patroni", 20), Follower + "printf '1\\n2\\n' >/run/postgres/silent; chmod 666 /run/postgres/silent",
            "wc -c </run/postgres/silent", plan.Stdin("svc2-patroni"));

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("\"check\":\"postgres-access-rules\",\"verdict\":\"ok\"", result.Stdout);
        Assert.Equal("0\n", result.Inspected);
    }

    [Theory]
    [InlineData("seq 99 >/run/postgres/silent; chmod 666 /run/postgres/silent", "found psql: error: connection to server on socket failed: No such file or directory")]
    [InlineData("echo '3: invalid authentication method \"maybe\"' >/run/postgres/misread", "found 3: invalid authentication method \"maybe\"")]
    public void Access_rules_that_PostgreSQL_does_not_understand_or_tell_are_reported(string arrange, string found)
    {
        var result = Sandbox.Run(Patient("svc2-patroni"), Follower + arrange, stdin: plan.Stdin("svc2-patroni"));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("postgres-access-rules: expected PostgreSQL to understand every line of pg_hba.conf, " + found, result.Stderr);
        Assert.Contains("1 check(s) failed", result.Stderr);
    }
}
