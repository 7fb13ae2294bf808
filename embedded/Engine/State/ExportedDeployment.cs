using System.Text.Json;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.State;

/// <summary>Copies a deployment, its secrets in plain or as they are.</summary>
internal static class ExportedDeployment
{
    /// <param name="writer">Where it goes.</param>
    /// <param name="element">The deployment, or a part of it.</param>
    /// <param name="reveal">Opens the secrets; null leaves them as they are.</param>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A secret is of another key.</exception>
    public static void Write(Utf8JsonWriter writer, JsonElement element, ISecretCrypter? reveal)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object when reveal is not null && CiphertextOf(element) is { } ciphertext:
                writer.WriteStartObject();
                writer.WriteString(SpecialValues.Signature, SpecialValues.Secret);
                writer.WriteString("plaintext", reveal.Decrypt(ciphertext));
                writer.WriteEndObject();
                break;
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in element.EnumerateObject())
                {
                    writer.WritePropertyName(property.Name);
                    Write(writer, property.Value, reveal);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                    Write(writer, item, reveal);
                writer.WriteEndArray();
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }

    private static string? CiphertextOf(JsonElement element) =>
        element.TryGetProperty(SpecialValues.Signature, out var kind) && kind.ValueEquals(SpecialValues.Secret)
        && element.TryGetProperty("ciphertext", out var text) ? text.GetString() : null;
}
