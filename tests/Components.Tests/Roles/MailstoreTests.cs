using CarbonioInfra.Components.Tests.Sandboxes;

namespace CarbonioInfra.Components.Tests.Roles;

public sealed class MailstoreTests(RoleSteps steps) : IClassFixture<RoleSteps>
{
    private const string Both = """
        {"server mbox1.example.com": {"zimbraId": ["id-1"]}, "server mbox2.example.com": {"zimbraId": ["id-2"]}, "cos default": {"zimbraMailHostPool": ["id-1", "id-2"]}}
        """;

    private static string Arrange(string directory = Both) => Fakes.System + Fakes.Directory(directory) + "echo -n 200 >/run/health; shim curl 'cat /run/health'\n";

    [Fact]
    public void It_is_restarted_once_after_its_databases_were_made()
    {
        var step = steps["mbox2-mailstore"];

        var result = Sandbox.Run($"{step} <<<{Mesh} && mv /run/calls /run/first && touch /run/calls && {step} <<<{Mesh}", Arrange(),
            "cat /run/first /run/writes; echo again:; cat /run/calls");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("systemctl restart carbonio-appserver.target\nagain:\n", result.Inspected);
    }

    [Fact]
    public void Where_Carbonio_has_no_units_zmmailboxdctl_restarts_it()
    {
        var result = Run("mbox2-mailstore", Arrange() + "printf 'ID=ubuntu\\nVERSION_ID=\"22.04\"\\n' >/etc/os-release", "cat /run/calls");

        Assert.Equal("zmmailboxdctl restart\n", result.Inspected);
    }

    [Fact]
    public void A_pool_that_lost_a_mailstore_gets_it_back()
    {
        var result = Run("mbox2-mailstore", Arrange(Both.Replace("[\"id-1\", \"id-2\"]", "[\"id-2\"]", StringComparison.Ordinal)), "cat /run/writes");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("cos default +zimbraMailHostPool id-1\n", result.Inspected);
    }

    [Fact]
    public void A_further_mailstore_is_no_change_to_those_before_it() =>
        Assert.Contains("pool_members='\\''mbox1.example.com'\\''", steps["mbox1-mailstore"], StringComparison.Ordinal);

    [Fact]
    public void A_pool_that_takes_nothing_and_a_mailstore_that_is_nowhere_are_reported()
    {
        var result = Run("mbox2-mailstore", Arrange("""{"server mbox1.example.com": {"zimbraId": ["id-1"]}, "cos default": {}}""") + "touch /run/read-only");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("cos-zimbraMailHostPool: expected id-1 among the values, found no value", result.Stderr);
        Assert.Contains("cos-zimbraMailHostPool: expected an id of the server mbox2.example.com, found none: it is not in the directory", result.Stderr);
    }

    [Fact]
    public void A_server_that_does_not_become_ready_is_reported_and_restarted_again_the_next_time()
    {
        var result = Run("mbox2-mailstore", Arrange() + "echo -n 503 >/run/health", "cat /run/calls; ls /var/lib/carbonio-infra", steps.Impatient("mbox2-mailstore"));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("mailstore-ready: expected 200 from http://localhost:8080/service/health/ready within 1 s, found 503", result.Stderr);
        Assert.Equal("systemctl restart carbonio-appserver.target\n", result.Inspected);
    }

    [Fact]
    public void A_setup_that_is_left_and_cannot_be_done_ends_the_step()
    {
        var result = Run("mbox2-mailstore", Arrange() + """
            mkdir -p /etc/zextras/pending-setups.d; touch /etc/zextras/pending-setups.d/carbonio-mailbox-setup.sh
            shim curl 'echo "\"10.20.0.11:8300\""'

            """, "cat /run/calls");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("expected the mesh password to open", result.Stderr);
        Assert.Equal("", result.Inspected);
    }

    private static string Mesh => Convert.ToBase64String("mesh"u8.ToArray());

    private SandboxResult Run(string name, string arrange, string inspect = ":", string? step = null) =>
        Sandbox.Run(step ?? steps[name], arrange, inspect, RoleSteps.Secrets("mesh"));
}
