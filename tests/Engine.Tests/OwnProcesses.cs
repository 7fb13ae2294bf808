using System.Diagnostics;
using System.Globalization;
using CarbonioInfra.Engine.Tests.Providers;

[assembly: AssemblyFixture(typeof(CarbonioInfra.Engine.Tests.OwnProcesses))]

namespace CarbonioInfra.Engine.Tests;

/// <summary>Fails the run when a test leaves a process behind. Whatever tests start carries a mark in its environment.</summary>
public sealed class OwnProcesses : IDisposable
{
    private const string Mark = "CARBONIO_ENGINE_TESTS";

    private readonly string _entry;

    public OwnProcesses()
    {
        var value = Guid.NewGuid().ToString();
        _entry = $"{Mark}={value}";
        Environment.SetEnvironmentVariable(Mark, value);
    }

    public void Dispose()
    {
        // What was killed a moment ago may not be gone yet.
        var left = Left();
        for (var watch = Stopwatch.StartNew(); left.Count != 0 && watch.Elapsed < TimeSpan.FromSeconds(10); left = Left())
            Thread.Sleep(100);
        foreach (var (process, _) in left)
            Programs.Run("sh", ["-c", $"kill -KILL {process} || true"]);
        Assert.True(left.Count == 0, "tests left processes behind:\n" + string.Join('\n', left));
    }

    private List<(int Process, string Command)> Left() =>
    [
        .. Directory.GetDirectories("/proc")
            .Where(folder => int.TryParse(Path.GetFileName(folder), out _) && Read(folder, "environ").Split('\0').Contains(_entry))
            .Select(folder => (int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture), Read(folder, "cmdline").Replace('\0', ' '))),
    ];

    private static string Read(string folder, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return ""; // it ended while we looked, or is not ours
        }
    }
}
