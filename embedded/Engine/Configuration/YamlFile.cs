using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace CarbonioInfra.Engine.Configuration;

/// <summary>A YAML file whose top is a mapping, read so that every complaint can name file and line.</summary>
internal sealed class YamlFile
{
    private YamlFile(string path, YamlMappingNode root)
    {
        Path = path;
        Root = root;
    }

    public string Path { get; }

    public YamlMappingNode Root { get; }

    /// <exception cref="EngineException">The file cannot be read or is not a YAML mapping.</exception>
    public static YamlFile Read(string path)
    {
        try
        {
            return Parse(path, File.ReadAllText(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new EngineException($"{path} cannot be read: {error.Message}", error);
        }
    }

    /// <param name="path">The file that the text is, or is to become.</param>
    /// <param name="text">What it holds.</param>
    /// <exception cref="EngineException">It is not a YAML mapping.</exception>
    public static YamlFile Parse(string path, string text)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents switch
            {
                [] => new(path, []),
                [{ RootNode: YamlMappingNode root }] => new(path, root),
                [{ RootNode: YamlScalarNode { Value: null or "" } }] => new(path, []),
                [{ RootNode: var other }] => throw At(path, other, "expected a mapping (key: value), found " + Describe(other)),
                _ => throw new EngineException($"{path}: expected one YAML document, found {stream.Documents.Count}"),
            };
        }
        catch (YamlException error)
        {
            throw new EngineException(TabIn(text, error) is { } place
                ? $"{path}:{place}: expected spaces as indentation, found a tab"
                : $"{path}:{error.Start.Line}:{error.Start.Column}: {error.Message}", error);
        }
    }

    /// <summary>The node of a key; null when absent or empty.</summary>
    public static YamlNode? Find(YamlMappingNode map, string key) =>
        map.Children.TryGetValue(new YamlScalarNode(key), out var node) && !IsNull(node) ? node : null;

    public static bool IsNull(YamlNode node) =>
        node is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" };

    /// <summary>The text of a key; null when absent.</summary>
    /// <exception cref="EngineException">The key holds something else than one value.</exception>
    public string? Text(YamlMappingNode map, string key) => Find(map, key) switch
    {
        null => null,
        YamlScalarNode scalar => scalar.Value,
        var other => throw At(Path, other, $"{key}: expected a text, found {Describe(other)}"),
    };

    /// <summary>The mapping of a key; null when absent.</summary>
    /// <exception cref="EngineException">The key holds something else.</exception>
    public YamlMappingNode? Mapping(YamlMappingNode map, string key) => Find(map, key) switch
    {
        null => null,
        YamlMappingNode mapping => mapping,
        var other => throw At(Path, other, $"{key}: expected a mapping, found {Describe(other)}"),
    };

    public EngineException At(YamlNode node, string problem) => At(Path, node, problem);

    public string PlaceOf(YamlNode node) => $"{Path}:{node.Start.Line}";

    public static string Describe(YamlNode node) => node switch
    {
        YamlMappingNode => "a mapping",
        YamlSequenceNode => "a list",
        YamlScalarNode scalar => $"'{scalar.Value}'",
        _ => node.NodeType.ToString(),
    };

    /// <summary>Line and column of the tab that a text is refused for; null when it is refused for something else.</summary>
    // The parser tells where what the tab breaks begins, which may be the first line of the file.
    private static string? TabIn(string text, YamlException error)
    {
        if (!error.Message.Contains(" tab ", StringComparison.Ordinal))
            return null;
        var lines = text.Split('\n');
        for (var number = Math.Max(1, (int)error.Start.Line); number <= lines.Length; number++)
        {
            var line = lines[number - 1];
            if (line.AsSpan(0, line.Length - line.AsSpan().TrimStart(" \t").Length).IndexOf('\t') is var tab and >= 0)
                return $"{number}:{tab + 1}";
        }

        return null;
    }

    private static EngineException At(string path, YamlNode node, string problem) =>
        new($"{path}:{node.Start.Line}: {problem}");
}
