using System.Collections.Immutable;
using CarbonioInfra.Engine.Values;
using YamlDotNet.RepresentationModel;

namespace CarbonioInfra.Engine.Configuration;

/// <summary>Places in a tree of YAML nodes.</summary>
internal static class YamlTree
{
    /// <summary>The child at one step, also one that is null; null when there is none.</summary>
    public static YamlNode? Child(YamlNode node, PropertyPath.Segment segment) => (node, segment.Key) switch
    {
        (YamlMappingNode map, { } key) => map.Children.TryGetValue(new YamlScalarNode(key), out var child) ? child : null,
        (YamlSequenceNode list, null) when segment.Index >= 0 && segment.Index < list.Children.Count => list.Children[segment.Index],
        _ => null,
    };

    /// <summary>The node at a place; null when there is none.</summary>
    public static YamlNode? Find(YamlNode root, ImmutableArray<PropertyPath.Segment> path) =>
        path.Aggregate((YamlNode?)root, (node, segment) => node is null ? null : Child(node, segment));

    /// <summary>A value inside new maps and lists, one for each step.</summary>
    /// <exception cref="FormatException">A new list would not start with its first item.</exception>
    public static YamlNode Nested(ImmutableArray<PropertyPath.Segment> path, YamlNode value)
    {
        foreach (var segment in path.Reverse())
        {
            if (segment.Key is null && segment.Index != 0)
                throw new FormatException($"[{segment.Index}]: there is no list yet, so its first item is [0]");
            value = segment.Key is { } key ? new YamlMappingNode(new YamlScalarNode(key), value) : new YamlSequenceNode(value);
        }

        return value;
    }

    /// <exception cref="FormatException">Something on the way is not what the place takes it for.</exception>
    public static void Set(YamlMappingNode root, ImmutableArray<PropertyPath.Segment> path, YamlNode value)
    {
        YamlNode parent = root;
        for (var depth = 0; ; depth++)
        {
            var segment = path[depth];
            Require(parent, segment, path[..depth]);
            var child = Child(parent, segment);
            if (depth + 1 == path.Length || child is null || YamlFile.IsNull(child))
            {
                var nested = Nested(path[(depth + 1)..], value);
                if (parent is YamlMappingNode map)
                    map.Children[new YamlScalarNode(segment.Key)] = nested;
                else if (child is null)
                    ((YamlSequenceNode)parent).Children.Add(nested);
                else
                    ((YamlSequenceNode)parent).Children[segment.Index] = nested;
                return;
            }

            parent = child;
        }
    }

    /// <exception cref="FormatException">There is nothing at the place.</exception>
    public static void Remove(YamlMappingNode root, ImmutableArray<PropertyPath.Segment> path)
    {
        if (Find(root, path) is null)
            throw new FormatException("there is no such value");
        var parent = Find(root, path[..^1]);
        if (parent is YamlMappingNode map)
            map.Children.Remove(new YamlScalarNode(path[^1].Key));
        else
            ((YamlSequenceNode)parent!).Children.RemoveAt(path[^1].Index);
    }

    private static void Require(YamlNode parent, PropertyPath.Segment segment, ImmutableArray<PropertyPath.Segment> place)
    {
        var where = place.IsEmpty ? "the file" : string.Concat(place.Select(step => step.Key is { } key ? "." + key : $"[{step.Index}]")).TrimStart('.');
        if (segment.Key is not null ? parent is not YamlMappingNode : parent is not YamlSequenceNode)
            throw new FormatException($"{where}: expected {(segment.Key is null ? "a list" : "a mapping")}, found {YamlFile.Describe(parent)}");
        if (parent is YamlSequenceNode list && (segment.Index < 0 || segment.Index > list.Children.Count))
            throw new FormatException($"{where}: expected an index from 0 to {list.Children.Count}, found {(segment.IsAny ? "*" : segment.Index)}");
    }
}
