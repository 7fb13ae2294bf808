using System.Text.Json;

namespace CarbonioInfra.Engine.Tests.Cli;

/// <summary>Runs that meet another, are killed or interrupted.</summary>
public sealed class CutOffRunTests : IDisposable
{
    private readonly EngineFixture _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task A_second_run_is_refused_while_the_first_one_works()
    {
        _engine.Configure($"  proj:commands: {{ one: {Waiting} }}");
        using var first = _engine.Start("up", "dev", "--yes");
        await _engine.WaitForAsync("started");

        Assert.Equal(1, await _engine.RunAsync("up", "dev", "--yes"));
        Assert.Contains($"process {first.Id} of {Environment.UserName} on {Environment.MachineName}, since", _engine.Error, StringComparison.Ordinal);
        await File.WriteAllTextAsync(_engine["release"], "", TestContext.Current.CancellationToken);
        await first.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, first.ExitCode);
    }

    [Fact]
    public async Task A_killed_run_leaves_a_state_from_which_the_next_goes_on()
    {
        _engine.Configure($"  proj:commands: {{ zero: echo 0, one: {Waiting}, two: echo second }}");
        using var first = _engine.Start("up", "dev", "--yes");
        await _engine.WaitForAsync("started");
        first.Kill();
        await first.WaitForExitAsync(TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_engine["release"], "", TestContext.Current.CancellationToken);

        Assert.Equal(0, await _engine.RunAsync("up", "dev", "--yes"));
        Assert.Contains("cut off while creating", _engine.Output, StringComparison.Ordinal);
        Assert.Contains("plan: create", await _engine.LogsAsync(), StringComparison.Ordinal);
        Assert.Contains("2 created, 1 unchanged", _engine.Output, StringComparison.Ordinal);
        using var state = JsonDocument.Parse(await _engine.StateAsync());
        Assert.Equal(0, state.RootElement.GetProperty("deployment").GetProperty("pending_operations").GetArrayLength());
    }

    [Fact]
    public async Task An_interrupted_run_finishes_what_runs_and_starts_nothing_more()
    {
        _engine.Configure($"  proj:commands: {{ one: {Waiting}, two: echo second }}");
        using var run = _engine.Start("up", "dev", "--yes");
        await _engine.WaitForAsync("started");
        await EngineFixture.SignalAsync(run, "INT");
        var told = await run.StandardError.ReadLineAsync(TestContext.Current.CancellationToken).AsTask()
            .WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_engine["release"], "", TestContext.Current.CancellationToken);
        var output = await run.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.StartsWith("Stopping", told, StringComparison.Ordinal);
        Assert.Equal(130, run.ExitCode);
        Assert.Contains("1 created", output, StringComparison.Ordinal);
        Assert.Equal(0, await _engine.RunAsync("up", "dev", "--yes"));
        Assert.Contains("1 created, 1 unchanged", _engine.Output, StringComparison.Ordinal);
    }

    /// <summary>A script that says that it runs and ends when it is let go.</summary>
    private string Waiting => $"\"touch {_engine["started"]}; while ! [ -e {_engine["release"]} ]; do sleep 0.05; done\"";
}
