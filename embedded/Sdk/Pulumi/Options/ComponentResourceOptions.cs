namespace Pulumi;

/// <summary>How the engine treats a component.</summary>
public sealed class ComponentResourceOptions : ResourceOptions
{
    private List<ProviderResource>? _providers;

    /// <summary>
    /// Providers for the component's children, at most one per package. Excludes <see cref="ResourceOptions.Provider"/>.
    /// </summary>
    public List<ProviderResource> Providers { get => _providers ??= []; set => _providers = value; }

    /// <inheritdoc cref="CustomResourceOptions.Merge"/>
    public static ComponentResourceOptions Merge(ComponentResourceOptions? options1, ComponentResourceOptions? options2)
    {
        var merged = new ComponentResourceOptions();
        merged.AbsorbComponent(options1);
        merged.AbsorbComponent(options2);
        return merged;
    }

    internal override ResourceOptions Clone() => Merge(this, null);

    private void AbsorbComponent(ComponentResourceOptions? other)
    {
        Absorb(other);
        foreach (var provider in other?._providers ?? [])
        {
            Providers.RemoveAll(present => present.Package == provider.Package);
            Providers.Add(provider);
        }
    }
}
