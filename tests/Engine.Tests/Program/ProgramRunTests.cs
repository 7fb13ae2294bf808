using System.Globalization;
using System.Text.Json;
using CarbonioInfra.Engine.Program;
using CarbonioInfra.Engine.Tests.Cli;

namespace CarbonioInfra.Engine.Tests.Program;

/// <summary>Programs that do not end as they should, and what they do to their output.</summary>
public sealed class ProgramRunTests : IDisposable
{
    private readonly EngineFixture _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task A_program_that_is_not_built_is_named()
    {
        _engine.Configure();
        _engine.Program = _engine["nothing.dll"];

        Assert.Equal(1, await _engine.RunAsync("up", "dev", "--yes"));
        Assert.Equal($"error: The program {_engine["nothing.dll"]} does not exist; build it first, or name it with --program.\n", _engine.Error);
    }

    [Fact]
    public async Task What_ran_when_the_program_was_killed_is_finished_and_saved()
    {
        _engine.Configure("  proj:commands: { one: 'kill -KILL PROGRAM; while kill -0 PROGRAM 2>/dev/null; do sleep 0.02; done; echo done', two: echo second }");
        Assert.Equal(1, await _engine.RunAsync("up", "dev", "--yes"));
        Assert.Contains("error: Program exited with non-zero exit code: 137 (SIGKILL: ", _engine.Output, StringComparison.Ordinal);
        Assert.Contains("1 created in ", _engine.Output, StringComparison.Ordinal);
        Assert.Contains("What was done is saved", _engine.Error, StringComparison.Ordinal);

        Assert.Equal(["one"], await SavedAsync());
    }

    [Fact]
    public async Task A_plan_is_refused_when_its_program_does_not_end()
    {
        _engine.Configure($"  proj:end: hang in plan\n  proj:commands: {{ one: touch {_engine["touched"]} }}");
        _engine.Patience = new() { AfterCompletion = TimeSpan.FromSeconds(1) };

        Assert.Equal(1, await _engine.RunAsync("up", "dev", "--yes"));
        Assert.Contains("error: The program did not end within 1 s after all that it registered was done. It was killed.", _engine.Output,
            StringComparison.Ordinal);
        Assert.Contains("Nothing was changed", _engine.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_engine["touched"]));
    }

    [Fact]
    public async Task A_run_whose_program_does_not_end_has_saved_all()
    {
        _engine.Configure("  proj:end: hang in run\n  proj:commands: { one: echo first, two: echo second }");
        // The program of the plan ends by itself; so long it may take on a busy machine.
        _engine.Patience = new() { AfterCompletion = TimeSpan.FromSeconds(6) };
        Assert.Equal(1, await _engine.RunAsync("up", "dev", "--yes"));
        Assert.Contains("2 created in ", _engine.Output, StringComparison.Ordinal);
        Assert.Contains("did not end within 6 s", _engine.Output, StringComparison.Ordinal);

        Assert.Equal(["one", "two"], await SavedAsync());
    }

    [Fact]
    public async Task A_program_that_waits_for_itself_is_told_of_with_all_that_is_known_and_then_ended()
    {
        _engine.Configure("  proj:end: never\n  proj:commands: { one: echo first }");
        _engine.Patience = new() { Silence = TimeSpan.FromSeconds(1), Standstill = TimeSpan.FromSeconds(2) };

        Assert.Equal(1, await _engine.RunAsync("preview", "dev"));
        const string Known = "\n  registered last: one, half, whole\n  components without their outputs: half\n";
        Assert.Contains("warning: The program has asked for nothing for 1 s while nothing runs. Resources that wait for each other's outputs in a cycle "
            + "cause this. It is killed after 2 s; Ctrl-C stops it now." + Known, _engine.Output, StringComparison.Ordinal);
        Assert.Contains("error: The program asked for nothing for 2 s while nothing ran. It was killed. Resources that wait for each other's outputs in "
            + "a cycle cause this." + Known, _engine.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_whose_call_is_being_answered_is_not_silent()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var activity = new ProgramActivity(time);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(TimeSpan.FromMinutes(1), activity.Silent);
        activity.Printed();
        Assert.Equal((TimeSpan.Zero, TimeSpan.FromMinutes(1)), (activity.Silent, activity.WithoutCall));

        var answer = new TaskCompletionSource<string>();
        var call = activity.UnaryServerHandler<string, string>("", null!, (_, _) => answer.Task);
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal((TimeSpan.Zero, TimeSpan.Zero), (activity.Silent, activity.WithoutCall));
        answer.SetException(new InvalidOperationException());
        await Assert.ThrowsAsync<InvalidOperationException>(() => call);
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal((TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(3)), (activity.Silent, activity.WithoutCall));
    }

    [Fact]
    public async Task All_that_a_program_prints_is_in_the_log()
    {
        _engine.Configure("  proj:end: many lines");
        Assert.Equal(0, await _engine.RunAsync("preview", "dev"));

        var log = await File.ReadAllTextAsync(Directory.GetFiles(Path.Combine(_engine.StateDirectory, "logs")).Single(), TestContext.Current.CancellationToken);
        Assert.Equal(20_000, log.Split('\n').Count(line => line.EndsWith("of what it has to say", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_last_line_of_a_program_needs_no_end()
    {
        _engine.Configure("  proj:end: half a line");
        Assert.Equal(0, await _engine.RunAsync("preview", "dev"));

        Assert.Contains("without end of line\n", _engine.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_may_close_its_output()
    {
        _engine.Configure("  proj:end: closed output\n  proj:commands: { one: echo first }");
        Assert.Equal(0, await _engine.RunAsync("up", "dev", "--yes"));

        Assert.Contains("1 created in ", _engine.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_program_leaves_behind_does_not_keep_the_run_from_ending()
    {
        _engine.Configure("  proj:end: left behind");
        _engine.Patience = new() { AfterExit = TimeSpan.FromMilliseconds(100) };

        Assert.Equal(0, await _engine.RunAsync("preview", "dev"));
        var line = _engine.Output.Split('\n').Single(text => text.StartsWith("left behind: ", StringComparison.Ordinal));
        using var left = System.Diagnostics.Process.GetProcessById(int.Parse(line.Split(' ')[^1], CultureInfo.InvariantCulture));
        Assert.False(left.HasExited);
        left.Kill();
    }

    private async Task<IEnumerable<string>> SavedAsync()
    {
        using var state = JsonDocument.Parse(await File.ReadAllTextAsync(_engine.StatePath, TestContext.Current.CancellationToken));
        Assert.Equal(0, state.RootElement.GetProperty("deployment").GetProperty("pending_operations").GetArrayLength());
        return [.. state.RootElement.GetProperty("deployment").GetProperty("resources").EnumerateArray()
            .Where(resource => resource.GetProperty("type").GetString() == "command:local:Command")
            .Select(resource => resource.GetProperty("urn").GetString()!.Split("::")[^1])];
    }
}
