namespace Pulumi;

/// <summary>How the engine treats a resource that a provider manages.</summary>
public sealed class CustomResourceOptions : ResourceOptions
{
    private List<string>? _additionalSecretOutputs;
    private Dictionary<string, string>? _envVarMappings;

    /// <summary>True to delete the old resource before its replacement is made; null for what the provider prefers.</summary>
    public bool? DeleteBeforeReplace { get; set; }

    /// <summary>Outputs to treat as secret.</summary>
    public List<string> AdditionalSecretOutputs
    {
        get => _additionalSecretOutputs ??= [];
        set => _additionalSecretOutputs = value;
    }

    /// <summary>Identifier of an existing resource to take over.</summary>
    public string? ImportId { get; set; }

    /// <summary>Environment variables of a provider, by the name under which it reads them.</summary>
    public Dictionary<string, string> EnvVarMappings { get => _envVarMappings ??= []; set => _envVarMappings = value; }

    /// <summary>
    /// New options: those of <paramref name="options1"/>, then those of <paramref name="options2"/>, which win where only one
    /// value can be. Either may be null; neither changes.
    /// </summary>
    public static CustomResourceOptions Merge(CustomResourceOptions? options1, CustomResourceOptions? options2)
    {
        var merged = new CustomResourceOptions();
        merged.AbsorbCustom(options1);
        merged.AbsorbCustom(options2);
        return merged;
    }

    internal override ResourceOptions Clone() => Merge(this, null);

    private void AbsorbCustom(CustomResourceOptions? other)
    {
        Absorb(other);
        if (other is null)
            return;

        DeleteBeforeReplace = other.DeleteBeforeReplace ?? DeleteBeforeReplace;
        ImportId = other.ImportId ?? ImportId;
        _additionalSecretOutputs = Concatenate(_additionalSecretOutputs, other._additionalSecretOutputs);
        foreach (var (name, variable) in other._envVarMappings ?? [])
            EnvVarMappings[name] = variable;
    }
}
