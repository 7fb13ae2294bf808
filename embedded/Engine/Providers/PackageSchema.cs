using System.Text.Json;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Providers;

/// <summary>What a preview needs of a package's schema (Pulumi's package-schema format): defaults and what replaces.</summary>
internal sealed class PackageSchema
{
    private readonly Dictionary<string, JsonElement> _inputs = new(StringComparer.Ordinal);
    private readonly JsonElement _types;

    private PackageSchema(JsonElement root)
    {
        root.TryGetProperty("types", out _types);
        if (!root.TryGetProperty("resources", out var resources))
            return;
        foreach (var resource in resources.EnumerateObject())
        {
            if (resource.Value.TryGetProperty("inputProperties", out var inputs))
                _inputs[resource.Name] = inputs;
        }
    }

    /// <exception cref="EngineException">The file is not a package schema.</exception>
    public static PackageSchema Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return new(document.RootElement.Clone());
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new EngineException($"{path} is not a package schema: {error.Message}", error);
        }
    }

    /// <summary>The inputs with the constant defaults of absent properties, also inside objects that are present.</summary>
    public PropertyMap WithDefaults(string type, PropertyMap inputs) =>
        _inputs.TryGetValue(type, out var properties) ? WithDefaults(properties, inputs) : inputs;

    /// <summary>Whether a change of the place means a new resource.</summary>
    public bool ReplacesOnChange(string type, PropertyPath path)
    {
        if (!_inputs.TryGetValue(type, out var properties))
            return false;
        foreach (var segment in path.Segments)
        {
            // An index, or a key of a free map: what counts is the type of the items, which is found already.
            if (segment.Key is not { } key || !properties.TryGetProperty(key, out var property))
                continue;
            if (property.TryGetProperty("willReplaceOnChanges", out var replaces) && replaces.ValueKind == JsonValueKind.True)
                return true;
            if (PropertiesOf(property) is not { } inner)
                return false;
            properties = inner;
        }

        return false;
    }

    private PropertyMap WithDefaults(JsonElement properties, PropertyMap inputs)
    {
        var result = inputs;
        foreach (var property in properties.EnumerateObject())
        {
            var present = inputs.Get(property.Name);
            if (present is PropertyValue.Null && property.Value.TryGetProperty("default", out var fallback))
                result = result.With(property.Name, StateValues.Read(fallback, NoSecrets.Instance));
            else if (present is PropertyValue.Map map && PropertiesOf(property.Value) is { } inner)
                result = result.With(property.Name, WithDefaults(inner, map.Properties));
        }

        return result;
    }

    // The properties of an object type, or of a list's items.
    private JsonElement? PropertiesOf(JsonElement property)
    {
        const string Prefix = "#/types/";
        if (property.TryGetProperty("items", out var items))
            return PropertiesOf(items);
        return property.TryGetProperty("$ref", out var reference) && reference.GetString() is { } name
            && name.StartsWith(Prefix, StringComparison.Ordinal) && _types.ValueKind == JsonValueKind.Object
            && _types.TryGetProperty(Uri.UnescapeDataString(name[Prefix.Length..]), out var type)
            && type.TryGetProperty("properties", out var properties)
                ? properties
                : null;
    }

    private sealed class NoSecrets : ISecretCrypter
    {
        public static NoSecrets Instance { get; } = new();

        public string Encrypt(string plaintext) => throw new NotSupportedException();

        public string Decrypt(string ciphertext) => throw new ValueFormatException("a schema holds no secrets");
    }
}
