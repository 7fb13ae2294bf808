using System.Collections.Concurrent;
using CarbonioInfra.Engine.Steps;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace CarbonioInfra.Engine.Display;

/// <summary>A run in a terminal: at the bottom the <see cref="LiveView"/>, above it one line per finished step.</summary>
internal sealed class TerminalDisplay : IDisposableObserver
{
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromMilliseconds(200);

    private readonly IAnsiConsole _console;
    private readonly Progress _progress;
    private readonly ConcurrentQueue<Line> _news = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _drawing;

    public TerminalDisplay(IAnsiConsole console, Outline outline, TimeProvider time)
    {
        _console = console;
        _progress = new(outline, time);
        _drawing = Task.Run(DrawAsync);
    }

    public void Started(Step step) => _progress.Start(step);

    public void Printed(Step step, string line)
    {
        _progress.Print(step, line);
        if (Verdict.Parse(line) is { Failed: true } verdict)
            _news.Enqueue(new($"     {step.Name} | {verdict}", Tone.Error));
    }

    public void Finished(Step step, StepFailure? failure) => _progress.Finish(step, failure, _news.Enqueue);

    public void Skipped(Step step, string reason, string cause) => _progress.Skip(step);

    public void Message(MessageSeverity severity, string text, string urn)
    {
        foreach (var line in Wording.Message(severity, text, urn))
            _news.Enqueue(line);
    }

    /// <summary>Draws what is left to say and gives the terminal back.</summary>
    public void Dispose()
    {
        _ended.TrySetResult();
        _drawing.GetAwaiter().GetResult();
    }

    private Task DrawAsync() => _console.Live(new Text("")).AutoClear(true).Overflow(VerticalOverflow.Crop).StartAsync(async context =>
    {
        while (!_ended.Task.IsCompleted)
        {
            Draw(context, LiveView.Of(_progress, _console.Profile.Width, _console.Profile.Height));
            await Task.WhenAny(_ended.Task, Task.Delay(RefreshInterval));
        }

        Draw(context, []);
    });

    private void Draw(LiveDisplayContext context, IReadOnlyList<Line> view)
    {
        while (_news.TryDequeue(out var news))
            _console.Write(new LastingText(Render(news)));
        context.UpdateTarget(new Rows(view.Select(Render)));
        context.Refresh();
    }

    private static Text Render(Line line) => new(line.Text, line.Tone switch
    {
        Tone.Quiet => new Style(decoration: Decoration.Dim),
        Tone.Create => new Style(Color.Green),
        Tone.Update or Tone.Warning => new Style(Color.Olive),
        Tone.Replace => new Style(Color.Navy),
        Tone.Delete or Tone.Error => new Style(Color.Maroon),
        _ => Style.Plain,
    });

    /// <summary>Clears what moved there before it writes: a line that lasts may be shorter than the one it takes the place of.</summary>
    private sealed class LastingText(Text text) : IRenderable
    {
        private const string EraseToEndOfScreen = "\e[J";

        public Measurement Measure(RenderOptions options, int maxWidth) => ((IRenderable)text).Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
            [Segment.Control(EraseToEndOfScreen), .. ((IRenderable)new Rows(text)).Render(options, maxWidth)];
    }
}
