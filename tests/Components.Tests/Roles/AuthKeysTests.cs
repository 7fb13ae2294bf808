using CarbonioInfra.Components.Tests.Sandboxes;

namespace CarbonioInfra.Components.Tests.Roles;

public sealed class AuthKeysTests(RoleSteps steps) : IClassFixture<RoleSteps>
{
    private static readonly string Arrange = Fakes.System + Fakes.Directory("""
        {"server svc1.example.com": {"zimbraSshPublicKey": ["ssh-rsa AAAA1 svc1.example.com"]},
         "server mta1.example.com": {"zimbraSshPublicKey": ["ssh-rsa AAAA2 mta1.example.com"]}}
        """) + """
        mkdir -p /opt/zextras/.ssh
        id zextras >/dev/null 2>&1 || useradd zextras
        shim zmupdateauthkeys '
          echo zmupdateauthkeys >>/run/calls
          touch "$(mktemp -t auth_keys.XXXXXX).new"
          : >/opt/zextras/.ssh/authorized_keys
          for host in svc1 mta1; do
            carbonio prov -l gs "$host.example.com" zimbraSshPublicKey | sed -n "s/^zimbraSshPublicKey: /command=\"\/opt\/zextras\/libexec\/zmrcd\" /p" >>/opt/zextras/.ssh/authorized_keys
          done' /opt/zextras/bin

        """;

    [Fact]
    public void Keys_are_fetched_once_and_nothing_stays_behind()
    {
        var step = steps["mta1-auth-keys"];

        var result = Sandbox.Run($"{step} && {step}", Arrange, "cat /run/calls; cat /opt/zextras/.ssh/authorized_keys; ls /tmp; ls /run/carbonio-infra");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("""
            zmupdateauthkeys
            command="/opt/zextras/libexec/zmrcd" ssh-rsa AAAA1 svc1.example.com
            command="/opt/zextras/libexec/zmrcd" ssh-rsa AAAA2 mta1.example.com
            auth-keys.lock

            """, result.Inspected);
    }

    [Fact]
    public void A_node_that_was_made_anew_has_another_key()
    {
        var result = Sandbox.Run(steps["mta1-auth-keys"],
            Arrange + "printf 'command=\"x\" ssh-rsa FORMER svc1.example.com\\ncommand=\"x\" ssh-rsa AAAA2 mta1.example.com\\n' >/opt/zextras/.ssh/authorized_keys", "cat /run/calls");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("zmupdateauthkeys\n", result.Inspected);
    }

    [Fact]
    public void A_directory_that_leaves_an_answer_out_is_asked_again()
    {
        var result = Sandbox.Run(steps["mta1-auth-keys"], Arrange + """
            mv /usr/local/sbin/carbonio /run/carbonio
            shim carbonio 'if [ -e /run/asked ]; then exec /run/carbonio "$@"; else touch /run/asked; exit 1; fi'
            """, "cat /run/calls; ls /run/carbonio-infra | grep -v lock");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("zmupdateauthkeys\n", result.Inspected);
    }

    [Theory]
    [InlineData("shim zmupdateauthkeys ':' /opt/zextras/bin", "found none or another for svc1.example.com mta1.example.com")]
    [InlineData("sed -i 's/zimbraSshPublicKey/none/' /run/directory.json", "found none or another for svc1.example.com (no key in the directory) mta1.example.com (no key in the directory)")]
    public void A_node_whose_key_is_missing_is_reported(string flaw, string found)
    {
        var result = Sandbox.Run(steps.Impatient("mta1-auth-keys"), Arrange + flaw);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("auth-keys: expected one line in /opt/zextras/.ssh/authorized_keys for each node, " + found, result.Stderr);
    }
}
