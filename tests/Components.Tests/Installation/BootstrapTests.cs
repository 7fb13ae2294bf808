using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Tests.Planning;
using CarbonioInfra.Components.Tests.Sandboxes;

namespace CarbonioInfra.Components.Tests.Installation;

public sealed class BootstrapTests
{
    /// <summary>A node with the vendor's program, which does what <c>/run/behaviour</c> says after it has noted what it was given.</summary>
    private const string Node = Shims.Carbonio + """
        printf '127.0.0.1 localhost\n10.20.0.11 svc1.example.com svc1\n' >/etc/hosts
        cat >/usr/bin/carbonio-bootstrap <<'EOS'
        #!/bin/bash
        echo "bootstrap $*" | sed 's/bootstrap\.[^/]*/bootstrap.X/' >>/run/calls
        cp "$2" /run/given; stat -c '%a %U' "$2" "${2%/*}" >/run/given-mode
        log=/opt/zextras/log/zmsetup.$(date +%s.%N).log; : >"$log"
        echo "1: CONFIG SESSION START" >>/opt/zextras/.install_history
        cp "$2" /opt/zextras/config.$$
        . /run/behaviour
        EOS
        chmod +x /usr/bin/carbonio-bootstrap
        done_lines='printf "1: CONFIGURED configCASetup\n1: CONFIGURED configSetupLdap\n1: CONFIGURED configInitMta\n1: CONFIGURED END\n" >>/opt/zextras/.install_history'
        echo "$done_lines" >/run/behaviour
        shim ldapsearch '[ ! -e /run/no-directory ]'
        shim ldapwhoami 'cat /dev/fd/8 >/run/bound-with; echo "$*" >>/run/ldap-arguments; [ ! -e /run/wrong-password ]'

        """;

    [Fact]
    public async Task A_node_is_configured_once_with_what_the_plan_says()
    {
        var step = await StepAsync();

        var result = Sandbox.Run($"{step.Command}", Node, "cat /run/calls /run/given /run/given-mode; ls /opt/zextras/config.* /run/carbonio-infra 2>&1", step.Stdin);

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("""
            bootstrap -c /run/carbonio-infra/bootstrap.X/config
            HOSTNAME="svc1.example.com"
            LDAPADMINPASS="secret-a"
            600 root
            700 root
            ls: cannot access '/opt/zextras/config.*': No such file or directory
            /run/carbonio-infra:
            bootstrap.lock

            """, result.Inspected);
        Assert.DoesNotContain("secret-a", result.Stdout + result.Stderr);
    }

    [Fact]
    public async Task A_configured_node_is_left_alone()
    {
        var result = await RunAsync(Node + "eval \"$done_lines\"; touch /run/no-directory", "cat /run/calls 2>&1");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("No such file", result.Inspected);
    }

    [Fact]
    public async Task A_password_goes_to_the_directory_by_a_descriptor()
    {
        var result = await RunAsync(Node, "cat /run/bound-with; echo; cat /run/ldap-arguments", primary: "svc9.example.com");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.StartsWith("secret-a\n", result.Inspected, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-a", result.Inspected[9..]);
    }

    [Theory]
    [InlineData("touch /run/no-directory", "expected the directory on svc9.example.com to answer within 2 s, it did not happen")]
    [InlineData("touch /run/wrong-password", "expected the directory on svc9.example.com to take Carbonio's password, it refused")]
    public async Task Without_the_directory_nothing_is_configured(string arrange, string message)
    {
        var result = await RunAsync(Node + arrange, "ls /run/given 2>&1", primary: "svc9.example.com");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(message, result.Stderr);
        Assert.Contains("No such file", result.Inspected);
    }

    [Theory]
    [InlineData("echo 'exit 3' >/run/behaviour", "expected carbonio-bootstrap to end with exit code 0, found 3")]
    [InlineData("echo 'exit 0' >/run/behaviour", "bootstrap: expected CONFIGURED END as the last session's end in /opt/zextras/.install_history, found 1: CONFIG SESSION START")]
    [InlineData("echo 'echo \"Initializing core config...failed.\" >>\"$log\"' >>/run/behaviour", "bootstrap-stages: expected no stage that failed, found Initializing core config...failed.")]
    [InlineData("echo '::1 ip6-localhost ip6-loopback localhost' >>/etc/hosts", "hosts-file: expected no IPv6 lines in /etc/hosts after the installation of packages, found 1")]
    public async Task What_its_exit_code_does_not_say_is_reported(string arrange, string message)
    {
        var result = await RunAsync(Node + arrange);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(message, result.Stderr);
    }

    [Fact]
    public async Task Stages_that_failed_are_done_again_and_those_that_others_rely_on_are_not()
    {
        var step = await StepAsync();
        var twice = $"{{ {step.Command}; }} <<<'{step.Stdin.Trim()}'";

        var result = Sandbox.Run($"{twice}; echo \"$done_lines\"; printf ':\\nprintf \"1: CONFIGURED END\\\\n\" >>/opt/zextras/.install_history' >/run/behaviour; cp /opt/zextras/.install_history /run/between; {twice}",
            Node + "echo 'echo \"Setting up MTA...failed.\" >>\"$log\"' >>/run/behaviour", "cat /opt/zextras/.install_history");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("""
            1: CONFIG SESSION START
            1: CONFIGURED configCASetup
            1: CONFIGURED configSetupLdap
            1: CONFIG SESSION START
            1: CONFIGURED END

            """, result.Inspected);
    }

    [Theory]
    [InlineData("/opt/zextras/log", true)]
    [InlineData("/tmp", true)]
    [InlineData("/run", false)]
    public async Task Stages_that_failed_before_the_program_died_are_done_again(string folder, bool isDoneAgain)
    {
        var result = await RunAsync(
            Node + "printf '1: CONFIG SESSION START\\n1: CONFIGURED configLCValues\\n' >/opt/zextras/.install_history; "
            + $"echo 'Setting local config values...failed.' >{folder}/zmsetup.1.log",
            "grep -c configLCValues /opt/zextras/.install_history || true");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(isDoneAgain ? "0\n" : "1\n", result.Inspected);
    }

    [Fact]
    public async Task What_somebody_else_wrote_in_the_temporary_folder_is_not_believed()
    {
        var result = await RunAsync(
            Node + "printf '1: CONFIG SESSION START\\n1: CONFIGURED configLCValues\\n' >/opt/zextras/.install_history; "
            + "echo 'Setting local config values...failed.' >/tmp/zmsetup.1.log; chown nobody /tmp/zmsetup.1.log",
            "grep -c configLCValues /opt/zextras/.install_history || true");

        Assert.Equal("1\n", result.Inspected);
    }

    private static async Task<SandboxResult> RunAsync(string arrange, string inspect = ":", string primary = "svc1.example.com") =>
        (await StepAsync(primary)).Run(arrange, inspect);

    private static async Task<SingleStep> StepAsync(string primary = "svc1.example.com") =>
        (await SingleStep.OfAsync("bootstrap", () => HostScript.Load("Nodes/Installation/bootstrap.sh")
            .With("fqdn", "svc1.example.com")
            .With("directory_primary", primary)
            .With("plain_keys", "HOSTNAME=\"svc1.example.com\"")
            .With("secret_keys", "LDAPADMINPASS ldap_admin_password")
            .With("patience_seconds", "2")
            .WithSecret("ldap_admin_password", "secret-a"))).With("secret-a");
}
