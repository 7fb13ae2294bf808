namespace Pulumi;

/// <summary>A resource that a provider creates, updates and deletes.</summary>
public class CustomResource : Resource
{
    /// <inheritdoc cref="CustomResource(string, string, ResourceArgs, CustomResourceOptions, RegisterPackageRequest)"/>
    public CustomResource(string type, string name, ResourceArgs? args, CustomResourceOptions? options = null)
        : base(type, name, custom: true, args ?? ResourceArgs.Empty, options ?? new CustomResourceOptions(), remote: false)
    {
    }

    /// <summary>Registers a resource of the type token <paramref name="type"/> under a name unique to it.</summary>
    public CustomResource(
        string type,
        string name,
        ResourceArgs? args,
        CustomResourceOptions? options = null,
        RegisterPackageRequest? registerPackageRequest = null)
        : this(type, name, args, options)
    {
    }

    private protected CustomResource(string urn)
        : base(urn)
    {
    }

    /// <summary>The provider's identifier of the resource. Unknown until it has been created.</summary>
    [Output("id")]
    public Output<string> Id { get; private protected set; } = null!;
}
