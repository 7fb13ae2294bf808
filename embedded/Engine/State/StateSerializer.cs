using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.State;

/// <summary>
/// Reads and writes Pulumi's deployment format, version 3. A resource that did not change is written from the bytes it was
/// read from (or last written as), so saving after every step costs little more than the disk does, and unchanged secrets
/// keep their ciphertext.
/// </summary>
internal sealed class StateSerializer(ISecretCrypter crypter)
{
    private const int FormatVersion = 3;

    private static readonly string EngineVersion =
        typeof(StateSerializer).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    private readonly ConditionalWeakTable<ResourceState, byte[]> _written = [];

    /// <summary>The deployment file: one resource per line, so that it can be read and compared line by line.</summary>
    /// <param name="output">Where it goes.</param>
    /// <param name="snapshot">The resources, already in dependency order.</param>
    /// <param name="encryptionSalt">The salt (with its check value) that the secrets' key comes from.</param>
    public void Write(Stream output, Snapshot snapshot, string encryptionSalt)
    {
        WriteText(output, $$"""{"version":{{FormatVersion}},"deployment":{"manifest":""");
        WriteJson(output, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("time", DateTimeOffset.UtcNow);
            // Pulumi refuses a manifest whose magic is not the hash of its version.
            writer.WriteString("magic", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(EngineVersion))));
            writer.WriteString("version", EngineVersion);
            writer.WriteEndObject();
        });
        WriteText(output, ",\n\"secrets_providers\":");
        WriteJson(output, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("type", "passphrase");
            writer.WriteStartObject("state");
            writer.WriteString("salt", encryptionSalt);
            writer.WriteEndObject();
            writer.WriteEndObject();
        });

        WriteText(output, ",\n\"resources\":[");
        var separator = "\n";
        foreach (var resource in snapshot.Resources)
        {
            WriteText(output, separator);
            output.Write(BytesOf(resource));
            separator = ",\n";
        }

        WriteText(output, "\n],\n\"pending_operations\":[");
        separator = "\n";
        foreach (var operation in snapshot.PendingOperations)
        {
            WriteText(output, separator + "{\"resource\":");
            output.Write(BytesOf(operation.Resource));
            WriteText(output, $",\"type\":\"{operation.Kind.ToString().ToLowerInvariant()}\"}}");
            separator = ",\n";
        }

        WriteText(output, "\n],\n\"metadata\":{}}}\n");
    }

    /// <exception cref="ValueFormatException">The text is not a deployment of version 3.</exception>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    /// <exception cref="CryptographicException">A secret was encrypted with another passphrase.</exception>
    public Snapshot Read(JsonElement root)
    {
        var deployment = DeploymentOf(root);
        var resources = deployment.TryGetProperty("resources", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(ReadResource).ToImmutableArray()
            : [];
        var pending = deployment.TryGetProperty("pending_operations", out list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(item => new PendingOperation(
                ReadResource(item.GetProperty("resource")),
                Enum.TryParse<OperationKind>(Text(item, "type"), ignoreCase: true, out var kind) ? kind : OperationKind.Creating)).ToImmutableArray()
            : [];
        return new(resources, pending);
    }

    /// <summary>The salt stored beside the secrets, or null when the file names another secrets provider or none.</summary>
    public static string? EncryptionSaltOf(JsonElement root) =>
        DeploymentOf(root).TryGetProperty("secrets_providers", out var provider) && provider.ValueKind == JsonValueKind.Object
        && Text(provider, "type") == "passphrase" && provider.TryGetProperty("state", out var state)
            ? Text(state, "salt")
            : null;

    private static JsonElement DeploymentOf(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("version", out var version)
            || version.ValueKind != JsonValueKind.Number || !root.TryGetProperty("deployment", out var deployment)
            || deployment.ValueKind != JsonValueKind.Object)
        {
            throw new ValueFormatException("not a deployment: \"version\" and \"deployment\" are expected");
        }

        if (version.GetInt32() != FormatVersion)
            throw new ValueFormatException($"deployment format {version.GetInt32()}; this engine reads format {FormatVersion}");
        if (deployment.TryGetProperty("resources", out var resources) && resources.ValueKind is not (JsonValueKind.Array or JsonValueKind.Null))
            throw new ValueFormatException($"\"resources\": expected a list, found {resources.ValueKind}");
        return deployment.TryGetProperty("secrets_providers", out var provider) && provider.ValueKind == JsonValueKind.Object
            && Text(provider, "type") is not ("passphrase" or "" or null) and var type
                ? throw new ValueFormatException($"its secrets are kept by '{type}'; this engine opens those of a passphrase")
                : deployment;
    }

    private byte[] BytesOf(ResourceState resource)
    {
        if (_written.TryGetValue(resource, out var bytes))
            return bytes;
        using var buffer = new MemoryStream();
        WriteJson(buffer, writer => StoredResource.Write(writer, resource, crypter));
        bytes = buffer.ToArray();
        _written.AddOrUpdate(resource, bytes);
        return bytes;
    }

    private ResourceState ReadResource(JsonElement item)
    {
        var resource = StoredResource.Read(item, crypter);
        _written.AddOrUpdate(resource, JsonMarshal.GetRawUtf8Value(item).ToArray());
        return resource;
    }

    private static string? Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static void WriteText(Stream output, string text) => output.Write(Encoding.UTF8.GetBytes(text));

    private static void WriteJson(Stream output, Action<Utf8JsonWriter> write)
    {
        using var writer = new Utf8JsonWriter(output, StateJson.Compact);
        write(writer);
    }
}
