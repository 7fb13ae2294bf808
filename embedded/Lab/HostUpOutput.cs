using System.Text.Json;
using System.Text.RegularExpressions;
using Pulumi;

namespace CarbonioInfra.Lab;

/// <summary>The line that <c>lab.sh host-up</c> prints: <c>{"name": ..., "address": ..., "hostKey": ...}</c>.</summary>
internal static partial class HostUpOutput
{
    /// <summary>The host's public key.</summary>
    /// <exception cref="RunException">The output is not such a line.</exception>
    public static string ParseHostKey(string output)
    {
        try
        {
            using var document = JsonDocument.Parse(output);
            if (document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("hostKey", out var key)
                && key.ValueKind == JsonValueKind.String
                && HostKey().IsMatch(key.GetString()!))
                return key.GetString()!;
        }
        catch (JsonException)
        {
            // Reported below, like a line that lacks the key.
        }

        throw new RunException($"lab.sh host-up: expected one JSON line with an ed25519 host key in 'hostKey', found '{output}'");
    }

    [GeneratedRegex("^ssh-ed25519 [A-Za-z0-9+/]+={0,2}$")]
    private static partial Regex HostKey();
}
