using System.Collections.Immutable;

namespace Pulumi;

/// <summary>An archive put together from other assets and archives.</summary>
public sealed class AssetArchive : Archive
{
    /// <summary>An archive of these entries, by their path inside it.</summary>
    public AssetArchive(IDictionary<string, AssetOrArchive> assets)
        : base("assets", assets.ToImmutableDictionary())
    {
    }
}
