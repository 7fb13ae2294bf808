using System.Collections.Concurrent;

namespace Pulumi;

/// <summary>What the engine says it can do. Each feature is asked for once.</summary>
internal sealed class Features(IMonitor monitor)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<bool>>> _answers = [];

    /// <summary>References to resources as property values.</summary>
    public Task<bool> ResourceReferencesAsync() => IsSupportedAsync("resourceReferences");

    /// <summary>Aliases in parts rather than as whole URNs.</summary>
    public Task<bool> AliasSpecsAsync() => IsSupportedAsync("aliasSpecs");

    /// <exception cref="InvalidOperationException">The engine does not know the option.</exception>
    public async Task RequireOptionAsync(string feature, string option)
    {
        if (!await IsSupportedAsync(feature))
        {
            throw new InvalidOperationException(
                $"The Pulumi CLI does not support the {option} option. Please update the Pulumi CLI.");
        }
    }

    private Task<bool> IsSupportedAsync(string id) =>
        _answers.GetOrAdd(id, key => new(() => monitor.SupportsFeatureAsync(key))).Value;
}
