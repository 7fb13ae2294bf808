using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.RegularExpressions;
using CarbonioInfra.Components.Settings;
using Pulumi;

namespace CarbonioInfra.Components.ObjectStores;

/// <summary>Reads the setting <c>objectStorage</c> and the secrets <c>objectStorageAccessKey</c> and <c>objectStorageSecretKey</c>.</summary>
public static partial class ExternalBucketReader
{
    private const string Key = "objectStorage";
    private const string Shape = "a map {endpoint, region, bucket, authority, checkBeforehand}";

    private static readonly string[] Members = ["endpoint", "region", "bucket", "authority", "checkBeforehand"];

    internal const string BucketNameShape = "a bucket name: 3 to 63 lower-case letters, digits, dots and hyphens";

    /// <summary>The bucket, or null when the setting is absent. Problems are noted in <paramref name="settings"/>.</summary>
    public static ExternalBucket? Read(SettingsReader settings)
    {
        if (settings.Structure(Key, Shape) is not { } setting || !setting.EnumerateObject().Any())
            return null;

        foreach (var unknown in setting.EnumerateObject().Where(member => !Members.Contains(member.Name)))
            settings.Problem($"{Key}.{unknown.Name}", $"one of {string.Join(", ", Members)}", $"'{unknown.Name}'");
        var store = new ObjectStore
        {
            Endpoint = Output.Create(Text("endpoint", "a URL https://HOST or https://HOST:PORT", IsEndpoint).TrimEnd('/')),
            Region = Text("region", "a region such as eu-central-1", IsRegion),
            Bucket = Output.Create(Text("bucket", BucketNameShape, IsBucketName)),
            AccessKey = settings.RequiredSecret("objectStorageAccessKey", "the access key of the bucket's user"),
            SecretKey = settings.RequiredSecret("objectStorageSecretKey", "the secret key of the bucket's user"),
            Authority = setting.TryGetProperty("authority", out _)
                ? Output.Create(Text("authority", "the certificate in PEM of the authority that vouches for the endpoint, one alone", IsAuthority))
                : null,
        };
        return new ExternalBucket(store) { CheckBeforehand = Text("checkBeforehand", "true or false", text => text is "true" or "false", absent: "true") != "false" };

        string Text(string name, string expected, Func<string, bool> isGood, string? absent = null)
        {
            var text = setting.TryGetProperty(name, out var value)
                ? value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText()
                : absent;
            if (text is not null && isGood(text))
                return text;
            settings.Problem($"{Key}.{name}", expected, text is null ? "nothing" : $"'{text}'");
            return "";
        }
    }

    internal static bool IsRegion(string text) => Region().IsMatch(text);

    internal static bool IsBucketName(string text) => BucketName().IsMatch(text);

    // In the clear, anybody on the way could read mail.
    private static bool IsEndpoint(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps && url.PathAndQuery == "/"
        && url.UserInfo.Length == 0 && url.Fragment.Length == 0;

    // Tools of distributions take one certificate for each file.
    private static bool IsAuthority(string text)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(text);
        }
        catch (CryptographicException)
        {
            return false;
        }

        return certificates is [var authority] && authority.Extensions.OfType<X509BasicConstraintsExtension>().Any(constraints => constraints.CertificateAuthority);
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]*$")]
    private static partial Regex Region();

    [GeneratedRegex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$")]
    private static partial Regex BucketName();
}
