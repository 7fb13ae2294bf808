using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CarbonioInfra.Components.Roles.Proxy;

/// <summary>A certificate with its chain, as text that was checked, and its key.</summary>
public sealed record TlsCertificate
{
    /// <summary>A certificate that expires sooner is warned of.</summary>
    public static readonly TimeSpan Warning = TimeSpan.FromDays(30);

    private TlsCertificate(string chain, string key, string fingerprint, DateTimeOffset expires) =>
        (Chain, Key, Fingerprint, Expires) = (chain, key, fingerprint, expires);

    /// <summary>The certificate and those that vouch for it, in PEM, without a line end at the end.</summary>
    public string Chain { get; }

    /// <summary>SHA-256 of the certificate, 64 upper-case hexadecimal digits.</summary>
    public string Fingerprint { get; }

    /// <summary>Until when it is valid.</summary>
    public DateTimeOffset Expires { get; }

    /// <summary>The private key in PEM; a secret.</summary>
    internal string Key { get; }

    /// <summary>Checks a certificate. Nothing of the key shows in a problem.</summary>
    /// <param name="certificate">The certificate in PEM; others may follow it.</param>
    /// <param name="chain">Further certificates in PEM that vouch for it; empty when they follow it.</param>
    /// <param name="key">Its private key in PEM, not encrypted.</param>
    /// <param name="publicHostname">The name that it must cover.</param>
    /// <param name="now">The time for which it must be valid.</param>
    /// <param name="problem">
    /// Is told every problem: which of <c>certificate</c>, <c>certificateChain</c> and <c>certificateKey</c> it is of, what was expected and
    /// what was found.
    /// </param>
    /// <returns>Null when there are problems.</returns>
    public static TlsCertificate? Read(
        string certificate, string chain, string key, string publicHostname, DateTimeOffset now, Action<string, string, string> problem)
    {
        var found = 0;
        using var leaf = Parse(certificate, "certificate", "a certificate in PEM");
        var others = chain.Trim().Length == 0 ? [] : ParseAll(chain);
        if (leaf is not null)
        {
            if (!leaf.MatchesHostname(publicHostname))
                Report("certificate", $"a certificate for {publicHostname}", $"one for {Names(leaf)}");
            if (leaf.NotAfter <= now.UtcDateTime.ToLocalTime())
                Report("certificate", "a certificate that is still valid", $"one that expired at {Date(leaf.NotAfter)}");
            if (leaf.NotBefore > now.UtcDateTime.ToLocalTime())
                Report("certificate", "a certificate that is valid already", $"one that begins at {Date(leaf.NotBefore)}");
        }

        if (key.Trim().Length == 0)
            Report("certificateKey", "the certificate's private key in PEM, set with --secret", "nothing");
        else if (leaf is not null && !Fits(leaf, key, out var why))
            Report("certificateKey", "the private key that belongs to the certificate", why);
        if (leaf is null || found > 0)
            return null;

        var text = string.Join('\n', new[] { certificate, chain }.Select(Normalized).Where(part => part.Length > 0));
        return new TlsCertificate(text, Normalized(key), leaf.GetCertHashString(HashAlgorithmName.SHA256), leaf.NotAfter.ToUniversalTime());

        void Report(string setting, string expected, string seen)
        {
            found++;
            problem(setting, expected, seen);
        }

        X509Certificate2? Parse(string pem, string setting, string expected)
        {
            try
            {
                return X509Certificate2.CreateFromPem(pem);
            }
            catch (CryptographicException)
            {
                Report(setting, expected, pem.Trim().Length == 0 ? "nothing" : "another text");
                return null;
            }
        }

        ImmutableArray<string> ParseAll(string pem)
        {
            var all = new X509Certificate2Collection();
            try
            {
                all.ImportFromPem(pem);
            }
            catch (CryptographicException)
            {
                all.Clear();
            }

            if (all.Count == 0)
                Report("certificateChain", "certificates in PEM", "another text");
            return [.. all.Select(one => one.Subject)];
        }
    }

    /// <summary>A warning when it expires soon, or null.</summary>
    public string? WarningAt(DateTimeOffset now) => Expires - now < Warning
        ? $"certificate: expires at {Date(Expires.UtcDateTime)}, in {Math.Max(0, (int)(Expires - now).TotalDays)} days"
        : null;

    private static bool Fits(X509Certificate2 certificate, string key, out string why)
    {
        why = "another one";
        try
        {
            using var both = X509Certificate2.CreateFromPem(certificate.ExportCertificatePem(), key);
            return both.HasPrivateKey;
        }
        catch (ArgumentException)
        {
            return false;
        }
        catch (CryptographicException)
        {
            why = key.Contains("ENCRYPTED", StringComparison.Ordinal) ? "an encrypted one" : "another text or another key";
            return false;
        }
    }

    private static string Names(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(extension => extension.EnumerateDnsNames()).ToArray();
        return names.Length > 0 ? string.Join(", ", names) : certificate.Subject;
    }

    private static string Date(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    // As the directory gives it back: an empty line would end the value.
    private static string Normalized(string pem) => string.Join('\n',
        pem.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));
}
