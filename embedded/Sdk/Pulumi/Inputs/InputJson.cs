using System.Text.Json;

namespace Pulumi;

/// <summary>An input of any JSON value.</summary>
public sealed class InputJson : Input<JsonElement>
{
    /// <summary>JSON null.</summary>
    public InputJson()
        : this(Output.Create(Parse("null")))
    {
    }

    private InputJson(Output<JsonElement> output)
        : base(output)
    {
    }

    /// <summary>The value of JSON text.</summary>
    public static implicit operator InputJson(string json) => new(Output.Create(Parse(json)));

    /// <summary>The root of a document.</summary>
    public static implicit operator InputJson(JsonDocument document) => new(Output.Create(document.RootElement));

    /// <summary>An element of a document.</summary>
    public static implicit operator InputJson(JsonElement element) => new(Output.Create(element));

    /// <inheritdoc cref="op_Implicit(string)"/>
    public static implicit operator InputJson(Output<string> json) => new(json.Apply(Parse));

    /// <inheritdoc cref="op_Implicit(JsonDocument)"/>
    public static implicit operator InputJson(Output<JsonDocument> document) => new(document.Apply(json => json.RootElement));

    /// <inheritdoc cref="op_Implicit(JsonElement)"/>
    public static implicit operator InputJson(Output<JsonElement> element) => new(element);

    private static JsonElement Parse(string json) => JsonElement.Parse(json);
}
