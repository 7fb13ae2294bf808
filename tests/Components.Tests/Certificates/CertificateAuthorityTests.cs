namespace CarbonioInfra.Components.Tests.Certificates;

/// <summary>The scripts that make certificates, run as the machine that deploys runs them.</summary>
public sealed class CertificateAuthorityTests
{
    [Fact]
    public void A_certificate_is_the_authoritys_and_for_its_names_alone()
    {
        var server = TestCertificates.Server;

        Assert.EndsWith(": OK\n", Verify(TestCertificates.Authority, server), StringComparison.Ordinal);
        Assert.Contains("DNS:s3.example.com, DNS:downloads.example.com", Text(server));
        Assert.Contains("CA:FALSE", Text(server));
        Assert.Contains("TLS Web Server Authentication", Text(server));
        Assert.Equal(Public("x509 -noout -pubkey", server.Certificate), Public("pkey -pubout", server.PrivateKey));
    }

    [Fact]
    public void The_authority_can_speak_for_no_other_domain() =>
        Assert.Contains("permitted subtree violation", Verify(TestCertificates.Authority, TestCertificates.Issue(TestCertificates.Authority, "s3.example.org")));

    [Fact]
    public void A_certificate_of_another_authority_is_none_of_its_own() =>
        Assert.Contains("verification failed", Verify(TestCertificates.MakeAuthority("example.com"), TestCertificates.Server));

    [Fact]
    public void Both_are_valid_for_ten_years() => Assert.All([TestCertificates.Authority, TestCertificates.Server], pair =>
    {
        Assert.Contains("will not expire", TestCertificates.OpenSsl($"openssl x509 -noout -checkend {3649 * 24 * 3600}", pair.Certificate));
        Assert.Contains("will expire", TestCertificates.OpenSsl($"openssl x509 -noout -checkend {3651 * 24 * 3600}", pair.Certificate));
    });

    private static string Verify(TestCertificates.Pair authority, TestCertificates.Pair server) => TestCertificates.OpenSsl(
        $"openssl verify -x509_strict -CAfile <(printf '%s' '{authority.Certificate}')", server.Certificate);

    private static string Text(TestCertificates.Pair pair) => TestCertificates.OpenSsl("openssl x509 -noout -text", pair.Certificate);

    private static string Public(string command, string input) => TestCertificates.OpenSsl($"openssl {command}", input);
}
