using System.Collections.Immutable;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.State;

/// <summary>What the state file holds of one resource; the names are those of Pulumi's deployment format, version 3.</summary>
public sealed record ResourceState
{
    public required string Urn { get; init; }

    public required string Type { get; init; }

    /// <summary>True for resources that a provider manages, false for components.</summary>
    public bool Custom { get; init; }

    /// <summary>Replaced already; what is left of it is deleted at the end of the next run that gets so far.</summary>
    public bool Delete { get; init; }

    /// <summary>The provider's identity of the resource; empty for components.</summary>
    public string Id { get; init; } = "";

    public PropertyMap Inputs { get; init; } = PropertyMap.Empty;

    public PropertyMap Outputs { get; init; } = PropertyMap.Empty;

    /// <summary>URN of the parent; empty for the stack itself and for default providers.</summary>
    public string Parent { get; init; } = "";

    public bool Protect { get; init; }

    /// <summary>Must be replaced by the next run, whatever its inputs are.</summary>
    public bool Taint { get; init; }

    /// <summary>Only read, never managed.</summary>
    public bool External { get; init; }

    public ImmutableArray<string> Dependencies { get; init; } = [];

    /// <summary>What went wrong last; while there is any, the next run updates the resource whatever its inputs are.</summary>
    public ImmutableArray<string> InitErrors { get; init; } = [];

    /// <summary>Reference of the provider, <c>URN::ID</c>; empty for components and providers.</summary>
    public string Provider { get; init; } = "";

    public ImmutableSortedDictionary<string, ImmutableArray<string>> PropertyDependencies { get; init; } =
        ImmutableSortedDictionary.Create<string, ImmutableArray<string>>(StringComparer.Ordinal);

    /// <summary>Deleted already so that it can be created anew; only the create is left to do.</summary>
    public bool PendingReplacement { get; init; }

    public ImmutableArray<string> AdditionalSecretOutputs { get; init; } = [];

    public ImmutableArray<string> Aliases { get; init; } = [];

    public CustomTimeouts Timeouts { get; init; } = CustomTimeouts.None;

    public string ImportId { get; init; } = "";

    public bool RetainOnDelete { get; init; }

    public string DeletedWith { get; init; } = "";

    public ImmutableArray<string> ReplaceWith { get; init; } = [];

    public DateTimeOffset? Created { get; init; }

    public DateTimeOffset? Modified { get; init; }

    public ImmutableArray<string> IgnoreChanges { get; init; } = [];

    public ImmutableArray<string> ReplaceOnChanges { get; init; } = [];

    public PropertyValue ReplacementTrigger { get; init; } = PropertyValue.Null.Instance;

    /// <summary>URNs that must exist as long as this resource does, each once.</summary>
    public IEnumerable<string> References()
    {
        IEnumerable<string> all =
        [
            Parent, Provider.Length == 0 ? "" : Values.Urn.SplitProviderReference(Provider).Urn, DeletedWith,
            .. Dependencies, .. PropertyDependencies.Values.SelectMany(urns => urns), .. ReplaceWith,
        ];
        return all.Where(urn => urn.Length != 0).Distinct(StringComparer.Ordinal);
    }

    /// <summary>Whether both would be stored alike, times of change apart.</summary>
    public bool IsStoredLike(ResourceState other) =>
        Urn == other.Urn && Type == other.Type && Custom == other.Custom && Delete == other.Delete && Id == other.Id
        && Inputs.Equals(other.Inputs) && Outputs.Equals(other.Outputs) && Parent == other.Parent && Protect == other.Protect
        && Taint == other.Taint && External == other.External && Dependencies.SequenceEqual(other.Dependencies)
        && InitErrors.SequenceEqual(other.InitErrors) && Provider == other.Provider
        && PropertyDependencies.Keys.SequenceEqual(other.PropertyDependencies.Keys)
        && PropertyDependencies.All(entry => entry.Value.SequenceEqual(other.PropertyDependencies[entry.Key]))
        && PendingReplacement == other.PendingReplacement
        && AdditionalSecretOutputs.SequenceEqual(other.AdditionalSecretOutputs) && Aliases.SequenceEqual(other.Aliases)
        && Timeouts == other.Timeouts && ImportId == other.ImportId && RetainOnDelete == other.RetainOnDelete
        && DeletedWith == other.DeletedWith && ReplaceWith.SequenceEqual(other.ReplaceWith)
        && IgnoreChanges.SequenceEqual(other.IgnoreChanges) && ReplaceOnChanges.SequenceEqual(other.ReplaceOnChanges)
        && ReplacementTrigger.Equals(other.ReplacementTrigger);
}

/// <summary>Limits of a resource's operations; null means none.</summary>
public sealed record CustomTimeouts(TimeSpan? Create = null, TimeSpan? Update = null, TimeSpan? Delete = null, TimeSpan? Read = null)
{
    public static CustomTimeouts None { get; } = new();
}

/// <summary>An operation that was started and, as far as the file knows, not finished.</summary>
public sealed record PendingOperation(ResourceState Resource, OperationKind Kind);

/// <summary>What was being done.</summary>
public enum OperationKind
{
    Creating,
    Updating,
    Deleting,
    Reading,
}

/// <summary>A stack's state at one moment, resources in dependency order.</summary>
public sealed record Snapshot(ImmutableArray<ResourceState> Resources, ImmutableArray<PendingOperation> PendingOperations)
{
    public static Snapshot Empty { get; } = new([], []);
}
