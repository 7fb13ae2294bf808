using System.Collections.Generic;

namespace CarbonioInfra.Embedded.SchemaGenerator.Json;

/// <summary>One value of a JSON document together with where it stands, so that every later complaint can name its place.</summary>
internal sealed class JsonValue
{
    private static readonly IReadOnlyList<JsonValue> NoItems = [];
    private static readonly IReadOnlyDictionary<string, JsonValue> NoMembers = new Dictionary<string, JsonValue>();

    public JsonValue(JsonKind kind, string path, int start, string text = "")
    {
        Kind = kind;
        Path = path;
        Start = start;
        Text = text;
    }

    public JsonKind Kind { get; }

    /// <summary>Pulumi's notation for places in a schema, for example <c>#/types/command:remote:Connection/required/0</c>.</summary>
    public string Path { get; }

    /// <summary>Offset of the value's first character in the file.</summary>
    public int Start { get; }

    /// <summary>The content of a string; the literal as written for a number or boolean; otherwise empty.</summary>
    public string Text { get; }

    public IReadOnlyList<JsonValue> Items { get; set; } = NoItems;

    public IReadOnlyDictionary<string, JsonValue> Members { get; set; } = NoMembers;

    public JsonValue? this[string member] => Members.TryGetValue(member, out var value) ? value : null;
}
