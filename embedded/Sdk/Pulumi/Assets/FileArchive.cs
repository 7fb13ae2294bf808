namespace Pulumi;

/// <summary>An archive file or a folder on the machine that runs the engine.</summary>
public sealed class FileArchive : Archive
{
    /// <summary>The archive file or folder at a path relative to the program's folder, or absolute.</summary>
    public FileArchive(string path)
        : base("path", path)
    {
    }
}
