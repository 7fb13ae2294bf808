using System.Collections.Immutable;

namespace Pulumi;

/// <summary>A resolved output: its value and what is known about it.</summary>
/// <param name="Value">The value; <c>default</c> when it is not known.</param>
/// <param name="IsKnown">False while only a later update can tell the value.</param>
/// <param name="IsSecret">Whether the value has to be kept out of displays and plain state.</param>
/// <param name="Resources">The resources that the value was made from.</param>
internal readonly record struct OutputData<T>(T Value, bool IsKnown, bool IsSecret, ImmutableHashSet<Resource> Resources)
{
    public static OutputData<T> Plain(T value) => new(value, IsKnown: true, IsSecret: false, []);

    public OutputData<U> WithValue<U>(U value) => new(value, IsKnown, IsSecret, Resources);

    /// <summary>The result of a continuation that saw this value.</summary>
    public OutputData<U> Then<U>(OutputData<U> inner) => new(
        inner.Value, IsKnown && inner.IsKnown, IsSecret || inner.IsSecret, ResourceSets.Union(Resources, inner.Resources));
}
