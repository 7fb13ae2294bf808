using System.Globalization;
using System.Text;

namespace CarbonioInfra.Engine.State;

/// <summary>
/// One run at a time per stack. The kernel holds the lock, so it is gone with the process that took it, however that ended.
/// </summary>
internal sealed class StackLock : IDisposable
{
    // EWOULDBLOCK of Linux, which .NET hands on: another process holds the lock.
    private const int WouldBlock = 11;

    private readonly FileStream _file;
    private readonly string _holder;

    private StackLock(FileStream file, string holder)
    {
        _file = file;
        _holder = holder;
    }

    /// <exception cref="EngineException">Another run has the stack; the message says which, since when.</exception>
    public static StackLock Take(string path, string stack)
    {
        // A locked file cannot be read by others, so its holder is told in a file of its own.
        var holder = path + ".holder";
        FileStream file;
        try
        {
            file = Open(path);
        }
        catch (IOException error) when (error.HResult == WouldBlock)
        {
            throw new EngineException(
                $"Stack '{stack}' is in use by another run ({ReadHolder(holder)}). Wait for it to end; only one run at a time may change a stack.", error);
        }

        try
        {
            AtomicFile.Write(holder, output => output.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
                $"process {Environment.ProcessId} of {Environment.UserName} on {Environment.MachineName}, since {DateTimeOffset.Now:yyyy-MM-dd HH:mm:ss zzz}"))));
        }
        catch
        {
            file.Dispose();
            throw;
        }

        return new(file, holder);
    }

    public void Dispose()
    {
        File.Delete(_holder);
        _file.Dispose();
    }

    private static string ReadHolder(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "which is just starting or ending";
        }
    }

    private static FileStream Open(string path) => new(path, new FileStreamOptions
    {
        Mode = FileMode.OpenOrCreate,
        Access = FileAccess.ReadWrite,
        Share = FileShare.None,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    });
}
