using System.Runtime.InteropServices;

namespace CarbonioInfra.Engine.State;

/// <summary>
/// Keeps others from changing files of a folder between reading and writing them. The kernel holds the lock, on the folder itself:
/// nothing is left behind, and files may be replaced meanwhile. For moments only: others wait.
/// </summary>
internal sealed partial class FolderLock : IDisposable
{
    private const int CloseOnExec = 0x80000;
    private const int Exclusive = 2;
    private const int InterruptedBySignal = 4;

    private readonly int _descriptor;

    private FolderLock(int descriptor) => _descriptor = descriptor;

    /// <summary>Waits for the lock. Where the file system knows no locks, or the folder cannot be opened, there is none.</summary>
    public static FolderLock Take(string folder)
    {
        var descriptor = Open(folder, CloseOnExec);
        while (descriptor >= 0 && FLock(descriptor, Exclusive) != 0 && Marshal.GetLastPInvokeError() == InterruptedBySignal)
        {
            // A signal is no reason to go on without the lock.
        }

        return new(descriptor);
    }

    public void Dispose()
    {
        if (_descriptor >= 0)
            _ = Close(_descriptor);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FLock(int descriptor, int operation);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}
