namespace Pulumi;

/// <summary>Gives the wire name of a parameter of an <see cref="OutputConstructorAttribute"/> constructor.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class OutputConstructorParameterAttribute : Attribute
{
    /// <summary>The parameter takes the property of this wire name.</summary>
    public OutputConstructorParameterAttribute(string name) => Name = name;

    /// <summary>The wire name.</summary>
    public string Name { get; }
}
