using System.Collections.Immutable;
using CarbonioInfra.Engine.Values;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace CarbonioInfra.Engine.Configuration;

/// <summary>
/// Changes single values of a YAML text in place: comments, order and style of everything else stay as people wrote them. What
/// comes out is read again and compared with what was meant, so that an edit either does exactly that or is refused.
/// </summary>
internal sealed class YamlEdit
{
    private const int IndentStep = 2;

    private readonly string _text;
    private readonly string _newline;
    private readonly YamlMappingNode _root;

    private YamlEdit(string text)
    {
        _text = text;
        _newline = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        _root = Parse(text);
    }

    /// <summary>Puts a value at a place; what lacks on the way there is made.</summary>
    /// <exception cref="FormatException">The place cannot hold it, or the text is written in a way that cannot be edited.</exception>
    public static string Set(string text, ImmutableArray<PropertyPath.Segment> path, YamlNode value)
    {
        var edit = new YamlEdit(text);
        var expected = Parse(text);
        YamlTree.Set(expected, path, value);
        return Verified(edit.SetText(path, value), expected);
    }

    /// <summary>Takes a value away.</summary>
    /// <exception cref="FormatException">There is none, or the text is written in a way that cannot be edited.</exception>
    public static string Remove(string text, ImmutableArray<PropertyPath.Segment> path)
    {
        var edit = new YamlEdit(text);
        var expected = Parse(text);
        YamlTree.Remove(expected, path);
        return Verified(edit.RemoveText(path), expected);
    }

    private static YamlMappingNode Parse(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream.Documents is [{ RootNode: YamlMappingNode root }] ? root : [];
    }

    private static string Verified(string text, YamlMappingNode expected)
    {
        try
        {
            if (Parse(text).Equals(expected))
                return text;
        }
        catch (YamlException)
        {
            // The same answer as for a text that means something else.
        }

        throw new FormatException("the file is written in a way that cannot be edited without loss; edit it by hand");
    }

    private string SetText(ImmutableArray<PropertyPath.Segment> path, YamlNode value)
    {
        if (_root.Children.Count == 0)
        {
            var before = _text.Length == 0 || _text.EndsWith('\n') ? _text : _text + _newline;
            return before + YamlText.Block(YamlTree.Nested(path, value), "", _newline) + _newline;
        }

        var (nodes, missing) = Walk(path);
        var last = nodes[^1];
        var isEmptyBlock = last is YamlMappingNode { Children.Count: 0 } or YamlSequenceNode { Children.Count: 0 }
            && !nodes.SkipLast(1).Any(IsFlow);
        var there = path.Length - missing;
        if (missing == 0 || YamlFile.IsNull(last) || isEmptyBlock)
            return Replace(nodes, path, YamlTree.Nested(path[there..], value));
        var entry = YamlTree.Nested(path[(there + 1)..], value);
        return last switch
        {
            YamlMappingNode map => Insert(map, [.. map.Children.Values], path[there].Key, entry),
            YamlSequenceNode list => Insert(list, [.. list.Children], null, entry),
            // Already refused while the expected tree was made.
            _ => throw new InvalidOperationException(),
        };
    }

    private string Insert(YamlNode container, List<YamlNode> items, string? key, YamlNode entry)
    {
        if (IsFlow(container))
        {
            var end = items.Count == 0 ? (int)container.Start.Index + 1 : EndOf(items[^1]);
            var text = (key is null ? "" : YamlText.Scalar(key, inFlow: true) + ": ") + YamlText.Flow(entry);
            return _text.Insert(end, (items.Count == 0 ? "" : ", ") + text);
        }

        YamlNode wrapped = key is null ? new YamlSequenceNode(entry) : new YamlMappingNode(new YamlScalarNode(key), entry);
        return _text.Insert(EndOfLine(EndOf(container)), _newline + YamlText.Block(wrapped, IndentOf(container), _newline));
    }

    private string Replace(List<YamlNode> nodes, ImmutableArray<PropertyPath.Segment> path, YamlNode value)
    {
        var (old, parent) = (nodes[^1], nodes[^2]);
        var end = EndOf(old);
        if (nodes.SkipLast(1).Any(IsFlow))
            return Spliced((int)old.Start.Index, Math.Max(end, (int)old.Start.Index), (YamlFile.IsNull(old) ? " " : "") + YamlText.Flow(value));

        // After the colon of the key, or the dash of the item.
        var start = parent is YamlMappingNode map
            ? _text.IndexOf(':', (int)KeyOf(map, path[nodes.Count - 2].Key!).End.Index) + 1
            : DashOf(old) + 1;
        var lineEnd = EndOfLine(start);
        var inline = YamlText.Inline(value);
        var indent = IndentOf(parent) + new string(' ', IndentStep);
        if (end > lineEnd)
        {
            // It stands below, or runs on there; a comment beside the key stays.
            var beside = old.Start.Index <= lineEnd ? "" : _text[start..lineEnd];
            return _text[..start] + (inline is null ? "" : " " + inline) + beside
                + (inline is null ? Below() : "") + _text[end..];
        }

        return inline is null
            ? _text[..start] + (parent is YamlSequenceNode ? " " + YamlText.Block(value, indent, _newline).TrimStart() + _text[end..lineEnd]
                : _text[end..lineEnd] + Below()) + _text[lineEnd..]
            : Spliced(start, Math.Max(start, end), " " + inline);

        string Below() => _newline + YamlText.Block(value, indent, _newline);
    }

    private string RemoveText(ImmutableArray<PropertyPath.Segment> path)
    {
        var (nodes, _) = Walk(path);
        var (node, parent) = (nodes[^1], nodes[^2]);
        List<(int Start, int End)> spans = parent switch
        {
            YamlMappingNode map => [.. map.Children.Select(entry => ((int)entry.Key.Start.Index, EndOfEntry(entry.Key, entry.Value)))],
            _ => [.. ((YamlSequenceNode)parent).Children.Select(item => (IsFlow(parent) ? (int)item.Start.Index : DashOf(item), EndOf(item)))],
        };
        var index = parent is YamlMappingNode siblings
            ? siblings.Children.Keys.ToList().FindIndex(key => key is YamlScalarNode scalar && scalar.Value == path[^1].Key)
            : path[^1].Index;
        var (start, end) = spans[index];
        if (IsFlow(parent))
        {
            return index + 1 < spans.Count ? Spliced(start, spans[index + 1].Start, "")
                : Spliced(index == 0 ? start : spans[index - 1].End, end, "");
        }

        // A block with nothing in it would mean null.
        if (spans.Count == 1 && nodes.Count > 2)
            return Replace(nodes[..^1], path, parent is YamlMappingNode ? new YamlMappingNode() : new YamlSequenceNode());

        var lineStart = _text.LastIndexOf('\n', Math.Max(0, start - 1)) + 1;
        // The first key of an item stands behind its dash.
        return _text[lineStart..start].Trim().Length != 0 && index + 1 < spans.Count
            ? Spliced(start, spans[index + 1].Start, "")
            : Spliced(lineStart, Math.Min(_text.Length, _text.IndexOf('\n', EndOfLine(end)) is var next and >= 0 ? next + 1 : _text.Length), "");
    }

    /// <summary>The nodes from the root to the place, as far as there are any, and how many steps are missing.</summary>
    private (List<YamlNode> Nodes, int Missing) Walk(ImmutableArray<PropertyPath.Segment> path)
    {
        List<YamlNode> nodes = [_root];
        foreach (var segment in path)
        {
            if (YamlTree.Child(nodes[^1], segment) is not { } child)
                break;
            nodes.Add(child);
        }

        return (nodes, path.Length + 1 - nodes.Count);
    }

    private static YamlNode KeyOf(YamlMappingNode map, string key) => map.Children.Keys.First(node => node is YamlScalarNode scalar && scalar.Value == key);

    private static bool IsFlow(YamlNode node) =>
        node is YamlMappingNode { Style: MappingStyle.Flow } or YamlSequenceNode { Style: SequenceStyle.Flow };

    /// <summary>How far the entries of a block are indented.</summary>
    private string IndentOf(YamlNode block)
    {
        if (block is YamlMappingNode map)
            return map.Children.Count == 0 ? "" : new(' ', (int)map.Children.First().Key.Start.Column - 1);
        var dash = DashOf(((YamlSequenceNode)block).Children[0]);
        return new(' ', dash - (_text.LastIndexOf('\n', Math.Max(0, dash - 1)) + 1));
    }

    private int DashOf(YamlNode item) => _text.LastIndexOf('-', Math.Max(0, (int)item.Start.Index - 1));

    private int EndOfEntry(YamlNode key, YamlNode value) => Math.Max(_text.IndexOf(':', (int)key.End.Index) + 1, EndOf(value));

    /// <summary>Where a node's own text ends, which the parser tells of scalars only.</summary>
    private int EndOf(YamlNode node) => node switch
    {
        YamlMappingNode map => EndOfCollection(map, '}', map.Children.Count == 0 ? null : EndOfEntry(map.Children.Last().Key, map.Children.Last().Value)),
        YamlSequenceNode list => EndOfCollection(list, ']', list.Children.Count == 0 ? null : EndOf(list.Children[^1])),
        YamlScalarNode { Style: ScalarStyle.Literal or ScalarStyle.Folded } => _text[..(int)node.End.Index].TrimEnd().Length,
        _ => (int)node.End.Index,
    };

    private int EndOfCollection(YamlNode node, char bracket, int? endOfLast) =>
        IsFlow(node) ? _text.IndexOf(bracket, endOfLast ?? (int)node.Start.Index) + 1 : endOfLast ?? (int)node.End.Index;

    private int EndOfLine(int position)
    {
        var end = _text.IndexOf('\n', position);
        if (end < 0)
            return _text.Length;
        return end > 0 && _text[end - 1] == '\r' ? end - 1 : end;
    }

    private string Spliced(int start, int end, string text) => string.Concat(_text.AsSpan(0, start), text, _text.AsSpan(end));
}
