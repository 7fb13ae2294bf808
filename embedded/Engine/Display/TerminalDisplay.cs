using System.Collections.Concurrent;
using System.Diagnostics;
using CarbonioInfra.Engine.Steps;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace CarbonioInfra.Engine.Display;

/// <summary>
/// A run in a terminal: at the bottom what is running, since when and what it said last; above it one line per finished step.
/// </summary>
internal sealed class TerminalDisplay : IDisposableObserver
{
    private const int RowsShown = 12;

    private static readonly TimeSpan RefreshInterval = TimeSpan.FromMilliseconds(200);

    private readonly IAnsiConsole _console;
    private readonly ConcurrentDictionary<Step, RunningStep> _running = new(ReferenceEqualityComparer.Instance);
    private readonly ConcurrentQueue<IRenderable> _news = new();
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly Task _drawing;
    private volatile bool _ended;
    private int _finished;

    public TerminalDisplay(IAnsiConsole console)
    {
        _console = console;
        _drawing = Task.Run(DrawAsync);
    }

    public void Started(Step step) => _running[step] = new(Stopwatch.GetTimestamp());

    public void Printed(Step step, string line)
    {
        if (_running.TryGetValue(step, out var running))
            running.LastLine = line;
    }

    public void Finished(Step step, StepFailure? failure)
    {
        var time = _running.TryRemove(step, out var running) ? $" ({Wording.Time(running.Elapsed)})" : "";
        if (failure is not null)
            _news.Enqueue(FailureText(step, failure, time));
        else if (step.Kind != StepKind.Same && step.IsCounted)
            _news.Enqueue(new Text($"  {Wording.Symbol(step.Kind)} {step.Name} {Wording.Done(step.Kind)}{time}", StyleOf(step.Kind)));
        if (step.IsCounted)
            Interlocked.Increment(ref _finished);
    }

    public void Skipped(string urn, string reason) =>
        _news.Enqueue(new Text($"  .  {Values.Urn.NameOf(urn)} skipped: {reason}", new Style(Color.Yellow)));

    public void Message(MessageSeverity severity, string text, string urn)
    {
        var name = urn.Length == 0 || Values.Urn.IsStack(urn) ? "" : Values.Urn.NameOf(urn) + ": ";
        if (severity == MessageSeverity.Error)
            _news.Enqueue(new Text($"error: {name}{text.TrimEnd('\n')}", new Style(Color.Red)));
        else if (severity == MessageSeverity.Warning)
            _news.Enqueue(new Text($"warning: {name}{text.TrimEnd('\n')}", new Style(Color.Yellow)));
        else if (severity == MessageSeverity.Info)
            _news.Enqueue(new Text(name + text.TrimEnd('\n')));
    }

    /// <summary>Draws what is left to say and gives the terminal back.</summary>
    public void Dispose()
    {
        _ended = true;
        _drawing.GetAwaiter().GetResult();
    }

    private async Task DrawAsync() => await _console.Live(new Text("")).AutoClear(true).StartAsync(async context =>
    {
        while (!_ended)
        {
            Draw(context);
            await Task.Delay(RefreshInterval);
        }

        _running.Clear();
        Draw(context);
    });

    private void Draw(LiveDisplayContext context)
    {
        while (_news.TryDequeue(out var news))
            _console.Write(new LastingText(news));
        context.UpdateTarget(Status());
        context.Refresh();
    }

    private Grid Status()
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn(new GridColumn().NoWrap().RightAligned())
            .AddColumn(new GridColumn().NoWrap());
        var running = _running.OrderByDescending(entry => entry.Value.Elapsed).ToList();
        foreach (var (step, state) in running.Take(RowsShown))
        {
            grid.AddRow(
                new Text($"  {Wording.Symbol(step.Kind)} {step.Name} {Wording.Doing(step.Kind)}", StyleOf(step.Kind)),
                new Text(Wording.Time(state.Elapsed)),
                new Text(Shortened(state.LastLine, _console.Profile.Width / 2), new Style(Color.Grey)));
        }

        var more = running.Count > RowsShown ? $", {running.Count - RowsShown} more" : "";
        grid.AddRow(
            new Text($"  {_finished} done, {running.Count} running{more}", new Style(Color.Grey)),
            new Text(Wording.Time(Stopwatch.GetElapsedTime(_started)), new Style(Color.Grey)),
            new Text(""));
        return grid;
    }

    private static Rows FailureText(Step step, StepFailure failure, string time)
    {
        var rows = new List<IRenderable>
        {
            new Text($"  !  {step.Name} failed to {Wording.Plan(step.Kind)}{time}: {step.Type}", new Style(Color.Red)),
        };
        rows.AddRange(failure.Message.TrimEnd('\n').Split('\n').Select(line => new Text("       " + line)));
        var tail = Wording.Tail(failure.Output);
        if (tail.Count != 0)
        {
            rows.Add(new Text("     its last lines:"));
            rows.AddRange(tail.Select(line => new Text("       " + line, new Style(Color.Grey))));
        }

        return new(rows);
    }

    private static Style StyleOf(StepKind kind) => new(kind switch
    {
        StepKind.Create => Color.Green,
        StepKind.Update => Color.Yellow,
        StepKind.CreateReplacement => Color.Blue,
        _ => Color.Red,
    });

    private static string Shortened(string text, int width) =>
        text.Length <= width ? text : string.Concat(text.AsSpan(0, Math.Max(0, width - 1)), "…");

    /// <summary>Clears what moved there before it writes: a line that lasts may be shorter than the one it takes the place of.</summary>
    private sealed class LastingText(IRenderable text) : IRenderable
    {
        private const string EraseToEndOfScreen = "\e[J";

        public Measurement Measure(RenderOptions options, int maxWidth) => text.Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
            [Segment.Control(EraseToEndOfScreen), .. ((IRenderable)new Rows(text)).Render(options, maxWidth)];
    }

    private sealed class RunningStep(long since)
    {
        public TimeSpan Elapsed => Stopwatch.GetElapsedTime(since);

        public volatile string LastLine = "";
    }
}
