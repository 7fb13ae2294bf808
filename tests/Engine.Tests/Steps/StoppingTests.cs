using CarbonioInfra.Engine.Steps;
using CarbonioInfra.Engine.Values;
using static CarbonioInfra.Engine.Tests.Steps.TestInputs;

namespace CarbonioInfra.Engine.Tests.Steps;

/// <summary>Runs that end before their program does.</summary>
public sealed class StoppingTests
{
    private readonly TestStack _stack = new();

    [Fact]
    public async Task No_more_steps_than_allowed_run_at_once()
    {
        var (running, most) = (0, 0);
        _stack.Provider.During = async (_, _, cancellationToken) =>
        {
            lock (_stack)
                most = Math.Max(most, ++running);
            await Task.Delay(5, cancellationToken);
            lock (_stack)
                running--;
        };
        using var deployment = _stack.Deploy(parallel: 3);
        var program = new TestProgram(deployment);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => program.RegisterAsync($"r{number}")));

        Assert.Equal(3, most);
    }

    [Fact]
    public async Task Stopping_lets_running_steps_finish_and_starts_no_others()
    {
        var started = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        _stack.Provider.During = (_, _, _) =>
        {
            started.SetResult();
            return release.Task;
        };
        using var deployment = _stack.Deploy(parallel: 1);
        var program = new TestProgram(deployment);
        var running = program.RegisterAsync("running");
        await started.Task;
        var waiting = program.RegisterAsync("waiting");
        deployment.Stop();
        release.SetResult();

        Assert.Equal(RegistrationOutcome.Success, (await running).Outcome);
        await Assert.ThrowsAsync<DeploymentStoppedException>(() => waiting);
        await Assert.ThrowsAsync<DeploymentStoppedException>(() => program.RegisterAsync("late"));
        await deployment.DrainAsync();
        Assert.Equal(["running"], _stack.Names());
    }

    [Fact]
    public async Task Cut_off_steps_fail_and_leave_a_valid_state()
    {
        var started = new TaskCompletionSource();
        _stack.Provider.During = async (_, _, cancellationToken) =>
        {
            started.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        };
        using var deployment = _stack.Deploy();
        var running = new TestProgram(deployment).RegisterAsync("a");
        await started.Task;
        deployment.Abort();

        Assert.Equal(RegistrationOutcome.Fail, (await running).Outcome);
        Assert.Empty(_stack.Names());
    }

    [Fact]
    public async Task A_program_that_dies_early_deletes_nothing()
    {
        await _stack.UpAsync(async program =>
        {
            await program.RegisterAsync("a");
            await program.RegisterAsync("b");
        });
        using var deployment = _stack.Deploy();
        await new TestProgram(deployment).RegisterAsync("a");
        await deployment.FinishAsync(complete: false);

        Assert.Equal(["a", "b"], _stack.Names());
    }

    [Fact]
    public async Task A_program_that_does_not_wait_for_its_answers_loses_nothing()
    {
        await _stack.UpAsync(program => program.RegisterAsync("a", Text("x")));
        var (started, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        _stack.Provider.During = (_, _, _) =>
        {
            started.TrySetResult();
            return release.Task;
        };
        _stack.Provider.Forget();
        using var deployment = _stack.Deploy();
        var running = new TestProgram(deployment).RegisterAsync("a", Text("y"));
        await started.Task;
        var end = deployment.FinishAsync(complete: true);
        Assert.False(end.IsCompleted);
        release.SetResult();
        await end;

        Assert.Equal(RegistrationOutcome.Success, (await running).Outcome);
        Assert.Equal(["update a"], _stack.Provider.Calls);
        Assert.Equal("y", _stack.Find("a")!.Outputs.TextOf("text"));
    }

    [Fact]
    public async Task After_its_end_a_run_takes_nothing_more()
    {
        using var deployment = _stack.Deploy();
        var program = new TestProgram(deployment);
        var component = await program.ComponentAsync("comp");
        await deployment.FinishAsync(complete: true);

        await Assert.ThrowsAsync<DeploymentStoppedException>(() => program.RegisterAsync("late"));
        Assert.Throws<DeploymentStoppedException>(() => deployment.RegisterOutputs(component.Urn, PropertyMap.Of(("late", true))));
        Assert.Equal(["comp"], _stack.Names());
    }
}
