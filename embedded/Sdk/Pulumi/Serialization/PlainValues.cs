using System.Text.Json;
using Google.Protobuf.WellKnownTypes;

namespace Pulumi.Serialization;

/// <summary>The values that travel as they are. Types beyond these are refused rather than converted.</summary>
internal static class PlainValues
{
    /// <summary>The wire form of a text, boolean, number or int-based enum; null for anything else.</summary>
    public static Value? TryConvert(object? value) => value switch
    {
        string text => Value.ForString(text),
        bool flag => Value.ForBool(flag),
        int number => Value.ForNumber(number),
        double number => Value.ForNumber(number),
        System.Enum constant when constant.GetTypeCode() == TypeCode.Int32 => Value.ForNumber((int)value),
        _ => null,
    };

    public static Value? FromJson(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => null,
        JsonValueKind.String => Value.ForString(element.GetString()!),
        JsonValueKind.Number => Value.ForNumber(element.GetDouble()),
        JsonValueKind.True => Value.ForBool(true),
        JsonValueKind.False => Value.ForBool(false),
        JsonValueKind.Array => WireValues.List(element.EnumerateArray().Select(FromJson)),
        JsonValueKind.Object => FromJsonObject(element),
        _ => throw new InvalidOperationException($"Unknown {nameof(JsonValueKind)}: {element.ValueKind}"),
    };

    private static Value FromJsonObject(JsonElement element)
    {
        var fields = new Struct();
        foreach (var property in element.EnumerateObject())
            fields.Fields[property.Name] = FromJson(property.Value) ?? WireValues.Null;
        return Value.ForStruct(fields);
    }
}
