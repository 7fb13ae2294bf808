namespace Pulumi;

/// <summary>A file that the engine downloads.</summary>
public sealed class RemoteAsset : Asset
{
    /// <summary>The file at an http, https or file URI.</summary>
    public RemoteAsset(string uri)
        : base("uri", uri)
    {
    }
}
