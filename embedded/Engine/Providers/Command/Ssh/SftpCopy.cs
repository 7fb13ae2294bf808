using System.Text;
using CarbonioInfra.Engine.Values;
using Renci.SshNet;

namespace CarbonioInfra.Engine.Providers.Command.Ssh;

/// <summary>Puts assets and archives on a host. Existing files are overwritten; directories are created as needed.</summary>
/// <param name="programDirectory">Where relative local paths start.</param>
internal sealed class SftpCopy(SftpClient files, string programDirectory, CancellationToken cancellationToken)
{
    /// <exception cref="ProviderException">The source cannot be read, or the target is of the wrong kind.</exception>
    public void Copy(PropertyValue source, string remotePath)
    {
        switch (source)
        {
            case PropertyValue.Asset { Source: AssetSource.Text } text:
                CopyText(text.Location, remotePath);
                break;
            case PropertyValue.Asset { Source: AssetSource.Path } file:
                CopyFile(Local(file.Location), remotePath);
                break;
            case PropertyValue.Archive { Entries: { } entries }:
                CopyEntries(entries, remotePath);
                break;
            case PropertyValue.Archive { Source: AssetSource.Path } archive:
                CopyPath(archive.Location, remotePath);
                break;
            default:
                throw new ProviderException("assets and archives from a URI are not supported by the embedded engine");
        }
    }

    private void CopyText(string text, string remotePath)
    {
        if (IsDirectory(remotePath))
            throw new ProviderException($"cannot write text to {remotePath}: it is a directory");
        MakeDirectory(Parent(remotePath));
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        Upload(content, remotePath);
    }

    private void CopyFile(string localPath, string remotePath)
    {
        var target = IsDirectory(remotePath) ? Join(remotePath, Path.GetFileName(localPath)) : remotePath;
        MakeDirectory(Parent(target));
        using var content = OpenLocal(localPath);
        Upload(content, target);
    }

    private void CopyPath(string location, string remotePath)
    {
        var localPath = Local(location);
        if (!Directory.Exists(localPath))
        {
            CopyFile(localPath, remotePath);
            return;
        }

        RequireNoFile(remotePath);
        // As with rsync: with a slash at the end, what is in the directory; without, the directory itself.
        var target = location.EndsWith('/') ? remotePath : Join(remotePath, Path.GetFileName(Path.TrimEndingDirectorySeparator(localPath)));
        CopyTree(localPath, target);
    }

    private void CopyTree(string localDirectory, string remoteDirectory)
    {
        RequireNoFile(remoteDirectory);
        MakeDirectory(remoteDirectory);
        foreach (var directory in Directory.EnumerateDirectories(localDirectory).Order(StringComparer.Ordinal))
            CopyTree(directory, Join(remoteDirectory, Path.GetFileName(directory)));
        foreach (var file in Directory.EnumerateFiles(localDirectory).Order(StringComparer.Ordinal))
        {
            using var content = OpenLocal(file);
            Upload(content, Join(remoteDirectory, Path.GetFileName(file)));
        }
    }

    private void CopyEntries(PropertyMap entries, string remotePath)
    {
        RequireNoFile(remotePath);
        MakeDirectory(remotePath);
        foreach (var (name, entry) in entries)
        {
            var target = Join(remotePath, name);
            if (entry is PropertyValue.Archive { Entries: null, Source: AssetSource.Path } archive && Directory.Exists(Local(archive.Location)))
                CopyTree(Local(archive.Location), target);
            else
                Copy(entry, target);
        }
    }

    private void Upload(Stream content, string remotePath)
    {
        cancellationToken.ThrowIfCancellationRequested();
        files.UploadFile(content, remotePath, canOverride: true, _ => cancellationToken.ThrowIfCancellationRequested());
    }

    private void MakeDirectory(string path)
    {
        if (path is "" or "/" or "." || IsDirectory(path))
            return;
        RequireNoFile(path);
        MakeDirectory(Parent(path));
        files.CreateDirectory(path);
    }

    private void RequireNoFile(string path)
    {
        if (files.Exists(path) && !IsDirectory(path))
            throw new ProviderException($"expected a directory or nothing at {path}, found a file");
    }

    private bool IsDirectory(string path) => files.Exists(path) && files.GetAttributes(path).IsDirectory;

    private string Local(string location) => Path.GetFullPath(Path.Combine(programDirectory, location));

    private static FileStream OpenLocal(string path)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ProviderException($"cannot read {path}: {exception.Message}", exception);
        }
    }

    private static string Join(string directory, string name) => $"{directory.TrimEnd('/')}/{name}";

    private static string Parent(string path)
    {
        var slash = path.TrimEnd('/').LastIndexOf('/');
        return slash switch { < 0 => "", 0 => "/", _ => path[..slash] };
    }
}
