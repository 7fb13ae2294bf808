using CarbonioInfra.Components.Tests.Sandboxes;

namespace CarbonioInfra.Components.Tests.Roles;

public sealed class DirectorySettingsTests(RoleSteps steps) : IClassFixture<RoleSteps>
{
    private const string Empty = """{"config": {}, "domain example.com": {}}""";

    [Fact]
    public void Every_value_is_written_once_and_never_again()
    {
        var step = steps["svc1-directory-settings"];

        var result = Sandbox.Run($"{step} && mv /run/writes /run/first && touch /run/writes && {step}",
            Fakes.System + Fakes.Directory(Empty), "cat /run/first; echo again:; cat /run/writes");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("""
            config zimbraLogHostname svc3.example.com
            config zimbraPublicServiceHostname mail.example.com
            config +zimbraMailTrustedIP 10.20.0.16
            config +zimbraMailTrustedIP 10.20.0.17
            domain example.com zimbraPublicServiceHostname mail.example.com
            domain example.com zimbraPublicServiceProtocol https
            domain example.com zimbraPublicServicePort 443
            domain example.com +zimbraVirtualHostname mail.example.com
            again:

            """, result.Inspected);
    }

    [Fact]
    public void What_operators_added_stays_and_what_they_changed_does_not()
    {
        var result = Sandbox.Run(steps["svc1-directory-settings"], Fakes.System + Fakes.Directory("""
            {"config": {"zimbraLogHostname": ["other.example.com"], "zimbraPublicServiceHostname": ["mail.example.com"], "zimbraMailTrustedIP": ["192.0.2.1", "10.20.0.16", "10.20.0.17"]},
             "domain example.com": {"zimbraPublicServiceHostname": ["mail.example.com"], "zimbraPublicServiceProtocol": ["https"],
             "zimbraPublicServicePort": ["443"], "zimbraVirtualHostname": ["web.example.com", "mail.example.com"]}}
            """), "cat /run/writes");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("config zimbraLogHostname svc3.example.com\n", result.Inspected);
    }

    [Fact]
    public void A_directory_that_takes_nothing_is_reported_value_by_value()
    {
        var result = Sandbox.Run(steps["svc1-directory-settings"], Fakes.System + Fakes.Directory(Empty) + "touch /run/read-only");

        Assert.Equal(1, result.ExitCode);
        Assert.All(
            [
                "8 check(s) failed",
                "config-zimbraLogHostname: expected svc3.example.com, found no value",
                "config-zimbraPublicServiceHostname: expected mail.example.com, found no value",
                "config-zimbraMailTrustedIP: expected 10.20.0.16 among the values, found no value",
                "domain-zimbraPublicServiceHostname: expected mail.example.com, found no value",
                "domain-zimbraPublicServiceProtocol: expected https, found no value",
                "domain-zimbraPublicServicePort: expected 443, found no value",
                "domain-zimbraVirtualHostname: expected mail.example.com among the values, found no value",
            ],
            message => Assert.Contains(message, result.Stderr, StringComparison.Ordinal));
    }

    [Fact]
    public void A_directory_that_does_not_answer_ends_the_step()
    {
        var result = Sandbox.Run(steps["svc1-directory-settings"], Fakes.System + "shim carbonio 'exit 1'");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("expected an answer to 'carbonio prov -l gcf zimbraLogHostname', it failed", result.Stderr);
    }
}
