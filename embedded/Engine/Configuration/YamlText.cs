using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace CarbonioInfra.Engine.Configuration;

/// <summary>YAML nodes as text, in the way that people write stack files: blocks, and quotes only where they are needed.</summary>
internal static partial class YamlText
{
    private static readonly JsonSerializerOptions Quoting = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The lines of a map or list, the first one indented too, without a newline at the end.</summary>
    public static string Block(YamlNode node, string indent, string newline)
    {
        var lines = node switch
        {
            YamlMappingNode map => map.Children.Select(entry => Entry(Scalar(((YamlScalarNode)entry.Key).Value ?? "") + ":", entry.Value,
                below => newline + Block(below, indent + "  ", newline))),
            YamlSequenceNode list => list.Children.Select(item => Entry("-", item,
                below => " " + Block(below, indent + "  ", newline).TrimStart())),
            _ => [indent + Inline(node)],
        };
        return string.Join(newline, lines);

        string Entry(string head, YamlNode value, Func<YamlNode, string> below) =>
            indent + head + (Inline(value) is { } inline ? " " + inline : below(value));
    }

    /// <summary>What fits behind a key in a block; null for what takes lines of its own.</summary>
    public static string? Inline(YamlNode node) => node switch
    {
        YamlScalarNode scalar => Scalar(scalar, inFlow: false),
        YamlMappingNode { Children.Count: 0 } => "{}",
        YamlSequenceNode { Children.Count: 0 } => "[]",
        _ => null,
    };

    public static string Flow(YamlNode node) => node switch
    {
        YamlScalarNode scalar => Scalar(scalar, inFlow: true),
        YamlMappingNode map => "{" + string.Join(", ", map.Children.Select(entry =>
            $"{Scalar(((YamlScalarNode)entry.Key).Value ?? "", inFlow: true)}: {Flow(entry.Value)}")) + "}",
        YamlSequenceNode list => "[" + string.Join(", ", list.Children.Select(Flow)) + "]",
        _ => throw new FormatException($"expected a value, found {node.NodeType}"),
    };

    /// <summary>A text that is nothing else than a text, whoever reads it.</summary>
    public static string Scalar(string text, bool inFlow = false) => Quoted(text, inFlow || NotText().IsMatch(text), inFlow);

    private static string Scalar(YamlScalarNode scalar, bool inFlow) => scalar.Style == ScalarStyle.Plain
        ? Quoted(scalar.Value ?? "null", false, inFlow)
        : Scalar(scalar.Value ?? "", inFlow);

    private static string Quoted(string text, bool always, bool inFlow) =>
        always && !(inFlow && SafeInFlow().IsMatch(text) && !NotText().IsMatch(text)) || !ReadsAsItself(text)
            ? JsonSerializer.Serialize(text, Quoting)
            : text;

    private static bool ReadsAsItself(string text)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader("key: " + text + "\n"));
            return stream.Documents is [{ RootNode: YamlMappingNode { Children.Count: 1 } map }]
                && map.Children.First().Value is YamlScalarNode { Style: ScalarStyle.Plain } scalar && scalar.Value == text && !text.Contains('\n', StringComparison.Ordinal);
        }
        catch (YamlException)
        {
            return false;
        }
    }

    // What YAML 1.1 or 1.2 takes for null, a truth value, a number or a time.
    [GeneratedRegex("^$|^(~|null|true|false|yes|no|on|off|y|n)$|^[-+.]?[0-9][0-9a-fA-FxXoO_.:eE+-]*([Tt ].*)?$|^[-+]?\\.(inf|nan)$", RegexOptions.IgnoreCase)]
    private static partial Regex NotText();

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_./+=-]*$")]
    private static partial Regex SafeInFlow();
}
