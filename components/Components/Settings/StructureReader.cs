using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace CarbonioInfra.Components.Settings;

/// <summary>Reads the members of one object within a structured setting and notes what is wrong with them, unknown ones too.</summary>
/// <param name="settings">Where problems go.</param>
/// <param name="path">Path of the object, for example <c>aws.nodes.mbox1</c>.</param>
/// <param name="value">The object; any other kind is a problem and reads as an empty one.</param>
public sealed class StructureReader(SettingsReader settings, string path, JsonElement value)
{
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private readonly bool _isObject = value.ValueKind == JsonValueKind.Object;

    /// <summary>Path of the object.</summary>
    public string Path { get; } = path;

    /// <summary>A text, or <paramref name="defaultValue"/> when it is absent; a null default makes it required.</summary>
    public string Text(string name, string? defaultValue, string expected, Func<string, bool> isGood)
    {
        var text = Member(name) is { } member ? member.ValueKind == JsonValueKind.String ? member.GetString()! : member.GetRawText() : defaultValue;
        if (text is not null && (text == defaultValue || isGood(text)))
            return text;
        Problem(name, expected, text is null ? "nothing" : $"'{text}'");
        return defaultValue ?? "";
    }

    /// <summary>One of <paramref name="allowed"/>, the first when it is absent.</summary>
    public string OneOf(string name, params string[] allowed) =>
        Text(name, allowed[0], $"one of {string.Join(", ", allowed)}", text => allowed.Contains(text));

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public bool Flag(string name, bool defaultValue) =>
        Text(name, defaultValue ? "true" : "false", "true or false", text => text is "true" or "false") == "true";

    /// <summary>A whole number within bounds.</summary>
    public int WholeNumber(string name, int defaultValue, int min, int max) => int.Parse(
        Text(name, defaultValue.ToString(CultureInfo.InvariantCulture), $"a whole number from {min} to {max}",
            text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max),
        CultureInfo.InvariantCulture);

    /// <summary>A whole number within bounds, or null when it is absent.</summary>
    public int? WholeNumber(string name, int min, int max) => Member(name) is null ? null : WholeNumber(name, min, min, max);

    /// <summary>A list of texts, empty when it is absent.</summary>
    public ImmutableArray<string> Texts(string name, string expected, Func<string, bool> isGood)
    {
        if (Member(name) is not { } member)
            return [];
        if (member.ValueKind != JsonValueKind.Array || member.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String))
        {
            Problem(name, $"a list, each {expected}", member.GetRawText());
            return [];
        }

        var texts = member.EnumerateArray().Select(item => item.GetString()!).ToImmutableArray();
        for (var index = 0; index < texts.Length; index++)
        {
            if (!isGood(texts[index]))
                Problem($"{name}[{index}]", expected, $"'{texts[index]}'");
        }

        return [.. texts.Where(isGood)];
    }

    /// <summary>An object below this one, or null when it is absent.</summary>
    public StructureReader? Child(string name) =>
        Member(name) is { } member ? new StructureReader(settings, $"{Path}.{name}", member) : null;

    /// <summary>The objects of a map with names that the user chooses.</summary>
    public IEnumerable<(string Name, StructureReader Reader)> Map(string name)
    {
        if (Member(name) is not { } member)
            return [];
        if (member.ValueKind == JsonValueKind.Object)
            return [.. member.EnumerateObject().Select(entry => (entry.Name, new StructureReader(settings, $"{Path}.{name}.{entry.Name}", entry.Value)))];
        Problem(name, "a map", member.GetRawText());
        return [];
    }

    /// <summary>Notes a problem of the member <paramref name="name"/>.</summary>
    public void Problem(string name, string expected, string found) => settings.Problem($"{Path}.{name}", expected, found);

    /// <summary>Notes every member that was not read. Call it last.</summary>
    public void RefuseOthers()
    {
        if (!_isObject)
        {
            settings.Problem(Path, $"a map with {string.Join(", ", _read.Order(StringComparer.Ordinal))}", value.GetRawText());
            return;
        }

        foreach (var unknown in value.EnumerateObject().Where(member => !_read.Contains(member.Name)))
            Problem(unknown.Name, $"one of {string.Join(", ", _read.Order(StringComparer.Ordinal))}", $"'{unknown.Name}'");
    }

    private JsonElement? Member(string name)
    {
        _read.Add(name);
        return _isObject && value.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;
    }
}
