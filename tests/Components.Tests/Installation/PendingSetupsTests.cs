using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Tests.Planning;
using CarbonioInfra.Components.Tests.Sandboxes;

namespace CarbonioInfra.Components.Tests.Installation;

/// <summary>The token comes out of a real archive, encrypted as the vendor's tool does it.</summary>
public sealed class PendingSetupsTests
{
    private const string Token = "0a1b2c3d-0000-4000-8000-0a1b2c3d4e5f";

    private const string Node = Shims.Carbonio + $$"""
        mkdir -p /etc/zextras/service-discover /etc/zextras/pending-setups.d/done /var/log/pending-setups
        printf '{"SecretID": "{{Token}}"}' >/tmp/consul-acl-secret.json
        tar -C /tmp -cf - consul-acl-secret.json | gpg --homedir "$(mktemp -d)" --batch --yes --pinentry-mode loopback --passphrase mesh-secret \
          --symmetric --output /etc/zextras/service-discover/cluster-credentials.tar.gpg - 2>/dev/null
        pkill gpg-agent || true
        touch /etc/zextras/pending-setups.d/{carbonio-b.sh,carbonio-a.sh}
        shim curl 'echo "\"10.20.0.11:8300\""'
        shim pending-setups '
          echo "$* ${SETUP_CONSUL_TOKEN:-none} ${CONSUL_HTTP_TOKEN:-none}" >>/run/pending
          n=$(wc -l </run/pending); [ "$n" -gt "$(cat /run/failures 2>/dev/null || echo 0)" ] \
            && mv /etc/zextras/pending-setups.d/*.sh /etc/zextras/pending-setups.d/done/ \
            || echo "no policy for $SETUP_CONSUL_TOKEN" >/var/log/pending-setups/1.log
          exit 0'

        """;

    [Fact]
    public async Task Scripts_get_the_token_and_Carbonio_starts_anew_once()
    {
        var result = await RunAsync(Node, "cat /run/pending; grep restart /run/calls; ls /var/lib/carbonio-infra /run/carbonio-infra");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal($"-a {Token} {Token}\nsystemctl restart carbonio.target\n/run/carbonio-infra:\npending-setups.lock\n\n/var/lib/carbonio-infra:\n", result.Inspected);
        Assert.DoesNotContain(Token, result.Stdout + result.Stderr);
    }

    [Fact]
    public async Task With_nothing_pending_nothing_is_asked_and_nothing_restarts()
    {
        var result = await RunAsync(Node + "rm /etc/zextras/pending-setups.d/*.sh", "ls /run/pending 2>&1; grep -c restart /run/calls");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("ls: cannot access '/run/pending': No such file or directory\n0\n", result.Inspected);
    }

    [Fact]
    public async Task A_restart_that_an_interrupted_run_owed_is_done()
    {
        var result = await RunAsync(Node + "rm /etc/zextras/pending-setups.d/*.sh; mkdir /var/lib/carbonio-infra/restarts; touch /var/lib/carbonio-infra/restarts/appserver",
            "grep restart /run/calls");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("systemctl restart carbonio-appserver.target\n", result.Inspected);
    }

    [Fact]
    public async Task Where_zmcontrol_is_what_starts_services_it_is_used()
    {
        var result = await RunAsync(Node + """
            system ubuntu 22.04
            touch /run/zmcontrol; chmod 0666 /run/zmcontrol
            zextras_shim zmcontrol 'echo "zmcontrol $*" >>/run/zmcontrol; [ "$1" != status ] || printf "Host svc1.example.com\n\tconfigd   Running\n"'
            """, "cat /run/zmcontrol; touch /run/calls; grep -c restart /run/calls");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("zmcontrol restart\nzmcontrol status\nzmcontrol status\n0\n", result.Inspected);
    }

    [Theory]
    [InlineData("""printf "Host svc1.example.com\n\tmta  Running\n";""", 0)]
    [InlineData("echo Host video1.example.com", 0)]
    [InlineData("""printf "Host svc1.example.com\n\tmta  Stopped\n\tproxy  Running\n";""", 1)]
    [InlineData("""printf "Host svc1.example.com\n\tmta is not running\n";""", 1)]
    [InlineData("""printf "Host svc1.example.com\nUnable to determine enabled services. Cache is out of date\n";""", 1)]
    [InlineData("""printf "Host svc1.example.com\n\tmta  Running\n"; exit 1""", 1)]
    [InlineData(":", 1)]
    public async Task What_zmcontrol_says_counts_beside_how_it_ends(string zmcontrol, int exitCode)
    {
        var result = await RunAsync(Node + $$"""
            rm /etc/zextras/pending-setups.d/*.sh
            system ubuntu 22.04
            zextras_shim zmcontrol '{{zmcontrol}}'
            """);

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains($"\"check\":\"carbonio-services\",\"verdict\":\"{(exitCode == 0 ? "ok" : "failed")}\"", result.Stdout);
    }

    [Fact]
    public async Task A_setup_that_fails_at_first_is_tried_again()
    {
        var result = await RunAsync(Node + "echo 2 >/run/failures", "wc -l </run/pending");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("3\n", result.Inspected);
    }

    [Fact]
    public async Task Scripts_that_stay_are_reported_with_the_log_and_without_the_token()
    {
        var result = await RunAsync(Node + "echo 9 >/run/failures");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("expected no script left in /etc/zextras/pending-setups.d, found carbonio-a.sh carbonio-b.sh", result.Stderr);
        Assert.Contains("no policy for [secret]", result.Stderr);
        Assert.DoesNotContain(Token, result.Stderr);
    }

    [Fact]
    public async Task They_may_stay_where_a_later_step_takes_them_up()
    {
        var result = await RunAsync(Node + "echo 9 >/run/failures", strictness: "lenient");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("\"check\":\"pending-setups\",\"verdict\":\"not-applicable\"", result.Stdout);
    }

    [Theory]
    [InlineData("rm /etc/zextras/service-discover/cluster-credentials.tar.gpg", "expected the mesh password to open /etc/zextras/service-discover/cluster-credentials.tar.gpg")]
    [InlineData("shim systemctl '[ \"$1\" != is-active ]'", "expected every service of Carbonio to run after its restart within")]
    [InlineData("shim systemctl '[ \"$1\" != is-active ]'; rm /etc/zextras/pending-setups.d/*.sh", "carbonio-services: expected running, found not all running")]
    [InlineData("shim systemctl 'case \"$1\" in list-units) echo carbonio-files.service;; esac'; rm /etc/zextras/pending-setups.d/*.sh", "carbonio-services: expected running, found not all running")]
    public async Task What_is_missing_is_reported(string arrange, string message)
    {
        var step = await StepAsync("strict");

        var result = Sandbox.Run(step.Command.Replace("wait_until 300", "wait_until 1", StringComparison.Ordinal), Node + arrange, stdin: step.Stdin);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(message, result.Stderr);
    }

    [Fact]
    public async Task Another_password_does_not_open_the_archive()
    {
        var step = (await StepAsync("strict")).With("another");

        var result = step.Run(Node);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("expected the mesh password to open", result.Stderr);
    }

    private static async Task<SandboxResult> RunAsync(string arrange, string inspect = ":", string strictness = "strict") =>
        (await StepAsync(strictness)).Run(arrange, inspect);

    private static async Task<SingleStep> StepAsync(string strictness) =>
        (await SingleStep.OfAsync("pending-setups", () => HostScript.Load("Nodes/Installation/pending-setups.sh")
            .With("strictness", strictness)
            .WithSecret("mesh_password", "mesh-secret"))).With("mesh-secret");
}
