using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CarbonioInfra.Tests.Shared;

/// <summary>A certificate that vouches for itself.</summary>
/// <param name="Pem">The certificate.</param>
/// <param name="Key">Its private key in PEM.</param>
public sealed record SelfSignedCertificate(string Pem, string Key)
{
    /// <summary>One for a DNS name, valid since yesterday and for 90 days more.</summary>
    public static SelfSignedCertificate For(string name) => For(name, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(90));

    /// <summary>One for a DNS name and a time.</summary>
    public static SelfSignedCertificate For(string name, DateTimeOffset from, DateTimeOffset to)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(from, to);
        return new(certificate.ExportCertificatePem() + "\n", key.ExportPkcs8PrivateKeyPem() + "\n");
    }
}
