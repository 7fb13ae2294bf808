using CarbonioInfra.Components.Roles.Mta;
using CarbonioInfra.Components.Tests.Sandboxes;

namespace CarbonioInfra.Components.Tests.Roles;

public sealed class DkimTests(RoleSteps steps) : IClassFixture<RoleSteps>
{
    private const string Selector = "0E9F184A-9577-11E1-AD0E-2A2FBBAC6BCB";

    private static readonly string PublicKey = "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A" + new string('k', 200);

    // The tool makes the key, prints the public half and lets mail be signed at once.
    private static readonly string Arrange = Fakes.System + Fakes.Directory("""{"domain example.com": {}}""") + $$$"""
        shim zmdkimkeyutil '
          echo "zmdkimkeyutil $*" >>/run/calls
          [ -e /run/silent ] && exit 0
          python3 - <<END
        import json
        store = json.load(open("/run/directory.json"))
        store["domain example.com"] = {"DKIMSelector": ["{{{Selector}}}"], "DKIMIdentity": ["example.com"], "DKIMKey": ["PRIVATE"],
            "DKIMPublicKey": ["{{{Selector}}}._domainkey\tIN\tTXT\t( \"v=DKIM1; k=rsa; \"\n\t  \"p={{{PublicKey[..150]}}}\"\n\t  \"{{{PublicKey[150..]}}}\" )  ; ----- DKIM key for example.com"]}
        json.dump(store, open("/run/directory.json", "w"))
        END
          echo "Public signature to enter into DNS:"' /opt/zextras/libexec

        """;

    [Fact]
    public void A_key_is_made_once_its_record_is_printed_and_signing_waits()
    {
        var step = steps["mta1-dkim"];

        var result = Sandbox.Run($"{step} && {step}", Arrange, "cat /run/calls /run/writes; grep -c '\"DKIMIdentity\": \\[\\]' /run/directory.json");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("zmdkimkeyutil -a -d example.com\ndomain example.com DKIMIdentity \n1\n", result.Inspected);
        Assert.Equal(new DkimRecord($"{Selector}._domainkey.example.com", $"v=DKIM1; k=rsa; p={PublicKey}"), DkimRecord.Parse(result.Stdout.TrimEnd('\n')));
        Assert.DoesNotContain("PRIVATE", result.Stdout + result.Stderr);
    }

    [Fact]
    public void Once_the_record_is_published_mail_is_signed_with_the_same_key()
    {
        var result = Sandbox.Run($"{steps["mta1-dkim"]} && {steps.With("mta1-dkim", "published", "true")}", Arrange, "cat /run/calls /run/writes");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("zmdkimkeyutil -a -d example.com\ndomain example.com DKIMIdentity \ndomain example.com DKIMIdentity example.com\n", result.Inspected);
    }

    [Fact]
    public void A_tool_that_makes_no_key_is_reported()
    {
        var result = Sandbox.Run(steps["mta1-dkim"], Arrange + "touch /run/silent");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("dkim-key: expected a key of example.com, found none", result.Stderr);
    }

    [Fact]
    public void Signing_that_cannot_be_held_back_is_reported()
    {
        var result = Sandbox.Run(steps["mta1-dkim"], Arrange + "touch /run/read-only");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("domain-DKIMIdentity: expected no value, found example.com", result.Stderr);
    }

    [Fact]
    public void A_key_without_a_public_half_is_reported()
    {
        var result = Sandbox.Run(steps["mta1-dkim"], Fakes.System + Fakes.Directory($$$"""{"domain example.com": {"DKIMSelector": ["{{{Selector}}}"]}}"""));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("dkim-record: expected a value that begins with v=DKIM1 and has a key, found none", result.Stderr);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("")]
    [InlineData("{\"host\":\"mta1\",\"check\":\"dkim-key\"}")]
    public void Without_a_record_there_is_none(string stdout) => Assert.Null(DkimRecord.Parse(stdout));
}
