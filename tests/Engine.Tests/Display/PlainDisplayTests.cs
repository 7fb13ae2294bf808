using CarbonioInfra.Engine.Display;
using CarbonioInfra.Engine.Steps;
using CarbonioInfra.Engine.Values;
using Microsoft.Extensions.Time.Testing;

namespace CarbonioInfra.Engine.Tests.Display;

public sealed class PlainDisplayTests : IDisposable
{
    private static readonly IReadOnlyList<Step> Cluster = Steps.Cluster("svc1");

    private readonly StringWriter _output = new();
    private readonly FakeTimeProvider _time = new();
    private readonly PlainDisplay _display;

    public PlainDisplayTests() => _display = new(new(_output, colors: false), new(Cluster, PropertyMap.Empty), _time);

    private static Step Packages => Cluster.Named("svc1-packages");

    private string[] Lines => _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public void Dispose()
    {
        _display.Dispose();
        _output.Dispose();
    }

    [Fact]
    public void Each_finished_step_is_one_line_with_how_far_the_run_is()
    {
        _display.Finished(Cluster.Named("svc1"), null);
        Run(Cluster.Named("svc1-machine"));
        _display.Skipped(Cluster.Named("svc1-hosts-file"), "it needs svc2", "");
        Run(Packages, new("exit status 4\nmore", "last words"));
        _display.Finished(Packages with { Kind = StepKind.Same }, null);
        _display.Finished(Packages with { Kind = StepKind.DeleteReplaced }, null);

        Assert.Equal(
            [
                "  +  svc1-machine created (2.0 s)  [2 of 6]",
                "  !  svc1-packages failed to create (2.0 s)  [4 of 6]: exit status 4",
            ], Lines);
    }

    [Fact]
    public async Task Steps_that_finish_together_are_numbered_in_the_order_of_their_lines()
    {
        var steps = Enumerable.Range(0, 2000).Select(number => Steps.Command($"step{number}")).ToList();
        using var output = new StringWriter();
        using var display = new PlainDisplay(new(output, colors: false), new(steps, PropertyMap.Empty), _time);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(part => Task.Run(() =>
        {
            foreach (var step in steps.Skip(part * 500).Take(500))
                display.Finished(step, null);
        })));

        Assert.Equal(Enumerable.Range(1, 2000).Select(number => $"[{number} of 2000]"),
            output.ToString().TrimEnd().Split('\n').Select(line => line[line.IndexOf('[', StringComparison.Ordinal)..]));
    }

    [Fact]
    public void Of_what_steps_print_only_failed_checks_are_shown()
    {
        _display.Started(Packages);
        _display.Printed(Packages, "Setting up jq");
        _display.Printed(Packages, """{"host":"svc1","check":"cpus","verdict":"ok","expected":"2","seen":"4"}""");
        _display.Printed(Packages, """{"host":"svc1","check":"disk","verdict":"failed","expected":"9 GiB","seen":"1 GiB"}""");

        Assert.Equal(["     svc1-packages | disk FAILED: expected 9 GiB, found 1 GiB"], Lines);
    }

    [Fact]
    public void Messages_are_told_but_for_those_of_debugging()
    {
        _display.Message(MessageSeverity.Debug, "details", "");
        _display.Message(MessageSeverity.Info, "hello\nthere\n", "");
        _display.Message(MessageSeverity.Warning, "careful", Packages.Urn);

        Assert.Equal(["hello", "there", "warning: svc1-packages: careful"], Lines);
    }

    [Fact]
    public void A_long_step_is_recalled_with_host_time_deadline_and_last_words()
    {
        _display.Started(Packages);
        _display.Printed(Packages, """{"host":"svc1","check":"mirror","verdict":"ok","expected":"reachable","seen":"http://mirror"}""");
        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.Empty(Lines);
        _time.Advance(TimeSpan.FromSeconds(61));

        Assert.Equal("     still creating svc1: packages, 1 min 30 s of at most 45 min: mirror: http://mirror", Lines[^1]);
        Assert.Equal(3, Lines.Length);
    }

    [Fact]
    public void Of_many_long_steps_the_longest_are_recalled()
    {
        for (var number = 1; number <= 8; number++)
        {
            _display.Started(Steps.Command($"step{number}"));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        _time.Advance(TimeSpan.FromSeconds(52));

        Assert.Equal("     still creating step1, 1 min 00 s", Lines[^6]);
        Assert.Equal("     still creating step5, 56.0 s", Lines[^2]);
        Assert.Equal("     ... and 3 more", Lines[^1]);
    }

    private void Run(Step step, StepFailure? failure = null)
    {
        _display.Started(step);
        _time.Advance(TimeSpan.FromSeconds(2));
        _display.Finished(step, failure);
    }
}
