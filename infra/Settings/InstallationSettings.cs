using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using CarbonioInfra.Components.Nodes;
using CarbonioInfra.Components.Nodes.Repositories;
using CarbonioInfra.Components.Roles.Postgres;
using CarbonioInfra.Components.Roles.Proxy;
using CarbonioInfra.Components.Secrets;
using CarbonioInfra.Components.Settings;
using Pulumi;

namespace CarbonioInfra.Infra.Settings;

/// <summary>What a stack file says of the installation itself.</summary>
/// <param name="InstallCarbonio">Setting <c>installCarbonio</c>.</param>
/// <param name="PackageSources">Settings <c>repositories</c> and <c>channel</c>, or null when there is neither.</param>
/// <param name="PostgresVersion">Setting <c>postgresVersion</c>.</param>
/// <param name="PostgresPasswordEncryption">Setting <c>postgresPasswordEncryption</c>.</param>
/// <param name="TimeZone">Setting <c>timeZone</c>.</param>
/// <param name="LicenseToken">Setting <c>licenseToken</c>, or null when there is none.</param>
/// <param name="DkimPublished">Setting <c>dkimPublished</c>.</param>
/// <param name="Certificate">Settings <c>certificate</c>, <c>certificateChain</c> and <c>certificateKey</c>, or null when there are none.</param>
/// <param name="SecretGenerations">Setting <c>secretGenerations</c>.</param>
public sealed partial record InstallationSettings(
    bool InstallCarbonio, PackageSources? PackageSources, string PostgresVersion, string PostgresPasswordEncryption, string TimeZone,
    Output<string>? LicenseToken, bool DkimPublished, TlsCertificate? Certificate, ImmutableDictionary<string, string> SecretGenerations)
{
    private const string Repositories = "repositories";

    /// <summary>Reads the settings.</summary>
    /// <param name="reader">Where they are; what is wrong with them is noted in it.</param>
    /// <param name="operatingSystem">That of the nodes.</param>
    /// <param name="publicHostname">The name that the certificate must cover.</param>
    public static InstallationSettings Read(SettingsReader reader, string operatingSystem, string publicHostname) => new(
        reader.Flag("installCarbonio", defaultValue: true),
        ReadSources(reader, operatingSystem),
        Number(reader.WholeNumber("postgresVersion", int.Parse(CarbonioNodeArgs.DefaultPostgresVersion, CultureInfo.InvariantCulture), 12, 99)),
        reader.OneOf("postgresPasswordEncryption", PostgresCluster.PasswordEncryptions[0], PostgresCluster.PasswordEncryptions),
        ReadTimeZone(reader),
        reader.OptionalSecret("licenseToken", "the vendor's license token"),
        reader.Flag("dkimPublished", defaultValue: false),
        ReadCertificate(reader, publicHostname),
        ReadGenerations(reader));

    private static PackageSources? ReadSources(SettingsReader reader, string operatingSystem)
    {
        var channel = reader.OneOf("channel", PackageSources.DefaultChannel, PackageSources.Channels);
        var given = reader.Structure(Repositories, "a map {carbonio, postgresql}, each {url, keyUrl, keyFingerprint}");
        var sources = PackageSources.Public(operatingSystem, channel);
        if (given is not { } repositories)
            return channel == PackageSources.DefaultChannel ? null : sources;

        var members = new StructureReader(reader, Repositories, repositories);
        var carbonio = members.Child("carbonio");
        var postgresql = members.Child("postgresql");
        members.RefuseOthers();
        if (carbonio is null && postgresql is null && channel == PackageSources.DefaultChannel)
            return null;
        return new PackageSources(
            carbonio is null ? sources.Carbonio : ReadRepository(carbonio),
            postgresql is null ? sources.PostgreSql : ReadRepository(postgresql));
    }

    private static PackageRepository ReadRepository(StructureReader repository)
    {
        var read = new PackageRepository(
            repository.Text("url", null, "a URL https://...", IsHttps).TrimEnd('/'),
            repository.Text("keyUrl", null, "a URL https://...", IsHttps),
            repository.Text("keyFingerprint", null, "a fingerprint of 40 hexadecimal digits", text => Fingerprint().IsMatch(text)));
        repository.RefuseOthers();
        return read;
    }

    private static string ReadTimeZone(SettingsReader reader)
    {
        var zone = reader.Text("timeZone", "UTC");
        if (!TimeZoneName().IsMatch(zone))
            reader.Problem("timeZone", "an IANA time zone such as Europe/Rome", $"'{zone}'");
        return zone;
    }

    private static TlsCertificate? ReadCertificate(SettingsReader reader, string publicHostname)
    {
        var certificate = reader.Text("certificate", "");
        var chain = reader.Text("certificateChain", "");
        var key = reader.Text("certificateKey", "");
        if (string.IsNullOrWhiteSpace(certificate + chain + key))
            return null;

        // Its text is checked below; this notes a key in plain text.
        _ = reader.OptionalSecret("certificateKey", "the certificate's private key in PEM");
        return TlsCertificate.Read(certificate, chain, key, publicHostname, DateTimeOffset.UtcNow, reader.Problem);
    }

    private static ImmutableDictionary<string, string> ReadGenerations(SettingsReader reader)
    {
        if (reader.Structure("secretGenerations", $"a map from {string.Join(", ", CarbonioSecrets.Rotatable)} to any text") is not { } given)
            return ImmutableDictionary<string, string>.Empty;
        var members = new StructureReader(reader, "secretGenerations", given);
        var generations = CarbonioSecrets.Rotatable
            .Select(name => (name, text: members.Text(name, "", "any text", _ => true)))
            .Where(entry => entry.text.Length > 0)
            .ToImmutableDictionary(entry => entry.name, entry => entry.text);
        members.RefuseOthers();
        return generations;
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static bool IsHttps(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps;

    [GeneratedRegex("^[0-9a-fA-F]{40}$")]
    private static partial Regex Fingerprint();

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$")]
    private static partial Regex TimeZoneName();
}
