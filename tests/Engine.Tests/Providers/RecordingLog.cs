using System.Threading.Channels;
using CarbonioInfra.Engine.Providers;

namespace CarbonioInfra.Engine.Tests.Providers;

/// <summary>Keeps what a step logs, and lets a test wait for a line.</summary>
internal sealed class RecordingLog : IStepLog
{
    private readonly Lock _lock = new();
    private readonly List<(string Text, StepOutput Source)> _lines = [];
    private readonly Channel<string> _arrivals = Channel.CreateUnbounded<string>();

    public IReadOnlyList<string> Lines => [.. Snapshot().Select(line => line.Text)];

    public IReadOnlyList<string> LinesFrom(StepOutput source) =>
        [.. Snapshot().Where(line => line.Source == source).Select(line => line.Text)];

    public void Line(string text, StepOutput source = StepOutput.StandardOutput)
    {
        lock (_lock)
            _lines.Add((text, source));
        _arrivals.Writer.TryWrite(text);
    }

    /// <summary>Returns the next line that contains the text, as soon as it has been logged.</summary>
    public async Task<string> WaitForAsync(string text)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await foreach (var line in _arrivals.Reader.ReadAllAsync(limit.Token))
        {
            if (line.Contains(text, StringComparison.Ordinal))
                return line;
        }

        throw new InvalidOperationException("not reached: the channel is never completed");
    }

    private (string Text, StepOutput Source)[] Snapshot()
    {
        lock (_lock)
            return [.. _lines];
    }
}
