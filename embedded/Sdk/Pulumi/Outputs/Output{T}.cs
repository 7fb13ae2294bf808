namespace Pulumi;

/// <summary>
/// A value that becomes available while the deployment runs, together with the resources that it depends on and whether it
/// is secret. In a preview it may stay unknown.
/// </summary>
/// <typeparam name="T">Type of the value.</typeparam>
public sealed class Output<T> : IOutput
{
    internal Output(Task<OutputData<T>> dataTask)
    {
        DataTask = dataTask;
        DeploymentContext.TrackInCurrent(dataTask);
    }

    internal Output(OutputData<T> data) => DataTask = Task.FromResult(data);

    internal Task<OutputData<T>> DataTask { get; }

    /// <summary>An output of what <paramref name="value"/> produces, without dependencies.</summary>
    public static Output<T> Create(Task<T> value) => Output.Create(value);

    /// <summary>Runs <paramref name="func"/> on the value once it is known; the result has no value of its own.</summary>
    public Output<ValueTuple> Apply(Func<T, Task> func) => Continue(async value =>
    {
        await func(value);
        return OutputData<ValueTuple>.Plain(default);
    });

    /// <summary>
    /// The result of <paramref name="func"/> on the value, with this output's dependencies and secrecy. Not called while the
    /// value is unknown.
    /// </summary>
    public Output<U> Apply<U>(Func<T, U> func) => Continue(value => Task.FromResult(OutputData<U>.Plain(func(value))));

    /// <inheritdoc cref="Apply{U}(Func{T, U})"/>
    public Output<U> Apply<U>(Func<T, Task<U>> func) =>
        Continue(async value => OutputData<U>.Plain(await func(value)));

    /// <inheritdoc cref="Apply{U}(Func{T, U})"/>
    public Output<U> Apply<U>(Func<T, Input<U>?> func) => Continue(value => DataOf(func(value)?.ToOutputCore()));

    /// <inheritdoc cref="Apply{U}(Func{T, U})"/>
    public Output<U> Apply<U>(Func<T, Output<U>?> func) => Continue(value => DataOf(func(value)));

    /// <summary>As <see cref="Apply{U}(Func{T, Output{U}})"/>, for callers that do not know the type of the value.</summary>
    public Output<U> UntypedApply<U>(Func<object?, Output<U>> func) => Continue(value => DataOf(func(value)));

    /// <summary>A note that explains why an output has no text; never the value.</summary>
    /// <exception cref="InvalidOperationException">PULUMI_ERROR_OUTPUT_STRING is 1 or true.</exception>
    public override string ToString()
    {
        const string message =
            "An Output<T> was used as text, but its value is not available yet. Use Apply to work with the value, or " +
            "Output.Format to build text from outputs.";
        var setting = Environment.GetEnvironmentVariable("PULUMI_ERROR_OUTPUT_STRING");
        if (setting == "1" || string.Equals(setting, "true", StringComparison.OrdinalIgnoreCase))
            throw new InvalidOperationException(message);

        Log.Warn(message);
        return message;
    }

    async Task<OutputData<object?>> IOutput.GetDataAsync()
    {
        var data = await DataTask;
        return data.WithValue<object?>(data.Value);
    }

    internal async Task<T> GetValueAsync(T whenUnknown)
    {
        var data = await DataTask;
        return data.IsKnown ? data.Value : whenUnknown;
    }

    private static Task<OutputData<U>> DataOf<U>(Output<U>? output) =>
        output?.DataTask ?? Task.FromResult(OutputData<U>.Plain(default!));

    private Output<U> Continue<U>(Func<T, Task<OutputData<U>>> continuation) => new(ContinueAsync(continuation));

    private async Task<OutputData<U>> ContinueAsync<U>(Func<T, Task<OutputData<U>>> continuation)
    {
        var outer = await DataTask;
        if (!outer.IsKnown)
            return outer.WithValue<U>(default!);

        return outer.Then(await continuation(outer.Value));
    }
}
