using System.Text;
using CarbonioInfra.Engine.State;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Steps;

/// <summary>
/// The implicit provider resources, one per package, version and plugin URL. This engine needs none, but a state without them
/// could not be taken over by the official one.
/// </summary>
internal sealed class DefaultProviders(DeploymentOptions options, StackResources resources)
{
    private const string UnknownId = SpecialValues.UnknownText;

    private readonly Dictionary<string, string> _references = new(StringComparer.Ordinal);

    /// <summary>Whether this run made one, which a preview can only pretend to do.</summary>
    public bool Added { get; private set; }

    /// <summary>The reference of the provider that a resource gets which names none.</summary>
    public string ReferenceFor(Goal goal)
    {
        var package = Urn.PackageOf(goal.Type);
        var urn = Urn.Compose(options.Stack, options.Project, "", Urn.ProviderTypeOf(package), NameFor(goal));
        if (_references.TryGetValue(urn, out var reference))
            return reference;

        var inputs = options.PackageConfig(package);
        if (goal.Version.Length != 0)
            inputs = inputs.With("version", goal.Version);
        if (goal.PluginDownloadUrl.Length != 0)
            inputs = inputs.With("pluginDownloadURL", goal.PluginDownloadUrl);

        var old = resources.FindOld(urn);
        var now = DateTimeOffset.UtcNow;
        var provider = old switch
        {
            null => new ResourceState
            {
                Urn = urn,
                Type = Urn.ProviderTypeOf(package),
                Custom = true,
                Id = options.DryRun ? UnknownId : Guid.NewGuid().ToString(),
                Inputs = inputs,
                Outputs = inputs,
                Created = now,
                Modified = now,
            },
            _ when old.Inputs.Equals(inputs) => old,
            _ => old with { Inputs = inputs, Outputs = inputs, Modified = now },
        };
        Added |= old is null;
        resources.Settle(old, provider);
        return _references[urn] = $"{urn}::{provider.Id}";
    }

    private static string NameFor(Goal goal)
    {
        var name = new StringBuilder("default");
        if (goal.Version.Length != 0)
            name.Append('_').Append(Sanitized(goal.Version));
        if (goal.PluginDownloadUrl.Length != 0)
            name.Append('_').Append(Sanitized(goal.PluginDownloadUrl));
        return name.ToString();
    }

    private static string Sanitized(string text) => string.Create(text.Length, text, (target, source) =>
    {
        for (var index = 0; index < source.Length; index++)
            target[index] = char.IsAsciiLetterOrDigit(source[index]) ? source[index] : '_';
    });
}
