using System.Text.Json;
using System.Text.RegularExpressions;
using CarbonioInfra.Components.Nodes.Repositories;
using Pulumi;

namespace CarbonioInfra.Lab;

/// <summary>
/// The line that <c>lab.sh network-up</c> prints: <c>{"carbonio": {"url": ..., "keyUrl": ..., "keyFingerprint": ...}, "postgreSql": {...}}</c>.
/// </summary>
internal static partial class NetworkUpOutput
{
    /// <summary>The repositories that the lab serves.</summary>
    public static PackageSources Sources(Output<string> output) => new(Repository(output, "carbonio"), Repository(output, "postgreSql"));

    /// <summary>One text of the line.</summary>
    /// <exception cref="RunException">The output is not such a line.</exception>
    public static string Parse(string output, string repository, string property)
    {
        try
        {
            using var document = JsonDocument.Parse(output);
            if (document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty(repository, out var properties)
                && properties.ValueKind == JsonValueKind.Object
                && properties.TryGetProperty(property, out var value)
                && value.ValueKind == JsonValueKind.String
                && (property == "keyFingerprint" ? Fingerprint() : Url()).IsMatch(value.GetString()!))
                return value.GetString()!;
        }
        catch (JsonException)
        {
            // Reported below, like a line that lacks the text.
        }

        throw new RunException($"lab.sh network-up: expected one JSON line with '{property}' of '{repository}', found '{output}'");
    }

    private static PackageRepository Repository(Output<string> output, string name)
    {
        Output<string> Property(string property) => output.Apply(line => Parse(line, name, property));
        return new PackageRepository(Property("url"), Property("keyUrl"), Property("keyFingerprint"));
    }

    [GeneratedRegex("^[0-9A-F]{40}$")]
    private static partial Regex Fingerprint();

    [GeneratedRegex("^https://[^ ]+$")]
    private static partial Regex Url();
}
