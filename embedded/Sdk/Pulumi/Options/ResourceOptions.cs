namespace Pulumi;

/// <summary>How the engine treats a resource, as opposed to what the resource is.</summary>
public abstract class ResourceOptions
{
    private List<Input<Alias>>? _aliases;
    private InputList<Resource>? _dependsOn;
    private List<string>? _hideDiffs;
    private List<string>? _ignoreChanges;
    private List<string>? _replaceOnChanges;
    private InputList<Resource>? _replaceWith;
    private List<ResourceTransformation>? _resourceTransformations;

    private protected ResourceOptions()
    {
    }

    /// <summary>Identifier of an existing resource to read instead of managing one; null or empty to manage.</summary>
    public Input<string>? Id { get; set; }

    /// <summary>The resource that this one belongs to; the stack if null.</summary>
    public Resource? Parent { get; set; }

    /// <summary>Resources that must be done before this one starts, beyond those its inputs come from.</summary>
    public InputList<Resource> DependsOn { get => _dependsOn ??= []; set => _dependsOn = value; }

    /// <summary>True to refuse deletion; null for what the parent has.</summary>
    public bool? Protect { get; set; }

    /// <summary>Inputs whose changes are not acted on.</summary>
    public List<string> IgnoreChanges { get => _ignoreChanges ??= []; set => _ignoreChanges = value; }

    /// <summary>Version of the provider plugin.</summary>
    public string? Version { get; set; }

    /// <summary>The configured provider to use instead of the default one.</summary>
    public ProviderResource? Provider { get; set; }

    /// <summary>Limits for the provider's operations.</summary>
    public CustomTimeouts? CustomTimeouts { get; set; }

    /// <summary>Functions that may change arguments and options of this resource and of its children.</summary>
    public List<ResourceTransformation> ResourceTransformations
    {
        get => _resourceTransformations ??= [];
        set => _resourceTransformations = value;
    }

    /// <summary>Former names of this resource.</summary>
    public List<Input<Alias>> Aliases { get => _aliases ??= []; set => _aliases = value; }

    /// <summary>URN of a resource of this stack to look up instead of managing one.</summary>
    public string? Urn { get; set; }

    /// <summary>Inputs whose changes replace the resource although the provider could update it.</summary>
    public List<string> ReplaceOnChanges { get => _replaceOnChanges ??= []; set => _replaceOnChanges = value; }

    /// <summary>Where the provider plugin can be downloaded from.</summary>
    public string? PluginDownloadURL { get; set; }

    /// <summary>True to leave the real thing alone when the resource goes from the stack.</summary>
    public bool? RetainOnDelete { get; set; }

    /// <summary>A resource whose deletion deletes this one too, so that the provider is not called for it.</summary>
    public Resource? DeletedWith { get; set; }

    /// <summary>Resources whose replacement replaces this one too.</summary>
    public InputList<Resource> ReplaceWith { get => _replaceWith ??= []; set => _replaceWith = value; }

    /// <summary>Properties whose differences are not displayed.</summary>
    public List<string> HideDiffs { get => _hideDiffs ??= []; set => _hideDiffs = value; }

    /// <summary>A value whose change replaces the resource.</summary>
    public Input<object>? ReplacementTrigger { get; set; }

    internal abstract ResourceOptions Clone();

    // Scalars of `other` win, lists grow by those of `other`. Lists are copied, never shared between two sets of options.
    private protected void Absorb(ResourceOptions? other)
    {
        if (other is null)
            return;

        Id = other.Id ?? Id;
        Parent = other.Parent ?? Parent;
        Protect = other.Protect ?? Protect;
        Urn = other.Urn ?? Urn;
        Version = other.Version ?? Version;
        PluginDownloadURL = other.PluginDownloadURL ?? PluginDownloadURL;
        Provider = other.Provider ?? Provider;
        CustomTimeouts = other.CustomTimeouts ?? CustomTimeouts;
        RetainOnDelete = other.RetainOnDelete ?? RetainOnDelete;
        DeletedWith = other.DeletedWith ?? DeletedWith;
        ReplacementTrigger = other.ReplacementTrigger ?? ReplacementTrigger;

        _ignoreChanges = Concatenate(_ignoreChanges, other._ignoreChanges);
        _replaceOnChanges = Concatenate(_replaceOnChanges, other._replaceOnChanges);
        _hideDiffs = Concatenate(_hideDiffs, other._hideDiffs);
        _aliases = Concatenate(_aliases, other._aliases);
        _resourceTransformations = Concatenate(_resourceTransformations, other._resourceTransformations);
        _dependsOn = Concatenate(_dependsOn, other._dependsOn);
        _replaceWith = Concatenate(_replaceWith, other._replaceWith);
    }

    private protected static List<T>? Concatenate<T>(List<T>? first, List<T>? second) =>
        second is null ? first : [.. first ?? [], .. second];

    private static InputList<Resource>? Concatenate(InputList<Resource>? first, InputList<Resource>? second) =>
        second is null ? first : (first ?? []).Concat(second);
}
