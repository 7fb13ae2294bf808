namespace CarbonioInfra.Engine.Providers;

/// <summary>The providers that this engine runs, by package.</summary>
internal sealed class ProviderRegistry : IAsyncDisposable
{
    private readonly Dictionary<string, IResourceProvider> _providers;
    private readonly Dictionary<string, UnprovidedPackage> _unprovided = new(StringComparer.Ordinal);
    private readonly Func<string, PackageSchema?> _schemas;

    /// <param name="providers">One per package.</param>
    /// <param name="schemas">The schema of a package that has no provider here, as far as one is known.</param>
    public ProviderRegistry(IEnumerable<IResourceProvider> providers, Func<string, PackageSchema?>? schemas = null)
    {
        _providers = providers.ToDictionary(provider => provider.Package, StringComparer.Ordinal);
        _schemas = schemas ?? (_ => null);
    }

    public IEnumerable<ProviderStatistic> Statistics => _providers.Values.SelectMany(provider => provider.Statistics);

    /// <summary>Whether resources of the package can be more than previewed.</summary>
    public bool Provides(string package) => _providers.ContainsKey(package);

    /// <summary>The package's provider, or one that can only preview.</summary>
    public IResourceProvider For(string package)
    {
        if (_providers.TryGetValue(package, out var provider))
            return provider;
        lock (_unprovided)
        {
            if (!_unprovided.TryGetValue(package, out var unprovided))
                _unprovided[package] = unprovided = new(package, _schemas(package));
            return unprovided;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var provider in _providers.Values)
            await provider.DisposeAsync();
    }
}
