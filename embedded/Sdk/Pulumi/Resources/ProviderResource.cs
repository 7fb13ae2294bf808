using Pulumi.Serialization;

namespace Pulumi;

/// <summary>A configured provider.</summary>
public class ProviderResource : CustomResource
{
    private const string TypePrefix = "pulumi:providers:";

    private readonly Lazy<Task<string>> _reference;

    /// <inheritdoc cref="ProviderResource(string, string, ResourceArgs, CustomResourceOptions, RegisterPackageRequest)"/>
    public ProviderResource(string package, string name, ResourceArgs args, CustomResourceOptions? options = null)
        : base(TypePrefix + package, name, args, options)
    {
        Package = package;
        _reference = new(ResolveAsync);
    }

    /// <summary>Registers a provider for the resources of a package.</summary>
    public ProviderResource(
        string package,
        string name,
        ResourceArgs args,
        CustomResourceOptions? options = null,
        RegisterPackageRequest? registerPackageRequest = null)
        : this(package, name, args, options)
    {
    }

    internal string Package { get; }

    /// <summary>What requests name the provider by: its URN and its identifier.</summary>
    internal Task<string> ReferenceAsync() => _reference.Value;

    private async Task<string> ResolveAsync()
    {
        var urn = await Urn.GetValueAsync("");
        var id = await Id.GetValueAsync(Markers.Unknown);
        return $"{urn}::{(id.Length == 0 ? Markers.Unknown : id)}";
    }
}
