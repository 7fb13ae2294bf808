using System.Text;
using System.Text.Json;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Cli;

/// <summary>
/// A stack's outputs: for people, single values beside their names, maps and tables (lists of maps) below theirs; for programs
/// as JSON.
/// </summary>
internal static class OutputsText
{
    private const string Masked = "[secret]";

    /// <param name="output">Where to.</param>
    /// <param name="stack">The stack's name.</param>
    /// <param name="outputs">Null when the stack has never been brought up.</param>
    /// <param name="json">As JSON.</param>
    /// <param name="showSecrets">Secrets in plain.</param>
    public static void Write(TextWriter output, string stack, PropertyMap? outputs, bool json, bool showSecrets)
    {
        var shown = (outputs ?? PropertyMap.Empty).Select(value => Shown(value, showSecrets));
        if (json)
            output.WriteLine(Json(shown, indented: true));
        else if (outputs is null)
            output.WriteLine($"Stack '{stack}' is not up: it has no outputs. `up {stack}` makes it.");
        else if (shown.Count == 0)
            output.WriteLine($"Stack '{stack}' has no outputs.");
        else
            WriteEntries(output, shown, "");
    }

    private static void WriteEntries(TextWriter output, PropertyMap entries, string indent)
    {
        var width = entries.Where(entry => !IsBlock(entry.Value)).Select(entry => entry.Key.Length).DefaultIfEmpty().Max();
        foreach (var (name, value) in entries.OrderBy(entry => IsBlock(entry.Value)))
        {
            if (!IsBlock(value))
            {
                var lines = Inline(value).Split('\n');
                output.WriteLine($"{indent}{name.PadRight(width)}  {lines[0]}".TrimEnd());
                foreach (var line in lines.Skip(1))
                    output.WriteLine($"{indent}{new string(' ', width)}  {line}".TrimEnd());
                continue;
            }

            output.WriteLine(indent + name);
            if (value is PropertyValue.Map map)
                WriteEntries(output, map.Properties, indent + "  ");
            else if (RowsOf(value) is { } rows)
                WriteTable(output, rows, indent + "  ");
            else
                WriteItems(output, ((PropertyValue.List)value).Items, indent + "  ");
        }
    }

    /// <summary>One line per map; the name comes first and lists, which are long, last.</summary>
    private static void WriteTable(TextWriter output, List<PropertyMap> rows, string indent)
    {
        var columns = rows.SelectMany(row => row.Keys).Distinct(StringComparer.Ordinal)
            .OrderBy(key => key == "name" ? 0 : rows.Exists(row => row.Get(key) is PropertyValue.List) ? 2 : 1)
            .ThenBy(key => key, StringComparer.Ordinal).ToList();
        var lines = rows.Select(row => columns.ConvertAll(column => OneLine(row.Get(column)))).Prepend(columns).ToList();
        var widths = columns.Select((_, column) => lines.Max(line => line[column].Length)).ToList();
        foreach (var line in lines)
            output.WriteLine((indent + string.Join("  ", line.Select((cell, column) => cell.PadRight(widths[column])))).TrimEnd());
    }

    private static void WriteItems(TextWriter output, IEnumerable<PropertyValue> items, string indent)
    {
        foreach (var item in items)
            output.WriteLine($"{indent}- {OneLine(item)}");
    }

    // What needs lines of its own.
    private static bool IsBlock(PropertyValue value) => value switch
    {
        PropertyValue.Map map => map.Properties.Count != 0,
        PropertyValue.List list => list.Items.Any(item => item is PropertyValue.Map or PropertyValue.List),
        _ => false,
    };

    private static List<PropertyMap>? RowsOf(PropertyValue value) =>
        value is PropertyValue.List list && list.Items.All(item => item is PropertyValue.Map)
            ? [.. list.Items.Select(item => ((PropertyValue.Map)item).Properties)]
            : null;

    private static string Inline(PropertyValue value) => value switch
    {
        PropertyValue.Null => "",
        PropertyValue.Text text => text.Value.TrimEnd('\n'),
        PropertyValue.List { Items.IsEmpty: false } list when list.Items.All(item => item is not (PropertyValue.Map or PropertyValue.List)) =>
            string.Join(", ", list.Items.Select(Inline)),
        _ => Json(value, indented: false),
    };

    private static string OneLine(PropertyValue value) => Inline(value).ReplaceLineEndings(" ");

    private static PropertyValue Shown(PropertyValue value, bool showSecrets) => value switch
    {
        PropertyValue.Secret secret => showSecrets ? Shown(secret.Value, showSecrets) : Masked,
        PropertyValue.List list => PropertyValue.ListOf(list.Items.Select(item => Shown(item, showSecrets))),
        PropertyValue.Map map => map.Properties.Select(item => Shown(item, showSecrets)),
        PropertyValue.ResourceReference { Id: null } component => component.Urn,
        PropertyValue.ResourceReference { Id: { } id } => id,
        _ => value,
    };

    private static string Json(PropertyValue value, bool indented)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, StateJson.Compact with { Indented = indented }))
            StateValues.Write(writer, value, NoSecretsLeft.Instance);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private sealed class NoSecretsLeft : ISecretCrypter
    {
        public static NoSecretsLeft Instance { get; } = new();

        public string Encrypt(string plaintext) => Masked;

        public string Decrypt(string ciphertext) => throw new NotSupportedException();
    }
}
