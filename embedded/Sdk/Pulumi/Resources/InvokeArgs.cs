using System.Collections.Immutable;

namespace Pulumi;

/// <summary>The arguments of a provider function.</summary>
public abstract class InvokeArgs : InputArgs
{
    /// <summary>No arguments.</summary>
    public static readonly InvokeArgs Empty = new DictionaryInvokeArgs(ImmutableDictionary<string, object?>.Empty);

    /// <summary>For derived classes.</summary>
    protected InvokeArgs()
    {
    }
}
