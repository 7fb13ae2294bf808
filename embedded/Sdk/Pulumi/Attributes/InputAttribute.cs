namespace Pulumi;

/// <summary>Marks a member of an arguments class as an input.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class InputAttribute : Attribute
{
    /// <summary>
    /// An input of that wire name; if <paramref name="required"/>, it must not be null when the arguments are sent; if
    /// <paramref name="json"/>, its value travels as JSON text, as provider settings do.
    /// </summary>
    public InputAttribute(string name, bool required = false, bool json = false) =>
        (Name, IsRequired, Json) = (name, required, json);

    internal string Name { get; }

    internal bool IsRequired { get; }

    internal bool Json { get; }
}
