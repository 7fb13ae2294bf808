namespace Pulumi;

/// <summary>A property of a resource's arguments: a plain value or an output.</summary>
/// <typeparam name="T">Type of the value.</typeparam>
public class Input<T> : IInput
{
    private readonly Output<T>? _output;

    private protected Input(Output<T>? output) => _output = output;

    /// <summary>An input of a plain value.</summary>
    public static implicit operator Input<T>(T value) => new(Output.Create(value));

    /// <summary>An input of an output's value.</summary>
    public static implicit operator Input<T>(Output<T> value) => new(value);

    /// <summary>The input as an output.</summary>
    public static implicit operator Output<T>(Input<T> input) => input.ToOutputCore();

    IOutput IInput.ToUntypedOutput() => ToOutputCore();

    IOutput IInput.ToSerializedForm() => SerializedForm;

    internal virtual Output<T> ToOutputCore() => _output!;

    private protected virtual IOutput SerializedForm => ToOutputCore();
}
