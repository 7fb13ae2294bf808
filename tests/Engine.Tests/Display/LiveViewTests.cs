using CarbonioInfra.Engine.Display;
using CarbonioInfra.Engine.Steps;
using Microsoft.Extensions.Time.Testing;

namespace CarbonioInfra.Engine.Tests.Display;

public sealed class LiveViewTests
{
    private static readonly string[] Nodes = [.. Enumerable.Range(1, 40).Select(number => $"svc{number}")];

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Each_host_shows_where_it_is_since_when_and_what_it_says()
    {
        var steps = Steps.Cluster("svc1", "svc2", "svc3", "svc4");
        var progress = Start(steps, "svc1", "svc2", "svc3", "svc4");
        foreach (var task in (string[])["machine", "hosts-file", "packages"])
            Run(progress, steps.Named("svc1-" + task));
        progress.Start(steps.Named("svc2-machine"));
        progress.Print(steps.Named("svc2-machine"), "Unpacking\tjq");
        Run(progress, steps.Named("svc3-machine"), new("no"));
        progress.Skip(steps.Named("svc3-hosts-file"));
        _time.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal(
            [
                "  svc1     3/3  done           3.0 s",
                "  svc2     0/3  machine   1 min 01 s  Unpacking       jq",
                "  svc3     2/3  machine        1.0 s  failed",
                "  svc4     0/3  waiting",
                "  5 of 21 done, 1 min 04 s, 1 running, 1 failed, 1 skipped, 1 of 4 hosts through",
            ], View(progress, 100, 24));
    }

    [Fact]
    public void Where_hosts_are_more_than_rows_those_at_work_longest_are_shown_in_their_order()
    {
        var steps = Steps.Cluster(Nodes);
        var progress = Start(steps, Nodes);
        foreach (var node in Nodes.Reverse().Take(30))
        {
            progress.Start(steps.Named(node + "-machine"));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        var view = View(progress, 80, 24);

        Assert.Equal(19, view.Count);
        Assert.Equal([.. Nodes.Skip(22)], view.SkipLast(1).Select(line => line.Trim().Split(' ')[0]));
        Assert.Contains("30 running (12 not shown), 0 of 40 hosts through", view[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, 50)]
    [InlineData(80, 24)]
    [InlineData(40, 10)]
    [InlineData(10, 3)]
    [InlineData(1, 1)]
    public void Nothing_is_wider_than_the_terminal_or_as_high(int width, int height)
    {
        var steps = Steps.Cluster(Nodes);
        var progress = Start(steps, Nodes);
        foreach (var step in steps.Where(step => step.Name.EndsWith("-machine", StringComparison.Ordinal)))
        {
            progress.Start(step);
            progress.Print(step, new string('x', 500));
        }

        var view = View(progress, width, height);

        Assert.All(view, line => Assert.True(line.Length < width, line));
        Assert.True(view.Count <= Math.Max(4, height - 5));
    }

    private static IReadOnlyList<string> View(Progress progress, int width, int height) =>
        [.. LiveView.Of(progress, width, height).Select(line => line.Text)];

    private Progress Start(IReadOnlyList<Step> steps, params string[] nodes) => new(new(steps, Steps.Outputs(nodes)), _time);

    private void Run(Progress progress, Step step, StepFailure? failure = null)
    {
        progress.Start(step);
        _time.Advance(TimeSpan.FromSeconds(1));
        progress.Finish(step, failure, _ => { });
    }
}
