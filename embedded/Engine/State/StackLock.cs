using System.Globalization;

namespace CarbonioInfra.Engine.State;

/// <summary>
/// One run at a time per stack. The kernel holds the lock, so it is gone with the process that took it, however that ended.
/// </summary>
internal sealed class StackLock : IDisposable
{
    private readonly FileStream _file;

    private StackLock(FileStream file) => _file = file;

    /// <exception cref="EngineException">Another run has the stack; the message says which, since when.</exception>
    public static StackLock Take(string path, string stack)
    {
        FileStream file;
        try
        {
            file = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
        }
        catch (IOException error) when (File.Exists(path))
        {
            throw new EngineException(
                $"Stack '{stack}' is in use by another run ({HolderOf(path)}). Wait for it to end; only one run at a time may change a stack.",
                error);
        }

        file.SetLength(0);
        using (var writer = new StreamWriter(file, leaveOpen: true))
        {
            writer.Write(string.Create(CultureInfo.InvariantCulture,
                $"process {Environment.ProcessId}, since {DateTimeOffset.Now:yyyy-MM-dd HH:mm:ss zzz}"));
        }

        file.Flush();
        return new(file);
    }

    public void Dispose() => _file.Dispose();

    private static string HolderOf(string path)
    {
        // Sharing everything takes no lock, so this also reads a locked file.
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        var holder = reader.ReadToEnd();
        return holder.Length == 0 ? "process unknown" : holder;
    }
}
