using System.Globalization;
using CarbonioInfra.Engine.State;
using CarbonioInfra.Engine.Steps;

namespace CarbonioInfra.Engine.Display;

/// <summary>
/// The whole story of a run, nothing left out but secrets; readable by its owner alone. A log that cannot be written (full disk) ends
/// no run: the end of the run says that it is incomplete.
/// </summary>
internal sealed class LogFile : IRunObserver, IDisposable
{
    private const int KeptPerStack = 50;

    private readonly string _path;
    private readonly StreamWriter? _writer;
    private readonly Lock _gate = new();
    private Exception? _failure;

    private LogFile(string path, StreamWriter? writer, Exception? failure)
    {
        _path = path;
        _writer = writer;
        _failure = failure;
    }

    /// <summary>Where it is, and whether all is in it.</summary>
    public string Place
    {
        get
        {
            lock (_gate)
                return _failure is null ? _path : _writer is null ? $"none ({_failure.Message})" : $"{_path} (incomplete: {_failure.Message})";
        }
    }

    /// <summary>Whether steps are only planned.</summary>
    public bool Planning { get; set; }

    /// <summary>Starts <c>STACK-TIME-VERB.log</c> in a folder and removes the stack's oldest logs.</summary>
    public static LogFile Create(string folder, string stack, string verb)
    {
        var stamp = DateTime.UtcNow.ToString("yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture);
        var path = System.IO.Path.Combine(folder, $"{stack}-{stamp}-{verb}.log");
        try
        {
            return new(path, Open(path, $"{stack}-*.log"), null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new(path, null, error);
        }
    }

    public void Started(Step step) => Write(step.Urn, $"{Wording.Doing(step.Kind)} ...");

    public void Printed(Step step, string line) => Write(step.Urn, "| " + line);

    public void Finished(Step step, StepFailure? failure)
    {
        if (failure is null)
        {
            var changes = string.Join(", ", step.Changes.Select(change => $"{change.Kind} {change.Path}"));
            Write(step.Urn, (Planning ? $"plan: {Wording.Plan(step.Kind)}" : Wording.Done(step.Kind)) + (changes.Length == 0 ? "" : $" [{changes}]")
                + (step.Reason.Length == 0 ? "" : $" ({step.Reason})"));
            return;
        }

        Write(step.Urn, $"FAILED to {Wording.Plan(step.Kind)}: {failure.Message}");
        if (failure.Output.Length != 0)
            Write(step.Urn, "output of the failed step:\n" + failure.Output);
    }

    public void Skipped(Step step, string reason, string cause) => Write(step.Urn, "skipped: " + reason);

    public void Message(MessageSeverity severity, string text, string urn) =>
        Write(urn, $"{severity.ToString().ToUpperInvariant()} {text}");

    /// <summary>What is told at the end of a run.</summary>
    public void Report(IEnumerable<Line> lines)
    {
        foreach (var line in lines.Where(line => line.Text.Length != 0))
            Write("", line.Text);
    }

    public void Dispose() => Try(static (writer, _) => writer.Dispose(), "");

    private static StreamWriter Open(string path, string others)
    {
        var folder = System.IO.Path.GetDirectoryName(path)!;
        AtomicFile.EnsurePrivateFolder(folder);
        foreach (var old in Directory.EnumerateFiles(folder, others).OrderDescending(StringComparer.Ordinal).Skip(KeptPerStack - 1))
            File.Delete(old);
        var stream = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            Share = FileShare.Read,
            BufferSize = 0,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        return new(stream) { AutoFlush = true };
    }

    private void Write(string urn, string text)
    {
        var stamp = DateTime.UtcNow.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
        Try(static (writer, line) => writer.WriteLine(line), urn.Length == 0 ? $"{stamp} {text}" : $"{stamp} {urn}: {text}");
    }

    private void Try(Action<StreamWriter, string> act, string line)
    {
        lock (_gate)
        {
            try
            {
                if (_writer is not null)
                    act(_writer, line);
            }
            catch (IOException error)
            {
                // There may be room again for the next line.
                _failure = error;
            }
        }
    }
}
