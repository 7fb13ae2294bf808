using System.ComponentModel;
using System.Runtime.InteropServices;

namespace CarbonioInfra.Engine.State;

/// <summary>Files that are either the old or the new one, never half of each, and that only their owner can read unless said otherwise.</summary>
internal static partial class AtomicFile
{
    private const UnixFileMode OwnerOnlyFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode OwnerOnlyFolder = OwnerOnlyFile | UnixFileMode.UserExecute;

    /// <summary>Makes the folder, with its parents, for the owner alone.</summary>
    public static void EnsurePrivateFolder(string path)
    {
        if (Directory.Exists(path))
            return;
        // The mode goes to the last folder only, so parents are made one by one.
        if (Path.GetDirectoryName(path) is { Length: > 0 } parent)
            EnsurePrivateFolder(parent);
        Directory.CreateDirectory(path, OwnerOnlyFolder);
    }

    /// <summary>
    /// Writes beside the target, makes it durable, then renames it over the target: a crash at any moment leaves the old
    /// file or the new one.
    /// </summary>
    /// <param name="path">The target.</param>
    /// <param name="write">Writes it.</param>
    /// <param name="mode">Who may read it; its owner alone when not given.</param>
    public static void Write(string path, Action<Stream> write, UnixFileMode mode = OwnerOnlyFile)
    {
        // A link stays one: what it names is written.
        if (File.Exists(path))
            path = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        var temporary = path + ".new";
        try
        {
            File.Delete(temporary);
            using (var stream = new FileStream(temporary, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = mode,
                BufferSize = 1 << 18,
            }))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        SyncFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    // The rename itself is durable only when the folder is; .NET opens no folders.
    private static void SyncFolder(string path)
    {
        var descriptor = Open(path, 0);
        if (descriptor < 0)
            throw new IOException($"cannot open {path}", new Win32Exception());
        try
        {
            if (FSync(descriptor) != 0)
                throw new IOException($"cannot make {path} durable", new Win32Exception());
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FSync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}
