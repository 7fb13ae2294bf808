using System.Globalization;
using System.Text;
using System.Text.Json;
using CarbonioInfra.Engine.Values;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace CarbonioInfra.Engine.Configuration;

/// <summary>One setting as a program gets it: a text, structured values as JSON text.</summary>
/// <param name="Text">The value, decrypted.</param>
/// <param name="IsSecret">Whether it, or a part of it, was encrypted or is declared secret.</param>
internal sealed record ConfigValue(string Text, bool IsSecret)
{
    /// <exception cref="System.Security.Cryptography.CryptographicException">A secure value is not of this stack's key.</exception>
    public static ConfigValue FromYaml(YamlNode node, ISecretCrypter crypter)
    {
        if (SecureTextOf(node) is { } ciphertext)
            return new(crypter.Decrypt(ciphertext), IsSecret: true);
        if (node is YamlScalarNode scalar)
            return new(scalar.Value ?? "", IsSecret: false);

        var secret = false;
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, StateJson.Compact))
            WriteJson(writer, node, crypter, ref secret);
        return new(Encoding.UTF8.GetString(buffer.ToArray()), secret);
    }

    /// <summary>The ciphertext of <c>{secure: v1:...}</c>; null for any other node.</summary>
    public static string? SecureTextOf(YamlNode node) =>
        node is YamlMappingNode { Children.Count: 1 } map && YamlFile.Find(map, "secure") is YamlScalarNode { Value: { } text }
            ? text
            : null;

    private static void WriteJson(Utf8JsonWriter writer, YamlNode node, ISecretCrypter crypter, ref bool secret)
    {
        switch (node)
        {
            case YamlMappingNode map when SecureTextOf(map) is { } ciphertext:
                secret = true;
                writer.WriteStringValue(crypter.Decrypt(ciphertext));
                break;
            case YamlMappingNode map:
                writer.WriteStartObject();
                foreach (var (key, value) in map.Children)
                {
                    writer.WritePropertyName((key as YamlScalarNode)?.Value ?? "");
                    WriteJson(writer, value, crypter, ref secret);
                }

                writer.WriteEndObject();
                break;
            case YamlSequenceNode list:
                writer.WriteStartArray();
                foreach (var item in list.Children)
                    WriteJson(writer, item, crypter, ref secret);
                writer.WriteEndArray();
                break;
            case YamlScalarNode scalar:
                WriteScalar(writer, scalar);
                break;
        }
    }

    // YAML's core schema: only an unquoted scalar can be anything but a text.
    private static void WriteScalar(Utf8JsonWriter writer, YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        if (scalar.Style != ScalarStyle.Plain)
            writer.WriteStringValue(text);
        else if (YamlFile.IsNull(scalar))
            writer.WriteNullValue();
        else if (text is "true" or "false")
            writer.WriteBooleanValue(text == "true");
        else if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            writer.WriteNumberValue(whole);
        else if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
            writer.WriteNumberValue(number);
        else
            writer.WriteStringValue(text);
    }
}
