using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CarbonioInfra.Lab.Tests.EndToEnd.Secrets;

namespace CarbonioInfra.Lab.Tests.EndToEnd.Installation;

/// <summary>What a site has before it installs Carbonio: a license, and a certificate for the name under which clients know it.</summary>
internal sealed class Site
{
    /// <summary>The lab's default.</summary>
    public const string PublicHostname = "mail.carbonio.test";

    private readonly string _certificate;
    private readonly string _chain;
    private readonly string _key;

    public Site()
    {
        var now = DateTimeOffset.UtcNow;
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest("CN=authority of a site", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        using var authority = authorityRequest.CreateSelfSigned(now.AddDays(-1), now.AddDays(91));

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(PublicHostname);
        var request = new CertificateRequest($"CN={PublicHostname}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(authority, now.AddHours(-1), now.AddDays(90), RandomNumberGenerator.GetBytes(8));

        _certificate = certificate.ExportCertificatePem();
        _chain = authority.ExportCertificatePem();
        _key = key.ExportPkcs8PrivateKeyPem();
        Fingerprint = certificate.GetCertHashString(HashAlgorithmName.SHA256);
    }

    public string LicenseToken { get; } = "license-" + RandomNumberGenerator.GetHexString(32);

    /// <summary>SHA-256 of the certificate.</summary>
    public string Fingerprint { get; }

    /// <summary>As a stack has them.</summary>
    public IEnumerable<(string Key, string Value, bool IsSecret)> Settings =>
    [
        ("licenseToken", LicenseToken, true), ("certificate", _certificate, false), ("certificateChain", _chain, false), ("certificateKey", _key, true),
    ];

    public IEnumerable<Secret> Secrets => [Secret.FromText("license", LicenseToken), Secret.FromPem("certificate-key", _key)];
}
