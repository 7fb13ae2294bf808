using System.Collections.Immutable;
using Pulumi.Serialization;

namespace Pulumi;

/// <summary>Something that the engine knows by a URN.</summary>
public class Resource
{
    private readonly string _type;
    private readonly string _name;
    private readonly ImmutableDictionary<string, ProviderResource> _providers =
        ImmutableDictionary<string, ProviderResource>.Empty;
    private readonly ImmutableArray<ResourceTransformation> _transformations = [];
    private readonly bool? _protect;

    private protected Resource(string type, string name, bool custom, ResourceArgs args, ResourceOptions options, bool remote)
    {
        if (string.IsNullOrEmpty(type))
            throw new ArgumentException("'type' cannot be null or empty.", nameof(type));
        if (string.IsNullOrEmpty(name))
            throw new ArgumentException("'name' cannot be null or empty.", nameof(name));

        (_type, _name, IsRemote) = (type, name, remote);
        var deployment = DeploymentContext.Required;

        // Others see this resource as soon as its parent lists it, so its outputs have to be there first.
        OutputSlots = OutputSlot.AssignAll(this, urnOnly: !custom && !remote && options.Urn is null);

        // A resource that is only looked up keeps out of the stack's business.
        var parent = options.Parent ?? (type == Stack.TypeToken || options.Urn is not null ? null : deployment.Stack);
        _transformations = [.. options.ResourceTransformations, .. parent?._transformations ?? []];
        (args, options) = Transform(args, options);
        options = options.Clone();

        if (options.Parent is { } explicitParent)
        {
            lock (explicitParent.ChildResources)
                explicitParent.ChildResources.Add(this);
            options.Protect ??= explicitParent._protect;
            _providers = explicitParent._providers;
        }

        _providers = _providers.SetItems(ProvidersForChildren(custom, options));
        if (custom)
            options.Provider ??= options.Parent?.GetProvider(type);

        _protect = options.Protect;
        FormerUrns = [.. options.Aliases.Select(alias => FormerUrn.Of(alias, name, type, options.Parent))];

        deployment.Track(new ResourceRegistration(deployment, this, custom, args, options).CompleteAsync());
    }

    // A resource that something else registered, of which only the URN is known.
    private protected Resource(string urn)
    {
        _type = Pulumi.Urn.TypeOf(urn);
        _name = Pulumi.Urn.NameOf(urn);
        OutputSlots = ImmutableDictionary<string, OutputSlot>.Empty;
        FormerUrns = [];
        Urn = Output.Create(urn);
    }

    /// <summary>The name under which the engine and its state know the resource. Known once it is registered.</summary>
    [Output("urn")]
    public Output<string> Urn { get; private protected set; } = null!;

    internal bool IsRemote { get; }

    /// <summary>Resources that named this one as their parent. Lock it while using it.</summary>
    internal HashSet<Resource> ChildResources { get; } = [];

    /// <summary>The outputs that the response of the engine fills, by wire name.</summary>
    internal IReadOnlyDictionary<string, OutputSlot> OutputSlots { get; }

    internal ImmutableArray<Output<string>> FormerUrns { get; }

    /// <summary>The type token.</summary>
    public string GetResourceType() => _type;

    /// <summary>The name given by the program.</summary>
    public string GetResourceName() => _name;

    /// <summary>The provider that this resource hands to its children for the package of a token, if any.</summary>
    internal ProviderResource? GetProvider(string token) =>
        token.Split(':') is [var package, _, _] ? _providers.GetValueOrDefault(package) : null;

    private (ResourceArgs Args, ResourceOptions Options) Transform(ResourceArgs args, ResourceOptions options)
    {
        foreach (var transformation in _transformations)
        {
            if (transformation(new ResourceTransformationArgs(this, args, options)) is not { } result)
                continue;
            if (result.Options.Parent != options.Parent)
                throw new ArgumentException("Transformations cannot currently be used to change the 'parent' of a resource.");

            (args, options) = (result.Args, result.Options);
        }

        return (args, options);
    }

    private IEnumerable<KeyValuePair<string, ProviderResource>> ProvidersForChildren(bool custom, ResourceOptions options)
    {
        if (custom)
        {
            return options.Provider is { } own && _type.Split(':') is [var package, _, _]
                ? [KeyValuePair.Create(package, own)]
                : [];
        }

        var providers = (options as ComponentResourceOptions)?.Providers ?? [];
        if (options.Provider is not { } single)
            return providers.Select(provider => KeyValuePair.Create(provider.Package, provider));

        return providers.Count == 0
            ? [KeyValuePair.Create(single.Package, single)]
            : throw new ResourceException(
                "Do not supply both 'provider' and 'providers' options to a ComponentResource.", options.Parent);
    }
}
