namespace Pulumi;

/// <summary>Marks a property of a resource as one of its outputs.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OutputAttribute : Attribute
{
    /// <summary>An output of that wire name; without one, of the property's own name.</summary>
    public OutputAttribute(string? name = null) => Name = name;

    /// <summary>The wire name, or null for the property's own name.</summary>
    public string? Name { get; }
}
