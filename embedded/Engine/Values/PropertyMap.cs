using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace CarbonioInfra.Engine.Values;

/// <summary>
/// Named properties, immutable, enumerated in ordinal key order so that everything printed or stored is the same from run
/// to run. Entries whose value is <see cref="PropertyValue.Null"/> are dropped: null means absent.
/// </summary>
[SuppressMessage("Naming", "CA1710", Justification = "PropertyMap is Pulumi's name for this concept.")]
public sealed class PropertyMap : IReadOnlyDictionary<string, PropertyValue>, IEquatable<PropertyMap>
{
    private readonly ImmutableSortedDictionary<string, PropertyValue> _entries;

    private PropertyMap(ImmutableSortedDictionary<string, PropertyValue> entries) => _entries = entries;

    public static PropertyMap Empty { get; } =
        new(ImmutableSortedDictionary.Create<string, PropertyValue>(StringComparer.Ordinal));

    public int Count => _entries.Count;

    public IEnumerable<string> Keys => _entries.Keys;

    public IEnumerable<PropertyValue> Values => _entries.Values;

    public PropertyValue this[string key] => _entries[key];

    /// <summary>A map of the given entries; a later one with the same name wins.</summary>
    public static PropertyMap Of(params IEnumerable<(string Name, PropertyValue Value)> entries) =>
        From(entries.Select(entry => KeyValuePair.Create(entry.Name, entry.Value)));

    /// <inheritdoc cref="Of"/>
    public static PropertyMap From(IEnumerable<KeyValuePair<string, PropertyValue>> entries)
    {
        var builder = Empty._entries.ToBuilder();
        foreach (var (name, value) in entries)
        {
            if (value is PropertyValue.Null)
                builder.Remove(name);
            else
                builder[name] = value;
        }

        return builder.Count == 0 ? Empty : new(builder.ToImmutable());
    }

    public bool ContainsKey(string key) => _entries.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out PropertyValue value) => _entries.TryGetValue(key, out value);

    /// <summary>The property, or <see cref="PropertyValue.Null"/> when it is absent.</summary>
    public PropertyValue Get(string key) => _entries.GetValueOrDefault(key, PropertyValue.Null.Instance);

    /// <summary>This map with one property set, or removed when <paramref name="value"/> is null.</summary>
    public PropertyMap With(string key, PropertyValue value) =>
        new(value is PropertyValue.Null ? _entries.Remove(key) : _entries.SetItem(key, value));

    public PropertyMap Without(string key) => new(_entries.Remove(key));

    /// <summary>This map with every value replaced by what <paramref name="change"/> makes of it.</summary>
    public PropertyMap Select(Func<PropertyValue, PropertyValue> change) =>
        From(_entries.Select(entry => KeyValuePair.Create(entry.Key, change(entry.Value))));

    public bool Equals(PropertyMap? other) => ReferenceEquals(this, other) || (other is not null && Count == other.Count
        && _entries.SequenceEqual(other._entries));

    public override bool Equals(object? obj) => Equals(obj as PropertyMap);

    public override int GetHashCode() =>
        _entries.Aggregate(Count, (hash, entry) => HashCode.Combine(hash, entry.Key, entry.Value));

    public IEnumerator<KeyValuePair<string, PropertyValue>> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
