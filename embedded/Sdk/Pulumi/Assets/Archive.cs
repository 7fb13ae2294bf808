using Pulumi.Serialization;

namespace Pulumi;

/// <summary>A collection of files.</summary>
public abstract class Archive : AssetOrArchive
{
    private protected Archive(string propertyName, object value)
        : base(Markers.Archive, propertyName, value)
    {
    }
}
