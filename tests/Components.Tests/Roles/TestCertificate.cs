using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CarbonioInfra.Components.Roles.Proxy;

namespace CarbonioInfra.Components.Tests.Roles;

/// <param name="Pem">A certificate that vouches for itself.</param>
/// <param name="Key">Its key.</param>
public sealed record TestCertificate(string Pem, string Key)
{
    public static DateTimeOffset Now { get; } = DateTimeOffset.UtcNow;

    public static TestCertificate For(string name, int daysLeft = 90, int daysOld = 1)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(Now.AddDays(-daysOld), Now.AddDays(daysLeft));
        return new TestCertificate(certificate.ExportCertificatePem() + "\n", key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    internal TlsCertificate Read(string name) =>
        TlsCertificate.Read(Pem, "", Key, name, Now, (setting, expected, found) => Assert.Fail($"{setting}: {expected}, {found}"))!;
}
