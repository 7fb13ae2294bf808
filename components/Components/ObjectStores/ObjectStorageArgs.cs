using System.Collections.Immutable;
using CarbonioInfra.Components.Nodes;

namespace CarbonioInfra.Components.ObjectStores;

/// <summary>What an <see cref="ObjectStorage"/> is made of.</summary>
public sealed record ObjectStorageArgs
{
    /// <summary>The node that serves, with the packages of <see cref="Server"/> on it.</summary>
    public required CarbonioNode Node { get; init; }

    /// <summary>What serves.</summary>
    public required IObjectStorageServer Server { get; init; }

    /// <summary>The nodes that use the bucket.</summary>
    public required ImmutableArray<CarbonioNode> Clients { get; init; }
}
