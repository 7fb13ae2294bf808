using System.Diagnostics;
using System.Globalization;

namespace CarbonioInfra.Benchmarks;

/// <summary>What one run of a process, with the processes that it started, took.</summary>
/// <param name="Time">From its start to its end.</param>
/// <param name="PeakMiB">Sum of the largest resident sizes that its processes reached.</param>
internal sealed record Measurement(TimeSpan Time, double PeakMiB)
{
    private static readonly TimeSpan SamplingInterval = TimeSpan.FromMilliseconds(20);

    /// <exception cref="InvalidOperationException">The process failed; the message holds what it printed.</exception>
    public static async Task<Measurement> OfAsync(string command, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> variables)
    {
        var start = new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        var peaks = new Dictionary<int, long>();
        var ended = process.WaitForExitAsync();
        while (await Task.WhenAny(ended, Task.Delay(SamplingInterval)) != ended)
            Sample(process.Id, peaks);
        var time = clock.Elapsed;
        return process.ExitCode == 0
            ? new(time, peaks.Values.Sum() / 1024.0)
            : throw new InvalidOperationException($"{command} ended with {process.ExitCode}:\n{await output}{await error}");
    }

    // The kernel keeps the largest size itself, so a sample is never too small, only possibly missing at the very end.
    private static void Sample(int process, Dictionary<int, long> peaks)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            peaks[process] = long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
            // A process is the child of the thread that started it.
            foreach (var thread in Directory.EnumerateDirectories($"/proc/{process}/task"))
            {
                foreach (var child in File.ReadAllText(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
                    Sample(int.Parse(child, CultureInfo.InvariantCulture), peaks);
            }
        }
        catch (Exception error) when (error is IOException or InvalidOperationException)
        {
            // It ended between two looks.
        }
    }
}
