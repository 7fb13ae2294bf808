using CarbonioInfra.Engine.Display;
using CarbonioInfra.Engine.Steps;
using CarbonioInfra.Engine.Values;
using Spectre.Console;

namespace CarbonioInfra.Engine.Tests.Display;

public sealed class DisplayTests : IDisposable
{
    private static readonly Step Create = new(StepKind.Create, "urn:pulumi:dev::proj::test:index:Thing::svc1-hosts", Custom: true, []);

    private readonly StringWriter _output = new();

    public void Dispose() => _output.Dispose();

    [Fact]
    public void Plain_lines_tell_each_finished_step_once()
    {
        using var display = new PlainDisplay(_output, planning: false);
        display.Started(Create);
        display.Printed(Create, "working");
        display.Finished(Create, null);
        display.Finished(Create with { Kind = StepKind.Same }, null);
        display.Skipped(Create.Urn, "it needs svc2");
        display.Message(MessageSeverity.Debug, "details", "");
        display.Message(MessageSeverity.Warning, "careful", Create.Urn);

        Assert.Equal(
            ["     svc1-hosts | working", "  +  svc1-hosts created (0.0 s)", "  .  svc1-hosts skipped: it needs svc2", "warning: svc1-hosts: careful"],
            _output.ToString().TrimEnd().Split('\n'));
    }

    [Fact]
    public void A_failure_shows_the_last_lines_only()
    {
        using var display = new PlainDisplay(_output, planning: false);
        var output = string.Join('\n', Enumerable.Range(1, 40).Select(number => $"line {number}"));
        display.Finished(Create, new("exit code 4", output + "\n"));

        Assert.Contains("       line 40", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("       line 26", _output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("line 25", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_log_keeps_everything_for_its_owner_alone()
    {
        using var folder = new TemporaryFolder();
        using var log = LogFile.Create(folder["logs"], "dev", "up");
        var output = string.Join('\n', Enumerable.Range(1, 40).Select(number => $"line {number}"));
        log.Finished(Create, new("exit code 4", output));
        log.Message(MessageSeverity.Debug, "details", "");

        var text = File.ReadAllText(log.Path);
        Assert.Contains("line 1\n", text, StringComparison.Ordinal);
        Assert.Contains("DEBUG details", text, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(log.Path));
    }

    [Fact]
    public void Old_logs_of_the_stack_go()
    {
        using var folder = new TemporaryFolder();
        for (var number = 0; number < 60; number++)
            folder.Write($"logs/dev-2020{number:D4}-up.log", "");
        folder.Write("logs/other-2020-up.log", "");
        using var log = LogFile.Create(folder["logs"], "dev", "up");

        Assert.Equal(51, Directory.GetFiles(folder["logs"]).Length);
        Assert.False(File.Exists(folder["logs/dev-20200000-up.log"]));
    }

    [Fact]
    public void A_terminal_gets_finished_steps_and_failures_as_lasting_lines()
    {
        var console = AnsiConsole.Create(new()
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(_output),
        });
        // Or it is what TERM says, and some values of it know no height.
        (console.Profile.Width, console.Profile.Height) = (80, 24);
        using (var display = new TerminalDisplay(console))
        {
            display.Started(Create);
            display.Printed(Create, "[not markup]");
            display.Finished(Create, null);
            display.Finished(Create with { Urn = Create.Urn + "2" }, new("exit code 4", "last words"));
            display.Message(MessageSeverity.Warning, "careful", "");
        }

        var text = _output.ToString();
        Assert.Contains("svc1-hosts created", text, StringComparison.Ordinal);
        Assert.Contains("svc1-hosts2 failed to create", text, StringComparison.Ordinal);
        Assert.Contains("last words", text, StringComparison.Ordinal);
        Assert.Contains("warning: careful", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lasting_line_clears_the_longer_one_that_moved_there()
    {
        var console = AnsiConsole.Create(new()
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(_output),
        });
        using (var display = new TerminalDisplay(console))
            display.Message(MessageSeverity.Info, "careful", "");

        // Erased from there to the end of the screen, then written.
        Assert.Contains("\e[Jcareful", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_line_says_what_changes()
    {
        var step = new Step(StepKind.Update, Create.Urn, true, [new(PropertyPath.Parse("triggers[0]"), PropertyChangeKind.Updated)]);

        Assert.Equal("~  update  svc1-hosts  test:index:Thing  [triggers[0]]", Wording.PlanLine(step));
        Assert.Equal("+- replace svc1-hosts  test:index:Thing  (asked for)",
            Wording.PlanLine(new(StepKind.CreateReplacement, Create.Urn, true, [], "asked for")));
    }

    [Theory]
    [InlineData(0.04, "0.0 s")]
    [InlineData(59.94, "59.9 s")]
    [InlineData(61, "1 min 01 s")]
    [InlineData(3723, "1 h 02 min")]
    public void Times_are_short(double seconds, string expected) => Assert.Equal(expected, Wording.Time(TimeSpan.FromSeconds(seconds)));
}
