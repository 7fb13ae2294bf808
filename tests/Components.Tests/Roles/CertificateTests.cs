using CarbonioInfra.Components.Roles.Proxy;
using CarbonioInfra.Components.Tests.Sandboxes;

namespace CarbonioInfra.Components.Tests.Roles;

public sealed class CertificateTests(RoleSteps steps) : IClassFixture<RoleSteps>
{
    private static readonly TestCertificate Other = TestCertificate.For("mail.example.com", daysLeft: 30);

    private static readonly string Empty = Fakes.System + Fakes.Directory("""{"domain example.com": {}}""");

    private static string Key => RoleSteps.Secrets(RoleSteps.Certificate.Key.TrimEnd('\n'));

    [Fact]
    public void It_is_stored_once_and_its_key_is_no_argument()
    {
        var step = steps["proxy1-certificate"];
        var secret = Key.TrimEnd('\n');

        var result = Sandbox.Run($"{step} <<<{secret} && mv /run/writes /run/first && touch /run/writes && {step} <<<{secret}", Empty,
            "grep -c ^domain /run/first; echo again:; cat /run/writes; grep -c BEGIN /run/arguments; python3 -c 'import json; store = json.load(open(\"/run/directory.json\"))[\"domain example.com\"]; print(store[\"zimbraSSLPrivateKey\"][0])'");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal($"2\nagain:\n0\n{RoleSteps.Certificate.Key}", result.Inspected);
        Assert.DoesNotContain("PRIVATE", result.Stdout + result.Stderr);
    }

    [Fact]
    public void A_directory_that_does_not_take_it_is_reported()
    {
        var result = Sandbox.Run(steps["proxy1-certificate"], Empty + "touch /run/read-only", stdin: Key);

        Assert.Equal(1, result.ExitCode);
        Assert.All([" as zimbraSSLCertificate of example.com, found none", "certificate-chain: expected the whole chain in zimbraSSLCertificate, found 0 certificate(s)",
            "certificate-key: expected the key that belongs to the certificate, found another or none"],
            message => Assert.Contains(message, result.Stderr, StringComparison.Ordinal));
    }

    [Fact]
    public void Another_certificate_and_another_key_are_replaced()
    {
        var arrange = Empty + $"""
            carbonio prov -l md example.com zimbraSSLCertificate '{Other.Pem.TrimEnd('\n')}' zimbraSSLPrivateKey '{Other.Key.TrimEnd('\n')}'
            rm /run/writes; touch /run/writes
            """;

        var result = Sandbox.Run(steps["proxy1-certificate"], arrange, "grep -c ^domain /run/writes", Key);

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("2\n", result.Inspected);
    }

    // nginx with what it took from the directory at its start: after a restart the wanted certificate, unless told otherwise.
    private static string Serve(TestCertificate certificate) => Fakes.System + $"""
        cat >/run/tls.pem <<'END'
        {certificate.Key}{certificate.Pem}
        END
        cat >/run/wanted.pem <<'END'
        {RoleSteps.Certificate.Key}{RoleSteps.Certificate.Pem}
        END
        shim on-restart 'cp /run/wanted.pem /run/tls.pem' /run

        """ + Fakes.Server("proxy-server.py", "/run/tls.pem 200 '* OK' '+OK' 443");

    [Fact]
    public void A_proxy_that_shows_another_one_is_restarted_and_not_again()
    {
        var step = steps["proxy2-certificate-served"];

        var result = Sandbox.Run($"{step} && mv /run/calls /run/first && touch /run/calls && {step}", Serve(Other), "cat /run/first; echo again:; cat /run/calls");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("systemctl restart carbonio-proxy.target\nagain:\n", result.Inspected);
    }

    [Fact]
    public void A_proxy_that_keeps_showing_another_one_is_reported()
    {
        var result = Sandbox.Run(steps.Impatient("proxy2-certificate-served"), Serve(Other) + "rm /run/on-restart");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("for mail.example.com on TCP 443, found ", result.Stderr);
        Assert.Contains("certificate-served", result.Stderr);
    }

    [Fact]
    public void A_certificate_that_has_expired_is_reported()
    {
        var expired = TestCertificate.For("mail.example.com", daysLeft: -1, daysOld: 9);
        var fingerprint = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(
            System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPem(expired.Pem).RawData));

        var result = Sandbox.Run(steps.With("proxy2-certificate-served", "fingerprint", fingerprint), Serve(expired) + "rm /run/on-restart", "cat /run/calls");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("certificate-valid: expected a certificate that is valid now, found until ", result.Stderr);
        Assert.Equal("", result.Inspected);
    }

    [Fact]
    public void A_certificate_of_which_nothing_is_wrong_says_when_it_expires()
    {
        var certificate = RoleSteps.Certificate.Read("mail.example.com");

        Assert.Equal(RoleSteps.Certificate.Pem.TrimEnd('\n'), certificate.Chain);
        Assert.Null(certificate.WarningAt(TestCertificate.Now));
        Assert.Matches("^certificate: expires at .* UTC, in 29 days$", certificate.WarningAt(TestCertificate.Now.AddDays(60.5)));
    }

    [Fact]
    public void A_chain_follows_the_certificate_without_empty_lines()
    {
        var certificate = TlsCertificate.Read(RoleSteps.Certificate.Pem.Replace("\n", "\r\n", StringComparison.Ordinal), "\n" + Other.Pem + "\n",
            RoleSteps.Certificate.Key, "mail.example.com", TestCertificate.Now, Fail)!;

        Assert.Equal((RoleSteps.Certificate.Pem + Other.Pem).TrimEnd('\n'), certificate.Chain);

        static void Fail(string setting, string expected, string found) => Assert.Fail($"{setting}: {expected}, {found}");
    }

    [Fact]
    public void Every_problem_is_told_and_no_key_is_shown()
    {
        var expired = TestCertificate.For("www.example.com", daysLeft: -1, daysOld: 9);

        var problems = Problems(expired.Pem, "chain", Other.Key);

        Assert.Equal(4, problems.Length);
        Assert.Contains("certificateChain: expected certificates in PEM, found another text", problems);
        Assert.Contains("certificate: expected a certificate for mail.example.com, found one for www.example.com", problems);
        Assert.Contains(problems, problem => problem.StartsWith("certificate: expected a certificate that is still valid, found one that expired at ", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.StartsWith("certificateKey: expected the private key that belongs to the certificate, found another", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_missing_or_no_PEM_is_told() => Assert.Equal(
        [
            "certificate: expected a certificate in PEM, found another text",
            "certificateKey: expected the certificate's private key in PEM, set with --secret, found nothing",
        ],
        Problems("nonsense", "", ""));

    [Fact]
    public void A_certificate_of_tomorrow_is_not_taken()
    {
        var later = TestCertificate.For("mail.example.com", daysOld: -2);

        Assert.StartsWith("certificate: expected a certificate that is valid already", Assert.Single(Problems(later.Pem, "", later.Key)), StringComparison.Ordinal);
    }

    private static string[] Problems(string certificate, string chain, string key)
    {
        var problems = new List<string>();
        Assert.Null(TlsCertificate.Read(certificate, chain, key, "mail.example.com", TestCertificate.Now,
            (setting, expected, found) => problems.Add($"{setting}: expected {expected}, found {found}")));
        return [.. problems];
    }
}
