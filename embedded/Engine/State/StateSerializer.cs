using System.Collections.Immutable;
using System.Globalization;
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
        WriteJson(buffer, writer => WriteResource(writer, resource));
        bytes = buffer.ToArray();
        _written.AddOrUpdate(resource, bytes);
        return bytes;
    }

    private void WriteResource(Utf8JsonWriter writer, ResourceState resource)
    {
        writer.WriteStartObject();
        writer.WriteString("urn", resource.Urn);
        writer.WriteBoolean("custom", resource.Custom);
        Flag("delete", resource.Delete);
        TextUnlessEmpty("id", resource.Id);
        writer.WriteString("type", resource.Type);
        Map("inputs", resource.Inputs);
        Map("outputs", resource.Outputs);
        TextUnlessEmpty("parent", resource.Parent);
        Flag("protect", resource.Protect);
        Flag("taint", resource.Taint);
        Flag("external", resource.External);
        List("dependencies", resource.Dependencies);
        List("initErrors", resource.InitErrors);
        TextUnlessEmpty("provider", resource.Provider);
        if (!resource.PropertyDependencies.IsEmpty)
        {
            writer.WriteStartObject("propertyDependencies");
            foreach (var (name, urns) in resource.PropertyDependencies)
                ListAlways(name, urns);
            writer.WriteEndObject();
        }

        Flag("pendingReplacement", resource.PendingReplacement);
        List("additionalSecretOutputs", resource.AdditionalSecretOutputs);
        List("aliases", resource.Aliases);
        if (resource.Timeouts != CustomTimeouts.None)
        {
            writer.WriteStartObject("customTimeouts");
            Seconds("create", resource.Timeouts.Create);
            Seconds("update", resource.Timeouts.Update);
            Seconds("delete", resource.Timeouts.Delete);
            Seconds("read", resource.Timeouts.Read);
            writer.WriteEndObject();
        }

        TextUnlessEmpty("importID", resource.ImportId);
        Flag("retainOnDelete", resource.RetainOnDelete);
        TextUnlessEmpty("deletedWith", resource.DeletedWith);
        List("replaceWith", resource.ReplaceWith);
        if (resource.Created is { } created)
            writer.WriteString("created", created);
        if (resource.Modified is { } modified)
            writer.WriteString("modified", modified);
        List("ignoreChanges", resource.IgnoreChanges);
        List("replaceOnChanges", resource.ReplaceOnChanges);
        if (resource.ReplacementTrigger is not PropertyValue.Null)
        {
            writer.WritePropertyName("replacementTrigger");
            StateValues.Write(writer, resource.ReplacementTrigger, crypter);
        }

        writer.WriteEndObject();

        void Flag(string name, bool value)
        {
            if (value)
                writer.WriteBoolean(name, true);
        }

        void TextUnlessEmpty(string name, string value)
        {
            if (value.Length != 0)
                writer.WriteString(name, value);
        }

        void Map(string name, PropertyMap value)
        {
            if (value.Count == 0)
                return;
            writer.WritePropertyName(name);
            StateValues.Write(writer, value, crypter);
        }

        void List(string name, ImmutableArray<string> items)
        {
            if (items.Length != 0)
                ListAlways(name, items);
        }

        void ListAlways(string name, ImmutableArray<string> items)
        {
            writer.WriteStartArray(name);
            foreach (var item in items)
                writer.WriteStringValue(item);
            writer.WriteEndArray();
        }

        void Seconds(string name, TimeSpan? value)
        {
            if (value is { } time)
                writer.WriteNumber(name, time.TotalSeconds);
        }
    }

    private ResourceState ReadResource(JsonElement item)
    {
        if (Text(item, "urn") is not { } urn || Text(item, "type") is not { } type)
            throw new ValueFormatException("a resource without urn or type");
        var inputs = Map(item, "inputs");
        var resource = new ResourceState
        {
            Urn = urn,
            Type = type,
            Custom = Flag(item, "custom"),
            Delete = Flag(item, "delete"),
            Id = Text(item, "id") ?? "",
            Inputs = inputs,
            Outputs = Outputs(item, inputs),
            Parent = Text(item, "parent") ?? "",
            Protect = Flag(item, "protect"),
            Taint = Flag(item, "taint"),
            External = Flag(item, "external"),
            Dependencies = List(item, "dependencies"),
            InitErrors = List(item, "initErrors"),
            Provider = Text(item, "provider") ?? "",
            PropertyDependencies = item.TryGetProperty("propertyDependencies", out var dependencies)
                && dependencies.ValueKind == JsonValueKind.Object
                    ? dependencies.EnumerateObject().ToImmutableSortedDictionary(
                        entry => entry.Name, entry => Strings(entry.Value), StringComparer.Ordinal)
                    : ImmutableSortedDictionary.Create<string, ImmutableArray<string>>(StringComparer.Ordinal),
            PendingReplacement = Flag(item, "pendingReplacement"),
            AdditionalSecretOutputs = List(item, "additionalSecretOutputs"),
            Aliases = List(item, "aliases"),
            Timeouts = item.TryGetProperty("customTimeouts", out var timeouts) && timeouts.ValueKind == JsonValueKind.Object
                ? new(Seconds(timeouts, "create"), Seconds(timeouts, "update"), Seconds(timeouts, "delete"), Seconds(timeouts, "read"))
                : CustomTimeouts.None,
            ImportId = Text(item, "importID") ?? "",
            RetainOnDelete = Flag(item, "retainOnDelete"),
            DeletedWith = Text(item, "deletedWith") ?? "",
            ReplaceWith = List(item, "replaceWith"),
            Created = Time(item, "created"),
            Modified = Time(item, "modified"),
            IgnoreChanges = List(item, "ignoreChanges"),
            ReplaceOnChanges = List(item, "replaceOnChanges"),
            ReplacementTrigger = item.TryGetProperty("replacementTrigger", out var trigger)
                ? StateValues.Read(trigger, crypter)
                : PropertyValue.Null.Instance,
        };
        _written.AddOrUpdate(resource, JsonMarshal.GetRawUtf8Value(item).ToArray());
        return resource;
    }

    private PropertyMap Map(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object
            ? StateValues.ReadMap(value, crypter)
            : PropertyMap.Empty;

    // Most outputs repeat an input, scripts among them: read once and kept once.
    private PropertyMap Outputs(JsonElement item, PropertyMap inputs)
    {
        if (!item.TryGetProperty("outputs", out var outputs) || outputs.ValueKind != JsonValueKind.Object)
            return PropertyMap.Empty;
        var hasInputs = item.TryGetProperty("inputs", out var ins) && ins.ValueKind == JsonValueKind.Object;
        return PropertyMap.From(outputs.EnumerateObject().Select(output => KeyValuePair.Create(output.Name,
            hasInputs && ins.TryGetProperty(output.Name, out var input)
                && JsonMarshal.GetRawUtf8Value(input).SequenceEqual(JsonMarshal.GetRawUtf8Value(output.Value))
                ? inputs.Get(output.Name)
                : StateValues.Read(output.Value, crypter))));
    }

    private static bool Flag(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static string? Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static ImmutableArray<string> List(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) ? Strings(value) : [];

    private static ImmutableArray<string> Strings(JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? [.. value.EnumerateArray().Where(element => element.ValueKind == JsonValueKind.String).Select(element => element.GetString()!)]
        : [];

    private static TimeSpan? Seconds(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.GetDouble() > 0
            ? TimeSpan.FromSeconds(value.GetDouble())
            : null;

    private static DateTimeOffset? Time(JsonElement item, string name) =>
        Text(item, name) is { } text && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var time) ? time : null;

    private static void WriteText(Stream output, string text) => output.Write(Encoding.UTF8.GetBytes(text));

    private static void WriteJson(Stream output, Action<Utf8JsonWriter> write)
    {
        using var writer = new Utf8JsonWriter(output, StateJson.Compact);
        write(writer);
    }
}
