using CarbonioInfra.Engine.Display;
using CarbonioInfra.Engine.Providers;
using CarbonioInfra.Engine.Steps;
using CarbonioInfra.Engine.Values;
using Microsoft.Extensions.Time.Testing;

namespace CarbonioInfra.Engine.Tests.Display;

public sealed class RunReportTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly IReadOnlyList<Step> _cluster = Steps.Cluster([.. Enumerable.Range(1, 13).Select(number => $"svc{number}")]);
    private readonly RunRecord _record;
    private readonly RunReport _report;

    public RunReportTests()
    {
        _record = new(_time);
        _report = new(new(_cluster, PropertyMap.Empty), _record);
    }

    [Fact]
    public void The_end_tells_where_the_time_went()
    {
        Run("svc1-machine", 10);
        _time.Advance(TimeSpan.FromSeconds(2));
        Run("svc1-hosts-file", 0.5);
        Run("svc1-packages", 80);

        Assert.Equal(
            """
            Slowest steps
              svc1-packages    1 min 20 s
              svc1-machine         10.0 s
              svc1-hosts-file       0.5 s
            Critical path (3 steps, 1 min 32 s of 1 min 34 s)
              svc1-machine         10.0 s
              svc1-hosts-file       0.5 s  after waiting 2.0 s to be started
              svc1-packages    1 min 20 s
            """, Text(_report.Times(TimeSpan.FromSeconds(94))));
    }

    [Fact]
    public void Short_steps_of_the_critical_path_are_put_together()
    {
        Run("svc1-machine", 0.1);
        Run("svc1-hosts-file", 0.2);
        Run("svc1-packages", 80);

        Assert.EndsWith("  (2 short steps)       0.3 s\n  svc1-packages    1 min 20 s", Text(_report.Times(TimeSpan.FromSeconds(81))), StringComparison.Ordinal);
    }

    [Fact]
    public void One_step_needs_no_analysis()
    {
        Run("svc1-machine", 10);

        Assert.Empty(_report.Times(TimeSpan.FromSeconds(11)));
    }

    [Fact]
    public void The_summary_names_time_figures_and_log() => Assert.Equal(
        "2 created, 1 failed in 1 min 05 s\nSSH connections opened: 13\nLog: /var/log/up.log",
        Text(RunReport.Summary(new() { Created = 2, Failed = 1 }, TimeSpan.FromSeconds(65), [new ProviderStatistic("SSH connections opened", 13)], "/var/log/up.log")));

    [Fact]
    public void Skipped_steps_are_counted_by_what_failed()
    {
        var failed = _cluster.Named("svc1-hosts-file");
        _record.Finished(failed, new("no"));
        foreach (var step in _cluster.Skip(10).Take(3))
            _record.Skipped(step, "it needs svc1-hosts-file, which failed or was skipped", failed.Urn);
        _record.Skipped(_cluster.Named("svc13-packages"), "one of its inputs comes from a resource that failed", "");

        Assert.EndsWith(
            "\n\n3 steps skipped because svc1-hosts-file failed\n1 step skipped because an input comes from what failed",
            Text(_report.Failures()), StringComparison.Ordinal);
    }

    [Fact]
    public void Many_failures_are_brief_and_all_are_named()
    {
        foreach (var step in _cluster.Where(step => step.Name.EndsWith("-packages", StringComparison.Ordinal)))
            _record.Finished(step, new("exit status 100", "noise\nE: no network"));

        var text = Text(_report.Failures());

        Assert.DoesNotContain("no network", text, StringComparison.Ordinal);
        Assert.All(Enumerable.Range(1, 13), number => Assert.Contains($"svc{number}-packages", text, StringComparison.Ordinal));
        Assert.Contains("and 3 more failed, see the log: ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Hosts_that_lack_the_same_are_told_once()
    {
        foreach (var step in _cluster.Where(step => step.Name.EndsWith("-packages", StringComparison.Ordinal)))
        {
            var host = step.Name.Split('-')[0];
            var seen = host == "svc7" ? "8 GiB" : "2 GiB";
            _record.Finished(step, new($"exit status 1 on {host}",
                $$"""{"host":"{{host}}","check":"memory","verdict":"failed","expected":"16 GiB","seen":"{{seen}}"}"""));
        }

        Assert.Equal(
            """

              !  packages failed to create on 12 hosts
                 hosts     svc1, svc10, svc11, svc12, svc13, svc2, svc3, svc4, svc5, svc6, svc8, svc9
                 check     memory
                 expected  16 GiB
                 seen      2 GiB

              !  svc7-packages failed to create
                 host      svc7
                 step      packages
                 check     memory
                 expected  16 GiB
                 seen      8 GiB
                 ended     exit status 1 on svc7

            """, Text(_report.Failures()));
    }

    [Fact]
    public void Other_steps_and_other_checks_are_told_apart()
    {
        const string Output = """{"host":"h","check":"memory","verdict":"failed","expected":"16 GiB","seen":"2 GiB"}""";
        _record.Finished(_cluster.Named("svc1-packages"), new("exit status 1", Output));
        _record.Finished(_cluster.Named("svc2-hosts-file"), new("exit status 1", Output));
        _record.Finished(_cluster.Named("svc3-packages"), new("exit status 1", Output.Replace("memory", "disk", StringComparison.Ordinal)));

        var text = Text(_report.Failures());

        Assert.All(["svc1-packages", "svc2-hosts-file", "svc3-packages"], name => Assert.Contains($"  !  {name} failed", text, StringComparison.Ordinal));
    }

    [Fact]
    public void Skipped_steps_of_many_causes_are_summed_up()
    {
        foreach (var step in _cluster.Where(step => step.Name.EndsWith("-hosts-file", StringComparison.Ordinal)))
        {
            _record.Finished(step, new("no"));
            _record.Skipped(_cluster.Named(step.Name.Replace("hosts-file", "packages", StringComparison.Ordinal)), "", step.Urn);
        }

        Assert.EndsWith("\n1 step skipped because svc11-hosts-file failed\n10 steps skipped because 10 others failed", Text(_report.Failures()), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_failed_is_nothing_to_tell() => Assert.Empty(_report.Failures());

    private static string Text(IEnumerable<Line> lines) => string.Join('\n', lines.Select(line => line.Text));

    private void Run(string name, double seconds)
    {
        var step = _cluster.Named(name);
        _record.Started(step);
        _time.Advance(TimeSpan.FromSeconds(seconds));
        _record.Finished(step, null);
    }
}
