using System.Diagnostics;
using System.Globalization;
using CarbonioInfra.Lab.Tests.EndToEnd;

namespace CarbonioInfra.Lab.Tests.Crashes;

/// <summary>One run of the engine and what it has printed so far.</summary>
internal sealed class EngineRun : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(12);

    private readonly Process _process;
    private readonly List<string> _lines = [];
    private readonly Func<string?> _log;
    private readonly Task _reading;

    private EngineRun(Process process, Func<string?> log)
    {
        _process = process;
        _log = log;
        process.StandardInput.Close();
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
    }

    /// <summary>Starts the engine as the leader of a process group of its own.</summary>
    /// <param name="lab">The lab that it works on.</param>
    /// <param name="root">The folder of Pulumi.yaml.</param>
    /// <param name="program">The built program.</param>
    /// <param name="arguments">The verb and its options.</param>
    public static EngineRun Start(LabScript lab, string root, string program, params string[] arguments)
    {
        var earlier = lab.Logs.ToHashSet(StringComparer.Ordinal);
        return new(
            CommandResult.Start("setsid", ["dotnet", LabStack.Engine(), "--root", root, "--program", program, .. arguments], lab.Environment),
            () => lab.Logs.FirstOrDefault(log => !earlier.Contains(log)));
    }

    public string Output
    {
        get
        {
            lock (_lines)
                return string.Join('\n', _lines);
        }
    }

    public int ExitCode => _process.ExitCode;

    public bool HasEnded => _process.HasExited;

    /// <summary>How many lines of its log contain the text.</summary>
    public int Logged(string text) => _log() is { } log
        ? File.ReadLines(log).Count(line => line.Contains(text, StringComparison.Ordinal))
        : 0;

    /// <summary>How many steps it has started and ended, together.</summary>
    public int Progress => Logged("ing ...") + Logged(": created") + Logged(": updated") + Logged(": deleted") + Logged(": replaced");

    /// <summary>Waits until it has ended and everything that it printed is here.</summary>
    public void WaitForOutput()
    {
        Assert.True(_reading.Wait(Limit), $"it has not ended after {Limit}:\n{Output}");
        _process.WaitForExit();
    }

    public void AssertSucceeds()
    {
        WaitForOutput();
        Assert.True(_process.ExitCode == 0, Output);
    }

    /// <summary>Kills with -9: the engine alone, or its process group with the program.</summary>
    public void Kill(bool group)
    {
        CommandResult.Run("kill", ["-KILL", "--", (group ? "-" : "") + _process.Id.ToString(CultureInfo.InvariantCulture)]);
        _process.WaitForExit(Limit);
        // A program that lost its engine ends by itself, and with it the output.
        Assert.True(_reading.Wait(Limit), "the program outlives its engine");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            Kill(group: true);
        _process.Dispose();
    }

    private async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (_lines)
                _lines.Add(line);
        }
    }
}
