using System.Collections;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;

namespace Pulumi.Serialization;

/// <summary>
/// Turns one property into what goes over the wire, waiting for every output inside it, and collects the resources that those
/// outputs and the property itself refer to.
/// </summary>
/// <param name="keepResources">
/// Whether the engine understands references; if not, resources travel as identifiers or URNs.
/// </param>
internal sealed class PropertySerializer(bool keepResources)
{
    /// <summary>The resources that the property depends on, in the order in which they were come across.</summary>
    public HashSet<Resource> Dependencies { get; } = [];

    /// <summary>Whether some part of the property is not known yet.</summary>
    public bool ContainsUnknown { get; private set; }

    /// <summary>The value on the wire; null if there is none to send.</summary>
    /// <param name="path">Where the value stands, for error messages.</param>
    /// <exception cref="InvalidOperationException">The value is of a type that cannot be sent.</exception>
    public async ValueTask<Value?> SerializeAsync(string path, object? value)
    {
        switch (value)
        {
            case null:
                return null;
            case var plain when PlainValues.TryConvert(plain) is { } converted:
                return converted;
            case IOutput output:
                return await SerializeOutputAsync(path, output);
            case IInput input:
                return await SerializeOutputAsync(path, input.ToSerializedForm());
            case InputArgs args:
                return await SerializeEntriesAsync(path, await args.ToDictionaryAsync());
            case IUnion union:
                return await SerializeAsync(path, union.Value);
            case AssetOrArchive asset:
                return await SerializeAssetAsync(path, asset);
            case Resource resource:
                return await SerializeResourceAsync(path, resource);
            case JsonElement element:
                return PlainValues.FromJson(element);
            case Task:
                throw new InvalidOperationException(
                    $"Tasks are not allowed inside ResourceArgs. Please wrap your Task in an Output:\n\t{path}");
            case IDictionary dictionary:
                return await SerializeEntriesAsync(path, StringEntries(path, dictionary));
            case IList list:
                return await SerializeListAsync(path, list);
            default:
                return await SerializeMarkedTypeAsync(path, value);
        }
    }

    private static IEnumerable<KeyValuePair<string, object?>> StringEntries(string path, IDictionary dictionary)
    {
        foreach (DictionaryEntry entry in dictionary)
        {
            yield return entry.Key is string key
                ? KeyValuePair.Create(key, entry.Value)
                : throw new InvalidOperationException($"Dictionaries are only supported with string keys:\n\t{path}");
        }
    }

    private async ValueTask<Value?> SerializeOutputAsync(string path, IOutput output)
    {
        var data = await output.GetDataAsync();
        Dependencies.UnionWith(data.Resources);
        if (!data.IsKnown)
        {
            ContainsUnknown = true;
            return WireValues.Unknown;
        }

        var value = await SerializeAsync(path, data.Value);
        return data.IsSecret ? WireValues.Secret(value ?? WireValues.Null) : value;
    }

    // Null entries count as absent.
    private async ValueTask<Value> SerializeEntriesAsync(string path, IEnumerable<KeyValuePair<string, object?>> entries)
    {
        var fields = new Struct();
        foreach (var (key, value) in entries)
        {
            var serialized = PlainValues.TryConvert(value)
                ?? await SerializeAsync($"{path}.{key}", value);
            if (serialized is not null)
                fields.Fields[key] = serialized;
        }

        return Value.ForStruct(fields);
    }

    private async ValueTask<Value> SerializeListAsync(string path, IList list)
    {
        var values = new ListValue();
        var count = IsDefaultImmutableArray(list) ? 0 : list.Count;
        for (var i = 0; i < count; i++)
        {
            values.Values.Add(PlainValues.TryConvert(list[i])
                ?? await SerializeAsync($"{path}[{i}]", list[i])
                ?? WireValues.Null);
        }

        return new Value { ListValue = values };
    }

    // default(ImmutableArray<T>) throws on every access; the interface does not tell it apart in another way.
    private static bool IsDefaultImmutableArray(IList list)
    {
        try
        {
            return list.Count < 0;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }

    private async ValueTask<Value> SerializeAssetAsync(string path, AssetOrArchive asset)
    {
        if (asset is InvalidAsset)
            throw new InvalidOperationException("Cannot serialize invalid asset");
        if (asset is InvalidArchive)
            throw new InvalidOperationException("Cannot serialize invalid archive");

        var content = await SerializeAsync($"{path}.{asset.PropertyName}", asset.Value);
        return WireValues.Special(asset.Signature, (asset.PropertyName, content!));
    }

    private async ValueTask<Value?> SerializeResourceAsync(string path, Resource resource)
    {
        Dependencies.Add(resource);
        if (resource is not CustomResource custom)
        {
            var componentUrn = await SerializeAsync($"{path}.urn", resource.Urn);
            return keepResources ? WireValues.Special(Markers.Resource, (Markers.Urn, componentUrn!)) : componentUrn;
        }

        // An unknown identifier does not make the reference unknown: the engine still has the URN.
        var wasUnknown = ContainsUnknown;
        var id = await SerializeAsync($"{path}.id", custom.Id);
        if (!keepResources)
            return id;

        var urn = await SerializeAsync($"{path}.urn", custom.Urn);
        if (WireValues.IsUnknown(id))
        {
            ContainsUnknown = wasUnknown;
            id = Value.ForString("");
        }

        return WireValues.Special(
            Markers.Resource, (Markers.Id, id ?? Value.ForString("")), (Markers.Urn, urn!));
    }

    private async ValueTask<Value?> SerializeMarkedTypeAsync(string path, object value)
    {
        var marked = MarkedType.Of(value.GetType());
        if (marked.IsEnum)
            return await SerializeAsync(path, marked.EnumValue(value, path));
        if (marked.IsOutputType)
            return await SerializeEntriesAsync(path, marked.Fields(value));

        throw new InvalidOperationException($"{value.GetType().FullName} is not a supported argument type.\n\t{path}");
    }
}
