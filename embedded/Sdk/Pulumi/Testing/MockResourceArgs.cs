using System.Collections.Immutable;

namespace Pulumi.Testing;

/// <summary>A resource that the program registers or reads.</summary>
public class MockResourceArgs
{
    /// <summary>Type token.</summary>
    public string? Type { get; set; }

    /// <summary>Name within the program.</summary>
    public string? Name { get; set; }

    /// <summary>The known inputs, with secrets in the open.</summary>
    public ImmutableDictionary<string, object> Inputs { get; set; } = ImmutableDictionary<string, object>.Empty;

    /// <summary>Reference to the provider, or an empty text for the default one.</summary>
    public string? Provider { get; set; }

    /// <summary>The identifier to read or import, or an empty text.</summary>
    public string? Id { get; set; }
}
