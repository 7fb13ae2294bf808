namespace Pulumi;

/// <summary>A file on the machine that runs the engine.</summary>
public sealed class FileAsset : Asset
{
    /// <summary>The file at a path relative to the program's folder, or absolute.</summary>
    public FileAsset(string path)
        : base("path", path)
    {
    }
}
