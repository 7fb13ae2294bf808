using CarbonioInfra.Components.Tests.Sandboxes;

namespace CarbonioInfra.Components.Tests.Roles;

public sealed class LicenseTests(RoleSteps steps) : IClassFixture<RoleSteps>
{
    private const string Full = """

        ZxBackup
          quantity          100
          licensed          true
        ha_basic
          quantity          50
          licensed          true
        """;

    private static string Arrange(string afterwards) => Fakes.System + $$"""
        echo 'No license' >/run/license
        cat >/run/afterwards <<'END'
        {{afterwards}}
        END
        shim carbonio '
          echo "carbonio $*" >>/run/arguments
          if [ "$*" = "core getLicenseInfo" ]; then cat /run/license; exit 0; fi
          read -r verb command token
          echo "$verb $command" >>/run/calls
          if [ -e /run/unready ]; then rm /run/unready; echo "Command failed: $token: timeout expired"; exit 0; fi
          [ "$token" != token ] || cp /run/afterwards /run/license'

        """;

    [Fact]
    public void A_license_is_activated_once_and_its_token_is_seen_by_nobody()
    {
        var secret = RoleSteps.Secrets("token").TrimEnd('\n');
        var step = steps["mbox1-license"];

        var result = Sandbox.Run($"{step} <<<{secret} && {step} <<<{secret}", Arrange(Full),
            "cat /run/calls; grep -c token /run/arguments; stat -c %a /var/lib/carbonio-infra/license; grep -c token /var/lib/carbonio-infra/license");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("core activate-license\n0\n600\n0\n", result.Inspected);
    }

    [Fact]
    public void Another_token_is_activated()
    {
        var result = Sandbox.Run(steps["mbox1-license"],
            Arrange(Full) + "cp /run/afterwards /run/license; mkdir -p /var/lib/carbonio-infra; echo former >/var/lib/carbonio-infra/license", "cat /run/calls", RoleSteps.Secrets("token"));

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("core activate-license\n", result.Inspected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("cp /run/afterwards /run/license; mkdir -p /var/lib/carbonio-infra; echo former >/var/lib/carbonio-infra/license")]
    public void A_mailstore_that_is_not_ready_is_asked_again(string before)
    {
        var result = Sandbox.Run(steps["mbox1-license"], Arrange(Full) + "touch /run/unready\n" + before, "cat /run/calls", RoleSteps.Secrets("token"));

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("core activate-license\ncore activate-license\n", result.Inspected);
    }

    [Fact]
    public void What_the_mailstore_says_is_told_without_the_token()
    {
        var result = Sandbox.Run(steps.With("mbox1-license", "patience_seconds", "0"), Arrange(Full) + "touch /run/unready", stdin: RoleSteps.Secrets("token"));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("license: expected an active license, found none: Command failed: [secret]: timeout expired", result.Stderr);
    }

    [Theory]
    [InlineData("No license", "license: expected an active license, found none")]
    [InlineData("ZxBackup\n  quantity  100\n  licensed  true", "license-replicas: expected ZxHA or ha_basic with a quantity over 0, found none")]
    [InlineData("ZxBackup\n  quantity  100\nha_basic\n  quantity  0\n  licensed  true", "license-replicas: expected ZxHA or ha_basic with a quantity over 0, found none")]
    [InlineData("ZxBackup\n  quantity  100\nZxHA\n  quantity  50\n  licensed  false", "license-replicas: expected ZxHA or ha_basic with a quantity over 0, found none")]
    [InlineData("ha_basic\n  quantity  0\n  licensed  false", "license: expected an active license, found none")]
    public void What_a_license_lacks_is_reported(string afterwards, string message)
    {
        var result = Sandbox.Run(steps.With("mbox1-license", "patience_seconds", "0"), Arrange(afterwards), stdin: RoleSteps.Secrets("token"));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(message, result.Stderr);
    }

    [Fact]
    public void One_mailstore_alone_needs_no_right_to_replicas()
    {
        var result = Sandbox.Run(steps.With("mbox1-license", "replicas", "no"), Arrange("ZxBackup\n  quantity  100"), stdin: RoleSteps.Secrets("token"));

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("\"check\":\"license-replicas\",\"verdict\":\"not-applicable\"", result.Stdout);
    }
}
