using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.State;

/// <summary>One resource as JSON. What is empty, false or null is left out, as Pulumi does.</summary>
internal static class StoredResource
{
    /// <param name="writer">Where it goes.</param>
    /// <param name="resource">The resource.</param>
    /// <param name="crypter">Encrypts its secrets.</param>
    public static void Write(Utf8JsonWriter writer, ResourceState resource, ISecretCrypter crypter)
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

    /// <param name="item">The JSON object.</param>
    /// <param name="crypter">Opens its secrets.</param>
    /// <exception cref="ValueFormatException">The JSON is no resource.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A secret was encrypted with another key.</exception>
    public static ResourceState Read(JsonElement item, ISecretCrypter crypter)
    {
        if (Text(item, "urn") is not { } urn || Text(item, "type") is not { } type)
            throw new ValueFormatException("a resource without urn or type");
        var inputs = Map(item, "inputs", crypter);
        return new()
        {
            Urn = urn,
            Type = type,
            Custom = Flag(item, "custom"),
            Delete = Flag(item, "delete"),
            Id = Text(item, "id") ?? "",
            Inputs = inputs,
            Outputs = Outputs(item, inputs, crypter),
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
    }

    private static PropertyMap Map(JsonElement item, string name, ISecretCrypter crypter) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object
            ? StateValues.ReadMap(value, crypter)
            : PropertyMap.Empty;

    // Most outputs repeat an input, scripts among them: read once and kept once.
    private static PropertyMap Outputs(JsonElement item, PropertyMap inputs, ISecretCrypter crypter)
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
}
