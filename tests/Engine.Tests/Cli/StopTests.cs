using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using CarbonioInfra.Engine.Cli;
using Microsoft.Extensions.Time.Testing;

namespace CarbonioInfra.Engine.Tests.Cli;

/// <summary>Ctrl-C in a terminal, signals of others, terminals and readers that go away.</summary>
public sealed class StopTests : IDisposable
{
    private const string Stopping = "Stopping: running steps finish";
    private const string CuttingOff = "Cutting off running steps";

    private readonly EngineFixture _engine = new();

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData(PosixSignal.SIGINT, PosixSignal.SIGINT, 200, true)]
    [InlineData(PosixSignal.SIGTERM, PosixSignal.SIGTERM, 200, true)]
    [InlineData(PosixSignal.SIGTERM, PosixSignal.SIGINT, 0, true)]
    [InlineData(PosixSignal.SIGHUP, PosixSignal.SIGTERM, 0, true)]
    [InlineData(PosixSignal.SIGINT, PosixSignal.SIGHUP, 0, true)]
    [InlineData(PosixSignal.SIGTERM, PosixSignal.SIGTERM, 1, false)]
    [InlineData(PosixSignal.SIGHUP, PosixSignal.SIGHUP, 60_000, false)]
    public void Any_second_signal_cuts_off_unless_it_is_the_first_one_once_more(
        PosixSignal first, PosixSignal second, int milliseconds, bool cutOff)
    {
        var time = new FakeTimeProvider();
        var told = new List<string>();
        using var signals = new StopSignals(told.Add, time);
        signals.Receive(first);
        Assert.Equal((true, false), (signals.First.IsCancellationRequested, signals.Second.IsCancellationRequested));
        time.Advance(TimeSpan.FromMilliseconds(milliseconds));
        signals.Receive(second);

        Assert.Equal(cutOff, signals.Second.IsCancellationRequested);
        Assert.Equal(cutOff ? 2 : 1, told.Count);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task Every_signal_to_stop_lets_running_steps_finish_and_saves(string signal)
    {
        Configure();
        using var run = _engine.Start("up", "dev", "--yes");
        await _engine.WaitForAsync("started");
        await EngineFixture.SignalAsync(run, signal);
        await EngineFixture.ReadUntilAsync(run.StandardError, Stopping);
        await ReleaseAsync();

        await AssertInterruptedAsync(run);
        await AssertSavedAsync(created: ["one"], pending: []);
    }

    [Fact]
    public async Task A_run_under_nohup_does_not_hear_of_the_terminals_end()
    {
        Configure();
        using var run = _engine.StartScript("trap '' HUP; exec \"$@\"", "up", "dev", "--yes");
        await _engine.WaitForAsync("started");
        await EngineFixture.SignalAsync(run, "HUP");
        await ReleaseAsync();

        Assert.Empty(await run.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, run.ExitCode);
        await AssertSavedAsync(created: ["one", "two"], pending: []);
    }

    [Fact]
    public async Task Ctrl_C_in_a_terminal_lets_running_steps_finish_and_saves()
    {
        Configure();
        using var run = _engine.StartInTerminal("exec \"$@\"", "up", "dev", "--yes");
        await _engine.WaitForAsync("started");
        await TypeAsync(run, "\x03");
        await EngineFixture.ReadUntilAsync(run.StandardOutput, Stopping);
        await ReleaseAsync();

        var shown = await AssertInterruptedAsync(run);
        Assert.Contains("run the same command again to go on", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("exit code", shown, StringComparison.Ordinal);
        await AssertSavedAsync(created: ["one"], pending: []);
    }

    [Fact]
    public async Task A_second_Ctrl_C_in_a_terminal_cuts_off_and_the_next_run_goes_on()
    {
        Configure();
        using var run = _engine.StartInTerminal("exec \"$@\"", "up", "dev", "--yes");
        await _engine.WaitForAsync("started");
        await TypeAsync(run, "\x03");
        await EngineFixture.ReadUntilAsync(run.StandardOutput, Stopping);
        await Task.Delay(TimeSpan.FromMilliseconds(150), TestContext.Current.CancellationToken);
        await TypeAsync(run, "\x03");
        await EngineFixture.ReadUntilAsync(run.StandardOutput, CuttingOff);

        await AssertInterruptedAsync(run);
        await AssertSavedAsync(created: [], pending: ["one"]);
        await ReleaseAsync();
        Assert.Equal(0, await _engine.RunAsync("up", "dev", "--yes"));
        Assert.Contains("warning: An earlier run was cut off while creating one.", _engine.Output, StringComparison.Ordinal);
        await AssertSavedAsync(created: ["one", "two"], pending: []);
    }

    [Fact]
    public async Task Ctrl_C_is_an_answer_to_the_question_whether_to_go_on()
    {
        Configure();
        using var run = _engine.StartInTerminal("exec \"$@\"", "up", "dev");
        await EngineFixture.ReadUntilAsync(run.StandardOutput, "[yes/no]");
        await TypeAsync(run, "\x03");

        var shown = await AssertInterruptedAsync(run);
        Assert.Contains("Nothing was changed", shown, StringComparison.Ordinal);
        Assert.False(File.Exists(_engine["started"]));
    }

    [Fact]
    public async Task A_closed_terminal_stops_the_run_which_saves_what_it_did()
    {
        Configure();
        // As a shell of a closed SSH session does: it passes the signal on.
        using var terminal = _engine.StartInTerminal(
            $"trap \"kill -HUP \\$run\" HUP; \"$@\" & run=$!; wait $run; wait $run; echo $? > {_engine["exit"]}.new; "
            + $"mv {_engine["exit"]}.new {_engine["exit"]}", "up", "dev", "--yes");
        await _engine.WaitForAsync("started");
        terminal.Kill();
        // Nobody sees it any more, but the log has it.
        await EngineFixture.WaitForAsync(() => Directory.GetFiles(_engine["state/logs"]).Any(log => File.ReadAllText(log).Contains(Stopping, StringComparison.Ordinal)));
        await ReleaseAsync();

        await _engine.WaitForAsync("exit");
        Assert.Equal("130\n", await File.ReadAllTextAsync(_engine["exit"], TestContext.Current.CancellationToken));
        await AssertSavedAsync(created: ["one"], pending: []);
    }

    [Fact]
    public async Task A_terminal_that_is_gone_without_a_signal_does_not_end_the_run()
    {
        Configure();
        using var terminal = _engine.StartInTerminal(
            $"trap : HUP; \"$@\" & run=$!; wait $run; wait $run; echo $? > {_engine["exit"]}.new; mv {_engine["exit"]}.new {_engine["exit"]}",
            "up", "dev", "--yes");
        await _engine.WaitForAsync("started");
        terminal.Kill();
        await terminal.WaitForExitAsync(TestContext.Current.CancellationToken);
        await ReleaseAsync();

        await _engine.WaitForAsync("exit");
        await AssertSavedAsync(created: ["one", "two"], pending: []);
        // All is done, but nobody was told.
        Assert.Equal("1\n", await File.ReadAllTextAsync(_engine["exit"], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_reader_that_has_seen_enough_does_not_end_the_run()
    {
        Configure();
        await ReleaseAsync();
        using var run = _engine.StartScript("\"$@\" | head -1; exit ${PIPESTATUS[0]}", "up", "dev", "--yes");
        var shown = await run.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, run.ExitCode);
        Assert.Single(shown.TrimEnd('\n').Split('\n'));
        await AssertSavedAsync(created: ["one", "two"], pending: []);
    }

    [Fact]
    public async Task Results_that_cannot_be_written_are_an_error()
    {
        Configure();
        using var run = _engine.StartScript("\"$@\" > /dev/full", "graph", "dev");
        var told = await run.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("error: not all could be written to standard output: No space left on device", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupted_destroy_is_not_complete()
    {
        _engine.Configure("  proj:commands: { one: echo first, two: echo second }\n"
            + $"  proj:delete: 'touch {_engine["started"]}; while ! [ -e {_engine["release"]} ]; do sleep 0.05; done'");
        Assert.Equal(0, await _engine.RunAsync("up", "dev", "--yes"));
        using var run = _engine.Start("destroy", "dev", "--yes");
        await _engine.WaitForAsync("started");
        await EngineFixture.SignalAsync(run, "INT");
        await EngineFixture.ReadUntilAsync(run.StandardError, Stopping);
        await ReleaseAsync();

        await AssertInterruptedAsync(run);
        await AssertSavedAsync(created: ["one"], pending: []);
    }

    /// <summary>Two commands, the first of which runs until it is released.</summary>
    private void Configure() => _engine.Configure(
        $"  proj:commands: {{ one: \"touch {_engine["started"]}; while ! [ -e {_engine["release"]} ]; do sleep 0.05; done\", two: echo second }}");

    private Task ReleaseAsync() => File.WriteAllTextAsync(_engine["release"], "", TestContext.Current.CancellationToken);

    private static async Task TypeAsync(Process terminal, string text)
    {
        await terminal.StandardInput.WriteAsync(text);
        await terminal.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<string> AssertInterruptedAsync(Process run)
    {
        var shown = await run.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(130, run.ExitCode);
        return shown;
    }

    private async Task AssertSavedAsync(string[] created, string[] pending)
    {
        using var state = JsonDocument.Parse(await File.ReadAllTextAsync(_engine.StatePath, TestContext.Current.CancellationToken));
        var deployment = state.RootElement.GetProperty("deployment");
        Assert.Equal(created, deployment.GetProperty("resources").EnumerateArray().Select(NameOf).OfType<string>());
        Assert.Equal(pending, deployment.GetProperty("pending_operations").EnumerateArray().Select(entry => NameOf(entry.GetProperty("resource"))));

        static string? NameOf(JsonElement resource) => resource.GetProperty("type").GetString() == "command:local:Command"
            ? resource.GetProperty("urn").GetString()!.Split("::")[^1]
            : null;
    }
}
