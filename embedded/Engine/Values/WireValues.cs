using System.Globalization;
using Google.Protobuf.WellKnownTypes;

namespace CarbonioInfra.Engine.Values;

/// <summary>Property trees as google.protobuf.Struct: the form between program and engine.</summary>
public static class WireValues
{
    /// <exception cref="ValueFormatException">The message holds a special value of an unknown kind.</exception>
    public static PropertyMap FromStruct(Struct? message) => message is null
        ? PropertyMap.Empty
        : PropertyMap.From(message.Fields.Select(FromField));

    public static Struct ToStruct(PropertyMap map)
    {
        var message = new Struct();
        foreach (var (name, value) in map)
            message.Fields[name] = ToValue(value);
        return message;
    }

    /// <inheritdoc cref="FromStruct"/>
    public static PropertyValue FromValue(Value value) => value.KindCase switch
    {
        Value.KindOneofCase.None or Value.KindOneofCase.NullValue => PropertyValue.Null.Instance,
        Value.KindOneofCase.BoolValue => value.BoolValue,
        // JSON has no form for them, so no state could hold them.
        Value.KindOneofCase.NumberValue => double.IsFinite(value.NumberValue)
            ? value.NumberValue
            : throw new ValueFormatException($"expected a number, found {value.NumberValue.ToString(CultureInfo.InvariantCulture)}"),
        Value.KindOneofCase.StringValue => SpecialValues.IsUnknown(value.StringValue)
            ? PropertyValue.Unknown.Instance
            : value.StringValue,
        Value.KindOneofCase.ListValue => PropertyValue.ListOf(value.ListValue.Values.Select(FromValue)),
        Value.KindOneofCase.StructValue => FromObject(value.StructValue),
        _ => throw new ValueFormatException($"unknown kind of value on the wire: {value.KindCase}"),
    };

    public static Value ToValue(PropertyValue value) => value switch
    {
        PropertyValue.Null => Value.ForNull(),
        PropertyValue.Bool item => Value.ForBool(item.Value),
        PropertyValue.Number item => Value.ForNumber(item.Value),
        PropertyValue.Text item => Value.ForString(item.Value),
        PropertyValue.Unknown => Value.ForString(SpecialValues.UnknownText),
        PropertyValue.List item => Value.ForList([.. item.Items.Select(ToValue)]),
        PropertyValue.Map item => Value.ForStruct(ToStruct(item.Properties)),
        PropertyValue.Secret item => Special(SpecialValues.Secret, ("value", ToValue(item.Value))),
        PropertyValue.ResourceReference item => ToReference(item),
        PropertyValue.Asset item => Special(SpecialValues.Asset, (KeyOf(item.Source), Value.ForString(item.Location)),
            ("hash", Value.ForString(item.Hash))),
        PropertyValue.Archive { Entries: { } entries } item => Special(SpecialValues.Archive,
            ("assets", Value.ForStruct(ToStruct(entries))), ("hash", Value.ForString(item.Hash))),
        PropertyValue.Archive item => Special(SpecialValues.Archive, (KeyOf(item.Source), Value.ForString(item.Location)),
            ("hash", Value.ForString(item.Hash))),
        _ => throw new ValueFormatException($"no wire form for {value.GetType().Name}"),
    };

    private static KeyValuePair<string, PropertyValue> FromField(KeyValuePair<string, Value> field)
    {
        try
        {
            return KeyValuePair.Create(field.Key, FromValue(field.Value));
        }
        catch (ValueFormatException error)
        {
            throw new ValueFormatException($"{field.Key}: {error.Message}", error);
        }
    }

    private static string KeyOf(AssetSource source) => source switch
    {
        AssetSource.Text => "text",
        AssetSource.Path => "path",
        _ => "uri",
    };

    private static Value Special(string kind, params ReadOnlySpan<(string Name, Value Value)> fields)
    {
        var message = new Struct { Fields = { [SpecialValues.Signature] = Value.ForString(kind) } };
        foreach (var (name, value) in fields)
            message.Fields[name] = value;
        return Value.ForStruct(message);
    }

    private static Value ToReference(PropertyValue.ResourceReference reference)
    {
        var value = Special(SpecialValues.ResourceReference, ("urn", Value.ForString(reference.Urn)));
        if (reference.Id is not null)
            value.StructValue.Fields["id"] = Value.ForString(reference.Id);
        if (reference.PackageVersion is not null)
            value.StructValue.Fields["packageVersion"] = Value.ForString(reference.PackageVersion);
        return value;
    }

    private static PropertyValue FromObject(Struct message)
    {
        if (!message.Fields.TryGetValue(SpecialValues.Signature, out var signature)
            || signature.KindCase != Value.KindOneofCase.StringValue)
        {
            return FromStruct(message);
        }

        return signature.StringValue switch
        {
            SpecialValues.Secret => new PropertyValue.Secret(Field(message, "value") is { } value
                ? FromValue(value)
                : PropertyValue.Null.Instance),
            SpecialValues.OutputValue => FromOutputValue(message),
            SpecialValues.ResourceReference => FromReference(message),
            SpecialValues.Asset => FromAsset(message),
            SpecialValues.Archive => FromArchive(message),
            var other => throw new ValueFormatException($"unknown kind of special value on the wire: '{other}'"),
        };
    }

    private static PropertyValue FromOutputValue(Struct message)
    {
        var value = Field(message, "value") is { } known ? FromValue(known) : PropertyValue.Unknown.Instance;
        return Field(message, "secret")?.BoolValue == true ? new PropertyValue.Secret(value) : value;
    }

    private static PropertyValue.ResourceReference FromReference(Struct message)
    {
        var urn = TextField(message, "urn") ?? throw new ValueFormatException("resource reference without urn on the wire");
        var id = TextField(message, "id");
        // Some SDKs send the unknown mark where others leave the id of a planned resource empty.
        return new(urn, id is not null && SpecialValues.IsUnknown(id) ? "" : id, TextField(message, "packageVersion"));
    }

    private static PropertyValue.Asset FromAsset(Struct message)
    {
        var (source, location) = SourceOf(message) ?? throw new ValueFormatException("asset without text, path or uri on the wire");
        return new(source, location, TextField(message, "hash") ?? "");
    }

    private static PropertyValue.Archive FromArchive(Struct message)
    {
        var hash = TextField(message, "hash") ?? "";
        if (Field(message, "assets") is { KindCase: Value.KindOneofCase.StructValue } assets)
            return new(AssetSource.Path, "", FromStruct(assets.StructValue), hash);
        var (source, location) = SourceOf(message) ?? throw new ValueFormatException("archive without assets, path or uri on the wire");
        return new(source, location, null, hash);
    }

    private static (AssetSource Source, string Location)? SourceOf(Struct message)
    {
        foreach (var source in (ReadOnlySpan<AssetSource>)[AssetSource.Text, AssetSource.Path, AssetSource.Uri])
        {
            if (TextField(message, KeyOf(source)) is { } location)
                return (source, location);
        }

        return null;
    }

    private static Value? Field(Struct message, string name) => message.Fields.TryGetValue(name, out var value) ? value : null;

    private static string? TextField(Struct message, string name) =>
        Field(message, name) is { KindCase: Value.KindOneofCase.StringValue } value ? value.StringValue : null;
}
