using System.Text.RegularExpressions;
using CarbonioInfra.Components.Certificates;
using CarbonioInfra.Components.Settings;
using Pulumi;

namespace CarbonioInfra.Components.ObjectStores.Minio;

/// <summary>Reads the settings <c>minio</c> and <c>minioPrivateKey</c>.</summary>
public static partial class MinioSettingsReader
{
    private const string Key = "minio";
    private const string KeyOfCertificate = "minioPrivateKey";

    /// <summary>The settings, or null when <c>minio</c> is absent or empty. Problems are noted in <paramref name="settings"/>.</summary>
    public static MinioSettings? Read(SettingsReader settings)
    {
        var privateKey = settings.OptionalSecret(KeyOfCertificate, "the private key of minio.certificate in PEM");
        if (settings.Structure(Key, "a map {serverUrl, serverSha256, clientUrl, clientSha256, ...}") is not { } setting || !setting.EnumerateObject().Any())
        {
            if (privateKey is not null)
                settings.Problem(KeyOfCertificate, "nothing because there is no minio.certificate", "a key");
            return null;
        }

        var minio = new StructureReader(settings, Key, setting);
        var chain = minio.Text("certificate", "", "certificates in PEM, that of the server first", text => text.StartsWith("-----BEGIN CERTIFICATE-----\n", StringComparison.Ordinal));
        var result = new MinioSettings
        {
            ServerUrl = Url("serverUrl"),
            ServerSha256 = Checksum("serverSha256"),
            ClientUrl = Url("clientUrl"),
            ClientSha256 = Checksum("clientSha256"),
            Bucket = minio.Text("bucket", "carbonio-mail", ExternalBucketReader.BucketNameShape, ExternalBucketReader.IsBucketName),
            Region = minio.Text("region", "us-east-1", "a region such as us-east-1", ExternalBucketReader.IsRegion),
            KeepDeletedObjectsDays = minio.WholeNumber("keepDeletedObjectsDays", 30, 1, 36500),
            Certificate = Certificate(),
        };
        minio.RefuseOthers();
        return result;

        string Url(string name) => minio.Text(name, null, "a URL https://HOST/PATH",
            text => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps && url.UserInfo.Length == 0);

        string Checksum(string name) => minio.Text(name, null, "a SHA-256: 64 lower-case hexadecimal digits", Sha256().IsMatch);

        ServerCertificate? Certificate()
        {
            if (chain.Length == 0)
            {
                // A certificate that is wrong is a problem of its own; its key is not one more.
                if (privateKey is not null && !setting.TryGetProperty("certificate", out _))
                    settings.Problem(KeyOfCertificate, "nothing because there is no minio.certificate", "a key");
                return null;
            }

            return new ServerCertificate(
                Output.Create(chain), privateKey ?? settings.RequiredSecret(KeyOfCertificate, "the private key of minio.certificate in PEM"));
        }
    }

    [GeneratedRegex("^[0-9a-f]{64}$")]
    private static partial Regex Sha256();
}
