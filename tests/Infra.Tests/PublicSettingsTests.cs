using System.Collections.Immutable;
using CarbonioInfra.Tests.Shared;
using Pulumi;
using Pulumi.Utilities;

namespace CarbonioInfra.Infra.Tests;

/// <summary>Settings of what the public sees: name, certificate, DKIM, license.</summary>
public sealed class PublicSettingsTests
{
    private const string Key = "carbonio-infra:sshPrivateKey";

    [Fact]
    public async Task A_certificate_for_the_public_host_name_goes_to_every_proxy_and_the_license_to_a_mailstore()
    {
        var configuration = WithCertificate("webmail.example.com");
        configuration["carbonio-infra:publicHostname"] = "webmail.example.com";
        configuration["carbonio-infra:licenseToken"] = "token";
        configuration["carbonio-infra:dkimPublished"] = "true";

        var run = await StackRun.RunAsync(configuration, Key, "carbonio-infra:certificateKey", "carbonio-infra:licenseToken");

        var steps = run.Resources.Where(resource => resource.Type == "command:remote:Command").ToDictionary(
            resource => resource.Name!, resource => (string)resource.Inputs["create"]);
        var plain = (await StackRun.RunAsync(StackRun.ExistingMachines(), Key)).Resources.Select(resource => resource.Name!).ToHashSet();
        var added = steps.Keys.Where(name => !plain.Contains(name)).ToArray();
        Assert.Equal(["mbox1", "proxy1", "proxy2"], added.Select(name => name.Split('-')[0]).Distinct().Order());
        Assert.Contains("published='\\''true'\\''", steps["mta1-dkim"], StringComparison.Ordinal);
        Assert.Contains("webmail.example.com", steps["proxy1-proxy"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_with_them_is_reported_at_once()
    {
        var configuration = WithCertificate("other.example.com");
        configuration["carbonio-infra:licenseToken"] = "token";
        configuration["carbonio-infra:dkimPublished"] = "soon";

        Assert.Equal(
            [
                "carbonio-infra:licenseToken: expected the vendor's license token, set with --secret, found a plain value",
                "carbonio-infra:dkimPublished: expected true or false, found 'soon'",
                "carbonio-infra:certificateKey: expected the certificate's private key in PEM, set with --secret, found a plain value",
                "carbonio-infra:certificate: expected a certificate for mail.example.com, found one for other.example.com",
            ],
            await StackRun.ProblemsAsync(configuration, Key));
    }

    [Theory]
    [InlineData("Mail.example.com", "a lower-case DNS name such as mail.example.com")]
    [InlineData("mx.example.com", "a name that is neither the domain nor mx.example.com nor a node's")]
    [InlineData("proxy1.example.com", "a name that is neither the domain nor mx.example.com nor a node's")]
    public async Task A_name_that_cannot_be_the_proxies_is_refused(string name, string expected)
    {
        var configuration = StackRun.ExistingMachines();
        configuration["carbonio-infra:publicHostname"] = name;

        Assert.Equal([$"carbonio-infra:publicHostname: expected {expected}, found '{name}'"], await StackRun.ProblemsAsync(configuration, Key));
    }

    [Theory]
    [InlineData("true", StackRun.DkimName, StackRun.DkimValue)]
    [InlineData("false", "SELECTOR._domainkey.example.com", "as `zmdkimkeyutil -q -d example.com` prints it on an MTA once Carbonio has made the domain's key")]
    public async Task The_record_that_the_domains_mail_is_signed_by_is_an_output_where_Carbonio_is_installed(string installed, string name, string value)
    {
        var configuration = StackRun.ExistingMachines();
        configuration["carbonio-infra:installCarbonio"] = installed;

        var (_, outputs) = await StackRun.RunAsync(configuration, Key);

        var row = ((List<Dictionary<string, object?>>)outputs["dnsRecords"]!).Single(record => ((string)record["purpose"]!).StartsWith("DKIM", StringComparison.Ordinal));
        Assert.Equal("TXT", row["type"]);
        Assert.Equal(name, await OutputUtilities.GetValueAsync(((Input<string>)row["name"]!).ToOutput()));
        Assert.Equal([value], await OutputUtilities.GetValueAsync((Output<ImmutableArray<string>>)row["values"]!));
    }

    private static Dictionary<string, string> WithCertificate(string name)
    {
        var certificate = SelfSignedCertificate.For(name);
        var configuration = StackRun.ExistingMachines();
        configuration["carbonio-infra:certificate"] = certificate.Pem;
        configuration["carbonio-infra:certificateKey"] = certificate.Key;
        return configuration;
    }
}
