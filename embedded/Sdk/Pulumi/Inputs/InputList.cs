using System.Collections;
using System.Collections.Immutable;

namespace Pulumi;

/// <summary>A list whose elements, or the whole of which, may be outputs. Unknown and secret elements stay single.</summary>
/// <typeparam name="T">Type of the elements.</typeparam>
public sealed class InputList<T> : Input<ImmutableArray<T>>, IEnumerable, IAsyncEnumerable<Input<T>>
{
    private Output<ImmutableArray<Input<T>>> _items;

    /// <summary>An empty list.</summary>
    public InputList()
        : this(Output.Create(ImmutableArray<Input<T>>.Empty))
    {
    }

    private InputList(Output<ImmutableArray<Input<T>>> items)
        : base(null) => _items = items;

    private InputList(IEnumerable<Input<T>> items)
        : this(Output.Create(items.ToImmutableArray()))
    {
    }

    /// <summary>A list of one element.</summary>
    public static implicit operator InputList<T>(T value) => new([value]);

    /// <inheritdoc cref="op_Implicit(T)"/>
    public static implicit operator InputList<T>(Output<T> value) => new([value]);

    /// <inheritdoc cref="op_Implicit(T)"/>
    public static implicit operator InputList<T>(Input<T> value) => new([value]);

    /// <summary>A list of these elements.</summary>
    public static implicit operator InputList<T>(T[] values) => new(values.Select(FromValue));

    /// <inheritdoc cref="op_Implicit(T[])"/>
    public static implicit operator InputList<T>(Output<T>[] values) => new(values.Select(FromOutput));

    /// <inheritdoc cref="op_Implicit(T[])"/>
    public static implicit operator InputList<T>(Input<T>[] values) => new(values);

    /// <inheritdoc cref="op_Implicit(T[])"/>
    public static implicit operator InputList<T>(List<T> values) => new(values.Select(FromValue));

    /// <inheritdoc cref="op_Implicit(T[])"/>
    public static implicit operator InputList<T>(List<Output<T>> values) => new(values.Select(FromOutput));

    /// <inheritdoc cref="op_Implicit(T[])"/>
    public static implicit operator InputList<T>(List<Input<T>> values) => new(values);

    /// <inheritdoc cref="op_Implicit(T[])"/>
    public static implicit operator InputList<T>(ImmutableArray<T> values) => new(OrEmpty(values).Select(FromValue));

    /// <inheritdoc cref="op_Implicit(T[])"/>
    public static implicit operator InputList<T>(ImmutableArray<Output<T>> values) => new(OrEmpty(values).Select(FromOutput));

    /// <inheritdoc cref="op_Implicit(T[])"/>
    public static implicit operator InputList<T>(ImmutableArray<Input<T>> values) => new(OrEmpty(values));

    /// <summary>A list that is known as a whole only later.</summary>
    public static implicit operator InputList<T>(Output<T[]> values) => FromWhole(values);

    /// <inheritdoc cref="op_Implicit(Output{T[]})"/>
    public static implicit operator InputList<T>(Output<List<T>> values) => FromWhole(values);

    /// <inheritdoc cref="op_Implicit(Output{T[]})"/>
    public static implicit operator InputList<T>(Output<IEnumerable<T>> values) => FromWhole(values);

    /// <inheritdoc cref="op_Implicit(Output{T[]})"/>
    public static implicit operator InputList<T>(Output<ImmutableArray<T>> values) =>
        new(values.Apply(items => OrEmpty(items).Select(FromValue).ToImmutableArray()));

    /// <summary>Appends elements.</summary>
    public void Add(params Input<T>[] inputs) => _items = Append(Output.Create(inputs.ToImmutableArray()));

    /// <summary>Appends the elements of another list.</summary>
    public void Add(InputList<T> inputs) => AddRange(inputs);

    /// <summary>Appends the elements of another list.</summary>
    public void AddRange(InputList<T> inputs) => _items = Append(inputs._items);

    /// <summary>This list followed by <paramref name="other"/>; neither changes.</summary>
    public InputList<T> Concat(InputList<T> other) => new(Append(other._items));

    /// <summary>The elements, once the list itself is known; none while it is unknown.</summary>
    public async IAsyncEnumerator<Input<T>> GetAsyncEnumerator(CancellationToken cancellationToken)
    {
        // Of the list as a whole, as in Pulumi: none if one is unknown, and nothing says any more which of them is secret.
        foreach (var item in await ToOutputCore().GetValueAsync([]))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return item;
        }
    }

    // Only there so that collection initializers compile.
    IEnumerator IEnumerable.GetEnumerator() => throw new NotSupportedException(
        $"A {GetType().FullName} cannot be synchronously enumerated. Use {nameof(GetAsyncEnumerator)} instead.");

    internal override Output<ImmutableArray<T>> ToOutputCore() => _items.Apply(items => Output.All<T>(items.AsEnumerable()));

    private protected override IOutput SerializedForm => _items;

    private static Input<T> FromValue(T value) => value;

    private static Input<T> FromOutput(Output<T> value) => value;

    private static ImmutableArray<U> OrEmpty<U>(ImmutableArray<U> items) => items.IsDefault ? [] : items;

    private static InputList<T> FromWhole<TList>(Output<TList> values)
        where TList : IEnumerable<T> =>
        new(values.Apply(items => items.Select(FromValue).ToImmutableArray()));

    private Output<ImmutableArray<Input<T>>> Append(Output<ImmutableArray<Input<T>>> more) =>
        Output.Tuple(_items, more).Apply(pair => pair.Item1.AddRange(pair.Item2));
}
