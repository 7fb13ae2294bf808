using CarbonioInfra.Components.Tests.Sandboxes;

namespace CarbonioInfra.Components.Tests.Roles;

public sealed class AdministratorTests(RoleSteps steps) : IClassFixture<RoleSteps>
{
    // The server knows /run/password; carbonio sets it when told so on standard input and exits 0 in any case.
    private const string Arrange = Fakes.System + """
        echo former >/run/password
        shim curl '
          echo "curl $*" >>/run/arguments
          read -r request
          [ -e /run/silent ] && exit 7
          case "$request" in
            *"<name>zextras@example.com</name><password>$(cat /run/password)</password>"*) echo "<authToken>0_abc</authToken>";;
            *) echo "<Code>account.AUTH_FAILED</Code>";;
          esac'
        shim carbonio '
          echo "carbonio $*" >>/run/arguments
          read -r verb command account password
          echo "$verb $command $account" >>/run/calls
          [ -e /run/read-only ] || echo "$password" >/run/password'

        """;

    [Fact]
    public void A_password_is_set_by_standard_input_alone_and_not_again()
    {
        var secret = RoleSteps.Secrets("secret").TrimEnd('\n');
        var step = steps["mbox1-administrator"];

        var result = Sandbox.Run($"{step} <<<{secret} && {step} <<<{secret}", Arrange, "cat /run/calls /run/password; grep -c secret /run/arguments");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("prov sp zextras@example.com\nsecret\n0\n", result.Inspected);
        Assert.DoesNotContain("secret", result.Stdout + result.Stderr);
        Assert.DoesNotContain("0_abc", result.Stdout + result.Stderr);
    }

    [Theory]
    [InlineData("touch /run/read-only", "administrator: expected a login of zextras@example.com at https://localhost:7071/service/admin/soap, found account.AUTH_FAILED")]
    [InlineData("touch /run/silent", "administrator: expected a login of zextras@example.com at https://localhost:7071/service/admin/soap, found no answer")]
    public void A_password_that_was_not_taken_and_a_server_that_is_silent_are_reported(string flaw, string message)
    {
        var result = Sandbox.Run(steps.Impatient("mbox1-administrator"), Arrange + flaw, stdin: RoleSteps.Secrets("secret"));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(message, result.Stderr);
        Assert.DoesNotContain("secret", result.Stdout + result.Stderr);
    }
}
