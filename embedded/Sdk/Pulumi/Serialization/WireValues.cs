using Google.Protobuf.WellKnownTypes;

namespace Pulumi.Serialization;

/// <summary>Makes the protocol's special values.</summary>
internal static class WireValues
{
    public static Value Unknown => Value.ForString(Markers.Unknown);

    public static Value Null => Value.ForNull();

    public static bool IsUnknown(Value? value) =>
        value is { KindCase: Value.KindOneofCase.StringValue, StringValue: Markers.Unknown };

    public static Value Secret(Value value) => Special(Markers.Secret, (Markers.Value, value));

    public static Value Special(string marker, params ReadOnlySpan<(string Key, Value Value)> entries)
    {
        var fields = new Struct { Fields = { [Markers.Key] = Value.ForString(marker) } };
        foreach (var (key, value) in entries)
            fields.Fields.Add(key, value);
        return Value.ForStruct(fields);
    }

    public static Value List(IEnumerable<Value?> items)
    {
        var list = new ListValue();
        list.Values.AddRange(items.Select(item => item ?? Null));
        return new Value { ListValue = list };
    }
}
