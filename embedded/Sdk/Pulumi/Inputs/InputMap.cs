using System.Collections;
using System.Collections.Immutable;

namespace Pulumi;

/// <summary>
/// A map with string keys whose values, or the whole of which, may be outputs. Unknown and secret values stay single.
/// </summary>
/// <typeparam name="V">Type of the values.</typeparam>
public sealed class InputMap<V>
    : Input<ImmutableDictionary<string, V>>, IEnumerable, IAsyncEnumerable<Input<KeyValuePair<string, V>>>
{
    private Output<ImmutableDictionary<string, Input<V>>> _items;

    /// <summary>An empty map.</summary>
    public InputMap()
        : this(Output.Create(ImmutableDictionary<string, Input<V>>.Empty))
    {
    }

    private InputMap(Output<ImmutableDictionary<string, Input<V>>> items)
        : base(null) => _items = items;

    /// <summary>Same as <see cref="Add(string, Input{V})"/>.</summary>
    public Input<V> this[string key]
    {
        set => Add(key, value);
    }

    /// <summary>A map of these entries.</summary>
    public static implicit operator InputMap<V>(Dictionary<string, V> values) => new(Output.Create(Items(values)));

    /// <inheritdoc cref="op_Implicit(Dictionary{string, V})"/>
    public static implicit operator InputMap<V>(ImmutableDictionary<string, V> values) => new(Output.Create(Items(values)));

    /// <summary>A map that is known as a whole only later.</summary>
    public static implicit operator InputMap<V>(Output<Dictionary<string, V>> values) => new(values.Apply(Items));

    /// <inheritdoc cref="op_Implicit(Output{Dictionary{string, V}})"/>
    public static implicit operator InputMap<V>(Output<IDictionary<string, V>> values) => new(values.Apply(Items));

    /// <inheritdoc cref="op_Implicit(Output{Dictionary{string, V}})"/>
    public static implicit operator InputMap<V>(Output<ImmutableDictionary<string, V>> values) => new(values.Apply(Items));

    /// <summary>A new map of both; where both have a key, <paramref name="second"/> wins.</summary>
    public static InputMap<V> Merge(InputMap<V> first, InputMap<V> second) =>
        new(Output.Tuple(first._items, second._items).Apply(pair => pair.Item1.SetItems(pair.Item2)));

    /// <summary>
    /// Adds an entry. A key that is there already is accepted only with an equal value; otherwise the map fails when it is
    /// used.
    /// </summary>
    public void Add(string key, Input<V> value) =>
        _items = _items.Apply(items => items.TryGetValue(key, out var present)
            ? items.SetItem(key, RequireEqual(key, present, value))
            : items.Add(key, value));

    /// <inheritdoc cref="AddRange(InputMap{V})"/>
    public void Add(InputMap<V> values) => AddRange(values);

    /// <summary>Adds the entries of another map, which must have no key in common with this one.</summary>
    public void AddRange(InputMap<V> values) =>
        _items = Output.Tuple(_items, values._items).Apply(pair => pair.Item1.AddRange(pair.Item2));

    /// <summary>The entries, once the map itself is known; none while it is unknown.</summary>
    public async IAsyncEnumerator<Input<KeyValuePair<string, V>>> GetAsyncEnumerator(CancellationToken cancellationToken)
    {
        // Of the map as a whole, as in Pulumi: none if one is unknown, and nothing says any more which of them is secret.
        foreach (var item in await ToOutputCore().GetValueAsync(ImmutableDictionary<string, V>.Empty))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return item;
        }
    }

    // Only there so that collection initializers compile.
    IEnumerator IEnumerable.GetEnumerator() => throw new NotSupportedException(
        $"A {GetType().FullName} cannot be synchronously enumerated. Use {nameof(GetAsyncEnumerator)} instead.");

    internal override Output<ImmutableDictionary<string, V>> ToOutputCore() => _items.Apply(items =>
        OutputCombiner.Combine(async combiner =>
        {
            var values = ImmutableDictionary.CreateBuilder<string, V>();
            foreach (var (key, item) in items)
                values.Add(key, await combiner.ValueOf(item));
            return values.ToImmutable();
        }));

    private protected override IOutput SerializedForm => _items;

    private static ImmutableDictionary<string, Input<V>> Items(IEnumerable<KeyValuePair<string, V>> values) =>
        values.ToImmutableDictionary(entry => entry.Key, entry => (Input<V>)entry.Value);

    private static Output<V> RequireEqual(string key, Input<V> first, Input<V> second) =>
        Output.Tuple(first, second).Apply(pair => EqualityComparer<V>.Default.Equals(pair.Item1, pair.Item2)
            ? pair.Item1
            : throw new ArgumentException($"Key '{key}' already exists in the map with a different value."));
}
