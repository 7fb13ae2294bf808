namespace Pulumi;

/// <summary>Inputs as outputs. A null input counts as the default value.</summary>
public static class InputExtensions
{
    /// <summary>The input as an output.</summary>
    public static Output<T> ToOutput<T>(this Input<T>? input) => input?.ToOutputCore() ?? Output.Create(default(T)!);

    /// <inheritdoc cref="Output{T}.Apply{U}(Func{T, U})"/>
    public static Output<U> Apply<T, U>(this Input<T>? input, Func<T, U> func) => input.ToOutput().Apply(func);

    /// <inheritdoc cref="Output{T}.Apply{U}(Func{T, U})"/>
    public static Output<U> Apply<T, U>(this Input<T>? input, Func<T, Task<U>> func) => input.ToOutput().Apply(func);

    /// <inheritdoc cref="Output{T}.Apply{U}(Func{T, U})"/>
    public static Output<U> Apply<T, U>(this Input<T>? input, Func<T, Input<U>?> func) => input.ToOutput().Apply(func);

    /// <inheritdoc cref="Output{T}.Apply{U}(Func{T, U})"/>
    public static Output<U> Apply<T, U>(this Input<T>? input, Func<T, Output<U>?> func) => input.ToOutput().Apply(func);
}
