using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Pulumi.Serialization;

/// <summary>Makes containers of a type that is only known at run time.</summary>
internal abstract class TypedFactory
{
    private static readonly ConcurrentDictionary<Type, TypedFactory> Cache = [];

    public static TypedFactory Of(Type type) => Cache.GetOrAdd(
        type, static key => (TypedFactory)Activator.CreateInstance(typeof(Factory<>).MakeGenericType(key))!);

    public abstract object Output(object? value);

    public abstract object Array(IEnumerable<object?> items);

    public abstract object Map(IEnumerable<KeyValuePair<string, object?>> entries);

    private sealed class Factory<T> : TypedFactory
    {
        public override object Output(object? value) => Pulumi.Output.Create((T)value!);

        public override object Array(IEnumerable<object?> items) => items.Select(item => (T)item!).ToImmutableArray();

        public override object Map(IEnumerable<KeyValuePair<string, object?>> entries) =>
            entries.ToImmutableDictionary(entry => entry.Key, entry => (T)entry.Value!);
    }
}
