using System.Collections.Immutable;

namespace Pulumi.Testing;

/// <summary>A provider function that the program calls.</summary>
public class MockCallArgs
{
    /// <summary>Token of the function.</summary>
    public string? Token { get; set; }

    /// <summary>The arguments, with secrets in the open.</summary>
    public ImmutableDictionary<string, object> Args { get; set; } = ImmutableDictionary<string, object>.Empty;

    /// <summary>Reference to the provider, or an empty text for the default one.</summary>
    public string? Provider { get; set; }
}
