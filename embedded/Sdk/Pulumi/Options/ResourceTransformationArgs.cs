namespace Pulumi;

/// <summary>What a <see cref="ResourceTransformation"/> sees.</summary>
public readonly struct ResourceTransformationArgs
{
    /// <summary>A resource about to be registered, with its arguments and options.</summary>
    public ResourceTransformationArgs(Resource resource, ResourceArgs args, ResourceOptions options) =>
        (Resource, Args, Options) = (resource, args, options);

    /// <summary>The resource.</summary>
    public Resource Resource { get; }

    /// <summary>Its arguments so far.</summary>
    public ResourceArgs Args { get; }

    /// <summary>Its options so far.</summary>
    public ResourceOptions Options { get; }
}
