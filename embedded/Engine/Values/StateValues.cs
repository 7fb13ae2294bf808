using System.Text.Json;

namespace CarbonioInfra.Engine.Values;

/// <summary>Encrypts what the state file must not hold in plain.</summary>
public interface ISecretCrypter
{
    string Encrypt(string plaintext);

    /// <exception cref="System.Security.Cryptography.CryptographicException">The text was not encrypted with this key.</exception>
    string Decrypt(string ciphertext);
}

/// <summary>Property trees as JSON: the form in a state file, where a secret is the ciphertext of its JSON text.</summary>
public static class StateValues
{
    public static void Write(Utf8JsonWriter writer, PropertyMap map, ISecretCrypter crypter)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in map)
        {
            writer.WritePropertyName(name);
            Write(writer, value, crypter);
        }

        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, PropertyValue value, ISecretCrypter crypter)
    {
        switch (value)
        {
            case PropertyValue.Bool item:
                writer.WriteBooleanValue(item.Value);
                break;
            case PropertyValue.Number item:
                writer.WriteNumberValue(item.Value);
                break;
            case PropertyValue.Text item:
                writer.WriteStringValue(item.Value);
                break;
            case PropertyValue.Unknown:
                writer.WriteStringValue(SpecialValues.UnknownText);
                break;
            case PropertyValue.List item:
                writer.WriteStartArray();
                foreach (var element in item.Items)
                    Write(writer, element, crypter);
                writer.WriteEndArray();
                break;
            case PropertyValue.Map item:
                Write(writer, item.Properties, crypter);
                break;
            case PropertyValue.Secret item:
                WriteSpecial(writer, SpecialValues.Secret, ("ciphertext", crypter.Encrypt(ToJson(item.Value, WithinSecret.Instance))));
                break;
            case PropertyValue.ResourceReference item:
                WriteSpecial(writer, SpecialValues.ResourceReference, ("urn", item.Urn), ("id", item.Id),
                    ("packageVersion", item.PackageVersion));
                break;
            case PropertyValue.Asset item:
                WriteSpecial(writer, SpecialValues.Asset, (KeyOf(item.Source), item.Location), ("hash", item.Hash));
                break;
            case PropertyValue.Archive item:
                WriteArchive(writer, item, crypter);
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    /// <summary>The value as one JSON text, secrets inside encrypted.</summary>
    public static string ToJson(PropertyValue value, ISecretCrypter crypter)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, StateJson.Compact))
            Write(writer, value, crypter);
        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <exception cref="ValueFormatException">The JSON is not an object, or holds a special value of an unknown kind.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A secret was encrypted with another key.</exception>
    public static PropertyMap ReadMap(JsonElement element, ISecretCrypter crypter) =>
        element.ValueKind == JsonValueKind.Object
            ? PropertyMap.From(element.EnumerateObject().Select(item => KeyValuePair.Create(item.Name, Read(item.Value, crypter))))
            : throw new ValueFormatException($"expected a JSON object, found {element.ValueKind}");

    /// <inheritdoc cref="ReadMap"/>
    public static PropertyValue Read(JsonElement element, ISecretCrypter crypter) => element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => element.GetDouble(),
        JsonValueKind.String => SpecialValues.IsUnknown(element.GetString()!) ? PropertyValue.Unknown.Instance : element.GetString()!,
        JsonValueKind.Array => PropertyValue.ListOf(element.EnumerateArray().Select(item => Read(item, crypter))),
        JsonValueKind.Object => TextOf(element, SpecialValues.Signature) is { } kind
            ? ReadSpecial(kind, element, crypter)
            : ReadMap(element, crypter),
        _ => PropertyValue.Null.Instance,
    };

    private static PropertyValue ReadSpecial(string kind, JsonElement element, ISecretCrypter crypter)
    {
        switch (kind)
        {
            case SpecialValues.Secret:
                // `pulumi stack export --show-secrets` writes plaintext instead; both are JSON text.
                var json = TextOf(element, "plaintext") ?? crypter.Decrypt(TextOf(element, "ciphertext")
                    ?? throw new ValueFormatException("a secret without ciphertext"));
                using (var document = JsonDocument.Parse(json))
                    return new PropertyValue.Secret(Read(document.RootElement, WithinSecret.Instance));
            case SpecialValues.ResourceReference:
                return new PropertyValue.ResourceReference(
                    TextOf(element, "urn") ?? throw new ValueFormatException("a resource reference without urn"),
                    TextOf(element, "id"), TextOf(element, "packageVersion"));
            case SpecialValues.Asset:
                var (source, location) = SourceOf(element) ?? throw new ValueFormatException("an asset without text, path or uri");
                return new PropertyValue.Asset(source, location, TextOf(element, "hash") ?? "");
            case SpecialValues.Archive:
                var hash = TextOf(element, "hash") ?? "";
                if (element.TryGetProperty("assets", out var assets))
                    return new PropertyValue.Archive(AssetSource.Path, "", ReadMap(assets, crypter), hash);
                (source, location) = SourceOf(element) ?? throw new ValueFormatException("an archive without assets, path or uri");
                return new PropertyValue.Archive(source, location, null, hash);
            default:
                throw new ValueFormatException($"unknown kind of special value '{kind}'");
        }
    }

    private static void WriteArchive(Utf8JsonWriter writer, PropertyValue.Archive archive, ISecretCrypter crypter)
    {
        if (archive.Entries is not { } entries)
        {
            WriteSpecial(writer, SpecialValues.Archive, (KeyOf(archive.Source), archive.Location), ("hash", archive.Hash));
            return;
        }

        writer.WriteStartObject();
        writer.WriteString(SpecialValues.Signature, SpecialValues.Archive);
        writer.WritePropertyName("assets");
        Write(writer, entries, crypter);
        writer.WriteString("hash", archive.Hash);
        writer.WriteEndObject();
    }

    private static void WriteSpecial(Utf8JsonWriter writer, string kind, params ReadOnlySpan<(string Name, string? Value)> fields)
    {
        writer.WriteStartObject();
        writer.WriteString(SpecialValues.Signature, kind);
        foreach (var (name, value) in fields)
        {
            if (value is not null)
                writer.WriteString(name, value);
        }

        writer.WriteEndObject();
    }

    private static string KeyOf(AssetSource source) => source switch
    {
        AssetSource.Text => "text",
        AssetSource.Path => "path",
        _ => "uri",
    };

    private static (AssetSource Source, string Location)? SourceOf(JsonElement element)
    {
        foreach (var source in (ReadOnlySpan<AssetSource>)[AssetSource.Text, AssetSource.Path, AssetSource.Uri])
        {
            if (TextOf(element, KeyOf(source)) is { } location)
                return (source, location);
        }

        return null;
    }

    private static string? TextOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>
/// The text of a secret is encrypted as a whole. A secret inside it is only marked, because Pulumi reads it that way.
/// </summary>
internal sealed class WithinSecret : ISecretCrypter
{
    public static WithinSecret Instance { get; } = new();

    public string Encrypt(string plaintext) => plaintext;

    public string Decrypt(string ciphertext) => ciphertext;
}

/// <summary>How JSON is written wherever people may read it: nothing escaped that need not be.</summary>
internal static class StateJson
{
    public static JsonWriterOptions Compact { get; } =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A text that people read: one value per line, four spaces for each level, as Pulumi's own CLI writes it.</summary>
    public static string Indented(Action<Utf8JsonWriter> write)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Compact with { Indented = true, IndentSize = 4, NewLine = "\n" }))
            write(writer);
        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
