using Pulumi.Serialization;

namespace Pulumi;

/// <summary>A file, or a collection of files, that is a property of a resource.</summary>
public abstract class AssetOrArchive
{
    private protected AssetOrArchive(string signature, string propertyName, object value) =>
        (Signature, PropertyName, Value) = (signature, propertyName, value);

    /// <summary>The <see cref="Markers"/> value that tells the engine what this is.</summary>
    internal string Signature { get; }

    /// <summary>The wire name of the property that says where the content comes from.</summary>
    internal string PropertyName { get; }

    internal object Value { get; }
}
