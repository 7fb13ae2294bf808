using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Pulumi.Serialization;

/// <summary>Inputs that travel as JSON text.</summary>
internal static class PropertyJson
{
    /// <summary>
    /// The text of a value, with the dependencies and the secrecy of everything inside it; unknown if anything in it is.
    /// </summary>
    public static async Task<Output<string>> ToTextAsync(string path, object value)
    {
        var serializer = new PropertySerializer(keepResources: false);
        var serialized = await serializer.SerializeAsync(path, value) ?? WireValues.Null;
        var isSecret = false;
        var text = JsonFormatter.Default.Format(Unwrap(serialized, ref isSecret));
        return new(new OutputData<string>(text, !serializer.ContainsUnknown, isSecret, [.. serializer.Dependencies]));
    }

    private static Value Unwrap(Value value, ref bool isSecret)
    {
        if (value.KindCase == Value.KindOneofCase.ListValue)
        {
            var items = new List<Value?>();
            foreach (var item in value.ListValue.Values)
                items.Add(Unwrap(item, ref isSecret));
            return WireValues.List(items);
        }

        if (value.KindCase != Value.KindOneofCase.StructValue)
            return value;

        var fields = value.StructValue.Fields;
        if (fields.TryGetValue(Markers.Key, out var marker) && marker.StringValue == Markers.Secret)
        {
            isSecret = true;
            return Unwrap(fields[Markers.Value], ref isSecret);
        }

        // In one order whatever the process: a provider whose text changes between runs would be updated each time.
        var unwrapped = new Struct();
        foreach (var (name, item) in fields.OrderBy(field => field.Key, StringComparer.Ordinal))
            unwrapped.Fields.Add(name, Unwrap(item, ref isSecret));
        return Value.ForStruct(unwrapped);
    }
}
