using System.Text.Json;

namespace Pulumi;

public static partial class Output
{
    /// <summary>
    /// The value as JSON text. Outputs and inputs anywhere inside it are awaited and stand there with their values; one
    /// unknown makes the text unknown, one secret makes it secret.
    /// </summary>
    public static Output<string> JsonSerialize<T>(Output<T> value, JsonSerializerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(JsonText.SerializeAsync(value, options));
    }

    /// <summary>The value that the JSON text stands for.</summary>
    public static Output<T> JsonDeserialize<T>(Output<string> json, JsonSerializerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        return json.Apply(text => JsonSerializer.Deserialize<T>(text, options)!);
    }
}
