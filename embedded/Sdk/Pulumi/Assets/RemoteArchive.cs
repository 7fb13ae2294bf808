namespace Pulumi;

/// <summary>An archive file that the engine downloads.</summary>
public sealed class RemoteArchive : Archive
{
    /// <summary>The archive at an http, https or file URI.</summary>
    public RemoteArchive(string uri)
        : base("uri", uri)
    {
    }
}
