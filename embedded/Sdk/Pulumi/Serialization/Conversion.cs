namespace Pulumi.Serialization;

/// <summary>The result of converting a value from the wire to the type that the program declared.</summary>
/// <param name="Value">The value; the default of the type if there is an error.</param>
/// <param name="Error">What did not fit, or null.</param>
internal readonly record struct Conversion(object? Value, string? Error)
{
    public static implicit operator Conversion(string error) => new(null, error);

    public static Conversion Of(object? value) => new(value, null);

    /// <summary>The value if it is of that type.</summary>
    public static Conversion Require<T>(string path, object value) =>
        value is T ? Of(value) : $"Expected {typeof(T).FullName} but got {value.GetType().FullName} deserializing {path}";
}
