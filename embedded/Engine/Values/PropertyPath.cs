using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace CarbonioInfra.Engine.Values;

/// <summary>
/// The place of a value in a tree, in Pulumi's syntax: <c>a.b</c>, <c>a["b.c"]</c>, <c>a[0]</c>; in patterns also <c>a[*]</c>.
/// </summary>
public sealed class PropertyPath : IEquatable<PropertyPath>
{
    private PropertyPath(ImmutableArray<Segment> segments) => Segments = segments;

    /// <summary>One step of a path: a map key, a list index or any.</summary>
    /// <param name="Key">The map key; null for an index.</param>
    /// <param name="Index">The list index; -1 for <c>*</c>.</param>
    public readonly record struct Segment(string? Key, int Index)
    {
        public bool IsAny => Key is null && Index < 0;
    }

    public static PropertyPath Root { get; } = new([]);

    public ImmutableArray<Segment> Segments { get; }

    public PropertyPath Child(string key) => new(Segments.Add(new(key, 0)));

    public PropertyPath Child(int index) => new(Segments.Add(new(null, index)));

    /// <exception cref="FormatException">The text is not a path; the message says where.</exception>
    public static PropertyPath Parse(string text)
    {
        var segments = ImmutableArray.CreateBuilder<Segment>();
        var position = 0;
        while (position < text.Length)
        {
            if (text[position] == '[')
            {
                segments.Add(ParseBracket(text, ref position));
            }
            else
            {
                if (text[position] == '.' && segments.Count != 0)
                    position++;
                var end = text.AsSpan(position).IndexOfAny('.', '[');
                end = end < 0 ? text.Length : position + end;
                if (end == position)
                    throw new FormatException($"property path '{text}': a name is expected at position {position}");
                var name = text[position..end];
                segments.Add(name == "*" ? new(null, -1) : new(name, 0));
                position = end;
            }
        }

        return new(segments.ToImmutable());
    }

    /// <summary>
    /// Whether <paramref name="other"/> is this place or one below it: <c>triggers[*]</c> contains <c>triggers[0]</c> and
    /// <c>triggers[0].x</c>, not <c>triggers</c>.
    /// </summary>
    public bool Contains(PropertyPath other) => Segments.Length <= other.Segments.Length
        && Segments.Zip(other.Segments).All(pair => pair.First.IsAny || pair.First == pair.Second);

    /// <summary>The value at this place, or null when there is none.</summary>
    public PropertyValue? Find(PropertyMap map)
    {
        PropertyValue current = map;
        foreach (var segment in Segments)
        {
            var next = current switch
            {
                PropertyValue.Secret secret => Step(secret.Value, segment),
                _ => Step(current, segment),
            };
            if (next is null)
                return null;
            current = next;
        }

        return current;
    }

    public bool Equals(PropertyPath? other) => other is not null && Segments.SequenceEqual(other.Segments);

    public override bool Equals(object? obj) => Equals(obj as PropertyPath);

    public override int GetHashCode() => Segments.Aggregate(0, (hash, segment) => HashCode.Combine(hash, segment));

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var segment in Segments)
        {
            if (segment.Key is not { } key)
                text.Append('[').Append(segment.IsAny ? "*" : segment.Index.ToString(CultureInfo.InvariantCulture)).Append(']');
            else if (key.Length == 0 || key.AsSpan().IndexOfAny(".[]\"*") >= 0)
                text.Append("[\"").Append(key.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Append("\"]");
            else
                text.Append(text.Length == 0 ? "" : ".").Append(key);
        }

        return text.ToString();
    }

    private static PropertyValue? Step(PropertyValue value, Segment segment) => (value, segment.Key) switch
    {
        (PropertyValue.Map map, { } key) => map.Properties.TryGetValue(key, out var found) ? found : null,
        (PropertyValue.List list, null) when segment.Index >= 0 && segment.Index < list.Items.Length => list.Items[segment.Index],
        _ => null,
    };

    private static Segment ParseBracket(string text, ref int position)
    {
        var start = position++;
        if (position < text.Length && text[position] == '"')
        {
            var key = new StringBuilder();
            for (position++; position < text.Length && text[position] != '"'; position++)
            {
                if (text[position] == '\\' && position + 1 < text.Length)
                    position++;
                key.Append(text[position]);
            }

            if (position + 1 >= text.Length || text[position + 1] != ']')
                throw new FormatException($"property path '{text}': the bracket at position {start} is not closed by \"]");
            position += 2;
            return new(key.ToString(), 0);
        }

        var end = text.IndexOf(']', position);
        if (end < 0)
            throw new FormatException($"property path '{text}': the bracket at position {start} is not closed");
        var inner = text[position..end];
        position = end + 1;
        if (inner == "*")
            return new(null, -1);
        return int.TryParse(inner, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? new(null, index)
            : throw new FormatException($"property path '{text}': '{inner}' is neither an index, nor *, nor a quoted name");
    }
}
