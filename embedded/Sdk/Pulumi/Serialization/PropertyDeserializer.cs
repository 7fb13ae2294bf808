using System.Collections.Immutable;
using Google.Protobuf.WellKnownTypes;

namespace Pulumi.Serialization;

/// <summary>
/// Turns what came over the wire into null, booleans, doubles, strings, assets, archives, resources, immutable arrays and
/// immutable dictionaries. One unknown or secret part makes the whole value so.
/// </summary>
internal static class PropertyDeserializer
{
    public static OutputData<object?> Deserialize(Value value) => value.KindCase switch
    {
        Value.KindOneofCase.NullValue => OutputData<object?>.Plain(null),
        Value.KindOneofCase.BoolValue => OutputData<object?>.Plain(value.BoolValue),
        Value.KindOneofCase.NumberValue => OutputData<object?>.Plain(value.NumberValue),
        Value.KindOneofCase.StringValue when value.StringValue == Markers.Unknown => Unknown(isSecret: false),
        Value.KindOneofCase.StringValue => OutputData<object?>.Plain(value.StringValue),
        Value.KindOneofCase.ListValue => DeserializeList(value.ListValue),
        Value.KindOneofCase.StructValue when Marker(value.StructValue) is { } marker =>
            DeserializeSpecial(marker, value.StructValue),
        Value.KindOneofCase.StructValue => DeserializeObject(value.StructValue),
        _ => throw new InvalidOperationException("The engine sent a value without content."),
    };

    /// <summary>The properties of a bag that are known and not null.</summary>
    public static ImmutableDictionary<string, object> KnownProperties(Struct properties)
    {
        var known = ImmutableDictionary.CreateBuilder<string, object>();
        foreach (var (name, value) in properties.Fields)
        {
            if (Deserialize(value) is { IsKnown: true, Value: { } content })
                known.Add(name, content);
        }

        return known.ToImmutable();
    }

    private static OutputData<object?> Unknown(bool isSecret) => new(null, IsKnown: false, isSecret, []);

    private static string? Marker(Struct value) =>
        value.Fields.TryGetValue(Markers.Key, out var marker) && marker.KindCase == Value.KindOneofCase.StringValue
            ? marker.StringValue
            : null;

    private static OutputData<object?> DeserializeList(ListValue list)
    {
        var whole = OutputData<object?>.Plain(null);
        var items = ImmutableArray.CreateBuilder<object?>(list.Values.Count);
        foreach (var item in list.Values)
        {
            var data = Deserialize(item);
            whole = whole.Then(data);
            items.Add(data.Value);
        }

        return whole.WithValue<object?>(items.MoveToImmutable());
    }

    private static OutputData<object?> DeserializeObject(Struct properties)
    {
        var whole = OutputData<object?>.Plain(null);
        var entries = ImmutableDictionary.CreateBuilder<string, object?>();
        foreach (var (name, value) in properties.Fields)
        {
            // Such properties are between the engine and the provider.
            if (name.StartsWith("__", StringComparison.Ordinal))
                continue;

            var data = Deserialize(value);
            whole = whole.Then(data);
            entries.Add(name, data.Value);
        }

        return whole.WithValue<object?>(entries.ToImmutable());
    }

    private static OutputData<object?> DeserializeSpecial(string marker, Struct value)
    {
        switch (marker)
        {
            case Markers.Secret:
                return Deserialize(Field(value, Markers.Value, "Secret")) with { IsSecret = true };
            case Markers.Asset:
                return OutputData<object?>.Plain(ToAsset(value));
            case Markers.Archive:
                return OutputData<object?>.Plain(ToArchive(value));
            case Markers.Resource:
                return OutputData<object?>.Plain(new DependencyResource(Field(value, Markers.Urn, "Resource").StringValue));
            case Markers.OutputValue:
                var isSecret = value.Fields.TryGetValue("secret", out var secret) && secret.BoolValue;
                var inner = value.Fields.TryGetValue(Markers.Value, out var content) ? Deserialize(content) : Unknown(isSecret);
                return inner with { IsSecret = inner.IsSecret || isSecret };
            default:
                throw new InvalidOperationException($"Unrecognized signature '{marker}' when unmarshaling resource property");
        }
    }

    private static Value Field(Struct value, string name, string kind) =>
        value.Fields.TryGetValue(name, out var field)
            ? field
            : throw new InvalidOperationException($"{kind} without '{name}' in a response of the engine.");

    private static Asset ToAsset(Struct value)
    {
        if (Text(value, "path") is { } path)
            return new FileAsset(path);
        if (Text(value, "uri") is { } uri)
            return new RemoteAsset(uri);
        return Text(value, "text") is { } text
            ? new StringAsset(text)
            : throw new InvalidOperationException("Asset without 'path', 'uri' or 'text' in a response of the engine.");
    }

    private static Archive ToArchive(Struct value)
    {
        if (Text(value, "path") is { } path)
            return new FileArchive(path);
        if (Text(value, "uri") is { } uri)
            return new RemoteArchive(uri);

        return new AssetArchive(Field(value, "assets", "Archive").StructValue.Fields.ToDictionary(
            entry => entry.Key,
            entry => Deserialize(entry.Value).Value as AssetOrArchive
                ?? throw new InvalidOperationException($"Archive entry '{entry.Key}' is neither an asset nor an archive.")));
    }

    private static string? Text(Struct value, string name) =>
        value.Fields.TryGetValue(name, out var field) && field.KindCase == Value.KindOneofCase.StringValue
            ? field.StringValue
            : null;
}
