using System.Collections.Immutable;

namespace Pulumi;

/// <summary>The arguments of a resource.</summary>
public abstract class ResourceArgs : InputArgs
{
    /// <summary>No arguments.</summary>
    public static readonly ResourceArgs Empty = new DictionaryResourceArgs(ImmutableDictionary<string, object?>.Empty);

    /// <summary>For derived classes.</summary>
    protected ResourceArgs()
    {
    }
}
