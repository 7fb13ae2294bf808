namespace Pulumi;

/// <summary>A failure that belongs to a resource.</summary>
public class ResourceException : Exception
{
    /// <summary>A failure of <paramref name="resource"/>; with <paramref name="hideStack"/> only the message is shown.</summary>
    public ResourceException(string message, Resource? resource, bool hideStack = false)
        : base(message) =>
        (Resource, HideStack) = (resource, hideStack);

    internal Resource? Resource { get; }

    internal bool HideStack { get; }
}
