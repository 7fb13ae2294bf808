using System.Collections.Immutable;
using System.Globalization;

namespace Pulumi;

/// <summary>Makes and combines outputs.</summary>
public static partial class Output
{
    /// <summary>A known output of a plain value.</summary>
    public static Output<T> Create<T>(T value) => new(OutputData<T>.Plain(value));

    /// <summary>An output of what <paramref name="value"/> produces.</summary>
    public static Output<T> Create<T>(Task<T> value) => new(ResolveAsync(value, isSecret: false));

    /// <summary>A known output whose value is secret.</summary>
    public static Output<T> CreateSecret<T>(T value) => new(OutputData<T>.Plain(value) with { IsSecret = true });

    /// <inheritdoc cref="CreateSecret{T}(T)"/>
    public static Output<T> CreateSecret<T>(Task<T> value) => new(ResolveAsync(value, isSecret: true));

    /// <summary>The same output, marked as secret.</summary>
    public static Output<T> CreateSecret<T>(Output<T> value) => WithSecrecy(value, isSecret: true);

    /// <summary>The same output without its secret mark. The value shows up in displays and in state.</summary>
    public static Output<T> Unsecret<T>(Output<T> output) => WithSecrecy(output, isSecret: false);

    /// <summary>Whether the value of <paramref name="output"/> is secret.</summary>
    public static async Task<bool> IsSecretAsync<T>(Output<T> output) =>
        (await output.DataTask).IsSecret;

    /// <summary>All values in order; unknown if any is unknown, secret if any is secret.</summary>
    public static Output<ImmutableArray<T>> All<T>(params Input<T>[] inputs) => All(inputs.AsEnumerable());

    /// <inheritdoc cref="All{T}(Input{T}[])"/>
    public static Output<ImmutableArray<T>> All<T>(IEnumerable<Input<T>> inputs)
    {
        // The sequence is read now: it may be a view of a collection that changes later.
        var all = inputs.ToArray();
        return OutputCombiner.Combine(async combiner =>
        {
            var values = ImmutableArray.CreateBuilder<T>(all.Length);
            foreach (var input in all)
                values.Add(await combiner.ValueOf(input));
            return values.MoveToImmutable();
        });
    }

    /// <inheritdoc cref="All{T}(Input{T}[])"/>
    public static Output<ImmutableArray<T>> All<T>(params Output<T>[] outputs) => All(outputs.AsEnumerable());

    /// <inheritdoc cref="All{T}(Input{T}[])"/>
    public static Output<ImmutableArray<T>> All<T>(IEnumerable<Output<T>> outputs) =>
        All(outputs.Select(output => (Input<T>)output));

    /// <summary>
    /// Text from an interpolated string whose holes may be outputs, inputs or plain values, formatted culture-independently.
    /// </summary>
    public static Output<string> Format(FormattableString formattableString) => OutputCombiner.Combine(async combiner =>
    {
        var arguments = formattableString.GetArguments();
        var values = new object?[arguments.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = await combiner.ValueOf(arguments[i]);
        return string.Format(CultureInfo.InvariantCulture, formattableString.Format, values);
    });

    private static async Task<OutputData<T>> ResolveAsync<T>(Task<T> value, bool isSecret) =>
        OutputData<T>.Plain(await value) with { IsSecret = isSecret };

    private static Output<T> WithSecrecy<T>(Output<T> output, bool isSecret)
    {
        return new(Mark());

        async Task<OutputData<T>> Mark() => await output.DataTask with { IsSecret = isSecret };
    }
}
