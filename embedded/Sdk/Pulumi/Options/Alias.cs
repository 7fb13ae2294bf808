namespace Pulumi;

/// <summary>
/// A name that a resource had in an earlier deployment, so that renaming or moving it does not replace it. Either a whole
/// <see cref="Urn"/>, or the parts that were different; parts that are left out are the resource's present ones.
/// </summary>
public sealed class Alias
{
    /// <summary>The whole former URN; excludes everything else.</summary>
    public string? Urn { get; set; }

    /// <summary>Former name.</summary>
    public Input<string>? Name { get; set; }

    /// <summary>Former type token.</summary>
    public Input<string>? Type { get; set; }

    /// <summary>Former stack.</summary>
    public Input<string>? Stack { get; set; }

    /// <summary>Former project.</summary>
    public Input<string>? Project { get; set; }

    /// <summary>Former parent; excludes <see cref="ParentUrn"/> and <see cref="NoParent"/>.</summary>
    public Resource? Parent { get; set; }

    /// <summary>URN of the former parent; excludes <see cref="Parent"/> and <see cref="NoParent"/>.</summary>
    public Input<string>? ParentUrn { get; set; }

    /// <summary>True if the resource had no parent; excludes <see cref="Parent"/> and <see cref="ParentUrn"/>.</summary>
    public bool NoParent { get; set; }
}
