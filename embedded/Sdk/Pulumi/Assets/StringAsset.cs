namespace Pulumi;

/// <summary>A file with the given text, in UTF-8.</summary>
public sealed class StringAsset : Asset
{
    /// <summary>A file with this content.</summary>
    public StringAsset(string text)
        : base("text", text)
    {
    }
}
