using CarbonioInfra.Components.Tests.Sandboxes;

namespace CarbonioInfra.Components.Tests.Roles;

public sealed class ProxyTests(RoleSteps steps) : IClassFixture<RoleSteps>
{
    private static string Arrange(string web = "200", string imap = "* OK IMAP4 ready", string pop = "+OK ready", string ports = "80 110 143 443 993 995 6071") =>
        Fakes.System + $"cat >/run/tls.pem <<'END'\n{RoleSteps.Certificate.Key}{RoleSteps.Certificate.Pem}END\n"
        + Fakes.Server("proxy-server.py", $"/run/tls.pem {web} '{imap}' '{pop}' {ports}");

    [Fact]
    public void It_is_restarted_for_a_new_public_name_and_not_again()
    {
        var step = steps["proxy1-proxy"];

        var result = Sandbox.Run($"{step} && mv /run/calls /run/first && touch /run/calls && {step}", Arrange(), "cat /run/first; echo again:; cat /run/calls");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("systemctl restart carbonio-proxy.target\nagain:\n", result.Inspected);
    }

    [Fact]
    public void Another_public_name_restarts_it()
    {
        var result = Sandbox.Run(steps["proxy1-proxy"],
            Arrange() + "mkdir -p /var/lib/carbonio-infra; echo old.example.com >/var/lib/carbonio-infra/public-hostname", "cat /run/calls /var/lib/carbonio-infra/public-hostname");

        Assert.Equal("systemctl restart carbonio-proxy.target\nmail.example.com\n", result.Inspected);
    }

    [Fact]
    public void Where_Carbonio_has_no_units_zmproxyctl_restarts_it()
    {
        var result = Sandbox.Run(steps["proxy1-proxy"], Arrange() + "printf 'ID=ubuntu\\nVERSION_ID=\"22.04\"\\n' >/etc/os-release", "cat /run/calls");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("zmproxyctl restart\n", result.Inspected);
    }

    [Theory]
    [InlineData("200", "* OK", "+OK", "80 110 143 443 993 995", "proxy-ports: expected nginx on TCP 80 110 143 443 993 995 6071, found nobody on 6071")]
    [InlineData("502", "* OK", "+OK", "80 110 143 443 993 995 6071", "proxy-web: expected 200 or a redirection from https://mail.example.com/, found 502")]
    [InlineData("200", "* BYE", "+OK", "80 110 143 443 993 995 6071", "proxy-imap: expected * OK on TCP 993, found * BYE")]
    [InlineData("200", "* OK", "-ERR no", "80 110 143 443 993 995 6071", "proxy-pop: expected +OK on TCP 995, found -ERR no")]
    public void What_does_not_answer_is_reported(string web, string imap, string pop, string ports, string message)
    {
        var result = Sandbox.Run(steps.Impatient("proxy1-proxy"), Arrange(web, imap, pop, ports));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(message, result.Stderr);
        Assert.Contains(" 1 check(s) failed", result.Stderr);
    }

    [Theory]
    [InlineData("301")]
    [InlineData("302")]
    public void A_redirection_is_an_answer(string web) => Assert.Equal(0, Sandbox.Run(steps["proxy1-proxy"], Arrange(web)).ExitCode);
}
