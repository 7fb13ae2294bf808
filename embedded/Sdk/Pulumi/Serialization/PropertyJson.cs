using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf.WellKnownTypes;

namespace Pulumi.Serialization;

/// <summary>Inputs that travel as JSON text.</summary>
internal static class PropertyJson
{
    private static readonly JsonSerializerOptions TextOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// The text of a value, with the dependencies and the secrecy of everything inside it; unknown if anything in it is.
    /// </summary>
    public static async Task<Output<string>> ToTextAsync(string path, object value)
    {
        var serializer = new PropertySerializer(keepResources: false);
        var serialized = await serializer.SerializeAsync(path, value).ConfigureAwait(false) ?? WireValues.Null;
        var isSecret = false;
        var node = ToNode(serialized, ref isSecret);
        return new(new OutputData<string>(
            node?.ToJsonString(TextOptions) ?? "null", !serializer.ContainsUnknown, isSecret, [.. serializer.Dependencies]));
    }

    private static JsonNode? ToNode(Value value, ref bool isSecret)
    {
        switch (value.KindCase)
        {
            case Value.KindOneofCase.StringValue:
                return value.StringValue;
            case Value.KindOneofCase.NumberValue:
                return value.NumberValue;
            case Value.KindOneofCase.BoolValue:
                return value.BoolValue;
            case Value.KindOneofCase.ListValue:
                var array = new JsonArray();
                foreach (var item in value.ListValue.Values)
                    array.Add(ToNode(item, ref isSecret));
                return array;
            case Value.KindOneofCase.StructValue:
                var fields = value.StructValue.Fields;
                if (fields.TryGetValue(Markers.Key, out var marker) && marker.StringValue == Markers.Secret)
                {
                    isSecret = true;
                    return ToNode(fields[Markers.Value], ref isSecret);
                }

                var node = new JsonObject();
                foreach (var (key, item) in fields)
                    node.Add(key, ToNode(item, ref isSecret));
                return node;
            default:
                return null;
        }
    }
}
