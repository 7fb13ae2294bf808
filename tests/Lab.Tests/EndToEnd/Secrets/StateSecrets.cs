using System.Text.Json;

namespace CarbonioInfra.Lab.Tests.EndToEnd.Secrets;

/// <summary>The secrets that a stack has made, by the names of their resources: passwords and private keys.</summary>
internal static class StateSecrets
{
    private const string Password = "random:index/randomPassword:RandomPassword";

    /// <summary>Reads them out of what <c>state export --show-secrets</c> printed.</summary>
    public static List<Secret> Of(string export)
    {
        using var state = JsonDocument.Parse(export);
        var resources = state.RootElement.GetProperty("deployment").GetProperty("resources").EnumerateArray().ToList();
        return
        [
            .. resources.Where(resource => resource.GetProperty("type").GetString() == Password)
                .Select(resource => Secret.FromText(Name(resource), Plain(resource, "result")!)),
            .. resources.Select(resource => (Name: Name(resource), Key: PrivateKey(Plain(resource, "stdout")))).Where(entry => entry.Key is not null)
                .Select(entry => entry.Key!.Contains("OPENSSH", StringComparison.Ordinal)
                    ? Secret.FromSshKey(entry.Name, entry.Key)
                    : Secret.FromPem(entry.Name, entry.Key)),
        ];
    }

    private static string Name(JsonElement resource) => resource.GetProperty("urn").GetString()!.Split("::")[^1];

    private static string? PrivateKey(string? printed)
    {
        // Others print verdicts, a JSON object on each line.
        if (printed?.StartsWith("{\"privateKey\":", StringComparison.Ordinal) != true)
            return null;
        using var pair = JsonDocument.Parse(printed);
        return pair.RootElement.GetProperty("privateKey").GetString();
    }

    // A secret is an object whose plaintext is JSON.
    private static string? Plain(JsonElement resource, string output) =>
        resource.TryGetProperty("outputs", out var outputs) && outputs.TryGetProperty(output, out var value)
            && value.ValueKind == JsonValueKind.Object && value.TryGetProperty("plaintext", out var plaintext)
            ? JsonSerializer.Deserialize<JsonElement>(plaintext.GetString()!) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null
            : null;
}
