using CarbonioInfra.Components.Roles.Proxy;
using CarbonioInfra.Tests.Shared;

namespace CarbonioInfra.Components.Tests.Roles;

/// <param name="Pem">A certificate that vouches for itself.</param>
/// <param name="Key">Its key.</param>
public sealed record TestCertificate(string Pem, string Key)
{
    public static DateTimeOffset Now { get; } = DateTimeOffset.UtcNow;

    public static TestCertificate For(string name, int daysLeft = 90, int daysOld = 1)
    {
        var made = SelfSignedCertificate.For(name, Now.AddDays(-daysOld), Now.AddDays(daysLeft));
        return new TestCertificate(made.Pem, made.Key);
    }

    internal TlsCertificate Read(string name) =>
        TlsCertificate.Read(Pem, "", Key, name, Now, (setting, expected, found) => Assert.Fail($"{setting}: {expected}, {found}"))!;
}
