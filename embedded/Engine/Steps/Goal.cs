using System.Collections.Immutable;
using CarbonioInfra.Engine.State;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Steps;

/// <summary>What the program wants one resource to be.</summary>
internal sealed record Goal
{
    public required string Type { get; init; }

    public required string Name { get; init; }

    public string Parent { get; init; } = "";

    public bool Custom { get; init; }

    public PropertyMap Inputs { get; init; } = PropertyMap.Empty;

    public ImmutableArray<string> Dependencies { get; init; } = [];

    public ImmutableSortedDictionary<string, ImmutableArray<string>> PropertyDependencies { get; init; } =
        ImmutableSortedDictionary.Create<string, ImmutableArray<string>>(StringComparer.Ordinal);

    /// <summary>Reference of an explicit provider; empty for the package's default one.</summary>
    public string Provider { get; init; } = "";

    /// <summary>Version of the package the program was built with; empty when it did not say.</summary>
    public string Version { get; init; } = "";

    public string PluginDownloadUrl { get; init; } = "";

    /// <summary>Null takes the parent's.</summary>
    public bool? Protect { get; init; }

    /// <inheritdoc cref="Protect"/>
    public bool? RetainOnDelete { get; init; }

    /// <summary>Empty takes the parent's.</summary>
    public string DeletedWith { get; init; } = "";

    public ImmutableArray<string> ReplaceWith { get; init; } = [];

    /// <summary>Null leaves the choice to the provider.</summary>
    public bool? DeleteBeforeReplace { get; init; }

    public ImmutableArray<string> IgnoreChanges { get; init; } = [];

    public ImmutableArray<string> ReplaceOnChanges { get; init; } = [];

    public ImmutableArray<string> AdditionalSecretOutputs { get; init; } = [];

    public ImmutableArray<AliasSpec> Aliases { get; init; } = [];

    public CustomTimeouts Timeouts { get; init; } = CustomTimeouts.None;

    public PropertyValue ReplacementTrigger { get; init; } = PropertyValue.Null.Instance;

    /// <summary>URNs whose failure means that this resource cannot be worked on.</summary>
    public IEnumerable<string> Prerequisites()
    {
        IEnumerable<string> all =
        [
            Parent, Provider.Length == 0 ? "" : Urn.SplitProviderReference(Provider).Urn,
            .. Dependencies, .. PropertyDependencies.Values.SelectMany(urns => urns), DeletedWith, .. ReplaceWith,
        ];
        return all.Where(urn => urn.Length != 0);
    }
}

/// <summary>A name that a resource had before; what is empty is as the resource's own.</summary>
/// <param name="Urn">The whole former URN; when set, nothing else counts.</param>
/// <param name="ParentUrn">The former parent; empty for the present one.</param>
/// <param name="NoParent">It had no parent but the stack.</param>
internal sealed record AliasSpec(
    string Urn = "", string Name = "", string Type = "", string Stack = "", string Project = "", string ParentUrn = "",
    bool NoParent = false);

/// <summary>How a registration ended.</summary>
internal enum RegistrationOutcome
{
    Success,
    Fail,
    Skip,
}

/// <param name="Urn">The resource's URN; set whatever the outcome.</param>
/// <param name="Id">Empty for components and for resources that a preview would create.</param>
/// <param name="Outputs">What is known of its outputs.</param>
/// <param name="Outcome">How it ended.</param>
internal sealed record RegistrationResult(string Urn, string Id, PropertyMap Outputs, RegistrationOutcome Outcome);
