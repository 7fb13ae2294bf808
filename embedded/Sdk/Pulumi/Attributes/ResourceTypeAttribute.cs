namespace Pulumi;

/// <summary>Ties a resource class to its type token. Each provider library derives its own attribute from this one.</summary>
[AttributeUsage(AttributeTargets.Class)]
public class ResourceTypeAttribute : Attribute
{
    /// <summary>The class stands for <paramref name="type"/> of the given provider version.</summary>
    public ResourceTypeAttribute(string type, string? version) => (Type, Version) = (type, version);

    /// <summary>The type token.</summary>
    public string Type { get; }

    /// <summary>The provider version, if it matters.</summary>
    public string? Version { get; }
}
