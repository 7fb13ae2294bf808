using System.Globalization;
using CarbonioInfra.Engine.State;
using CarbonioInfra.Engine.Steps;

namespace CarbonioInfra.Engine.Display;

/// <summary>The whole story of a run, nothing left out but secrets; readable by its owner alone.</summary>
internal sealed class LogFile : IRunObserver, IDisposable
{
    private const int KeptPerStack = 50;

    private readonly StreamWriter _writer;
    private readonly Lock _gate = new();

    private LogFile(string path, StreamWriter writer)
    {
        Path = path;
        _writer = writer;
    }

    public string Path { get; }

    /// <summary>Whether steps are only planned.</summary>
    public bool Planning { get; set; }

    /// <summary>Starts <c>STACK-TIME-VERB.log</c> in a folder and removes the stack's oldest logs.</summary>
    public static LogFile Create(string folder, string stack, string verb)
    {
        AtomicFile.EnsurePrivateFolder(folder);
        foreach (var old in Directory.EnumerateFiles(folder, $"{stack}-*.log").OrderDescending(StringComparer.Ordinal).Skip(KeptPerStack - 1))
            File.Delete(old);
        var stamp = DateTime.UtcNow.ToString("yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture);
        var path = System.IO.Path.Combine(folder, $"{stack}-{stamp}-{verb}.log");
        var stream = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            Share = FileShare.Read,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        return new(path, new StreamWriter(stream) { AutoFlush = true });
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

    public void Dispose() => _writer.Dispose();

    private void Write(string urn, string text)
    {
        var stamp = DateTime.UtcNow.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
        lock (_gate)
            _writer.WriteLine(urn.Length == 0 ? $"{stamp} {text}" : $"{stamp} {urn}: {text}");
    }
}
