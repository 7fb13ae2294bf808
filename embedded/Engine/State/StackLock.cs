using System.Globalization;
using System.Text;

namespace CarbonioInfra.Engine.State;

/// <summary>
/// One run at a time per stack. The kernel holds the lock, so it is gone with the process that took it, however that ended.
/// </summary>
internal sealed class StackLock : IDisposable
{
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
        catch (IOException error) when (File.Exists(path))
        {
            var who = File.Exists(holder) ? File.ReadAllText(holder) : "which is just starting";
            throw new EngineException(
                $"Stack '{stack}' is in use by another run ({who}). Wait for it to end; only one run at a time may change a stack.", error);
        }

        AtomicFile.Write(holder, output => output.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"process {Environment.ProcessId}, since {DateTimeOffset.Now:yyyy-MM-dd HH:mm:ss zzz}"))));
        return new(file, holder);
    }

    public void Dispose()
    {
        File.Delete(_holder);
        _file.Dispose();
    }

    private static FileStream Open(string path) => new(path, new FileStreamOptions
    {
        Mode = FileMode.OpenOrCreate,
        Access = FileAccess.ReadWrite,
        Share = FileShare.None,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    });
}
