using CarbonioInfra.Engine.Providers;
using CarbonioInfra.Engine.Steps;
using CarbonioInfra.Engine.Values;
using static CarbonioInfra.Engine.Tests.Steps.TestInputs;

namespace CarbonioInfra.Engine.Tests.Steps;

/// <summary>What an operation that failed leaves to the next run, above all when what it was for is no longer asked for.</summary>
public sealed class FailedOperationTests
{
    private readonly TestStack _stack = new();

    [Fact]
    public async Task A_failed_update_is_done_again_when_its_change_is_taken_back_until_one_succeeds()
    {
        await _stack.UpAsync(program => program.RegisterAsync("a", Text("x")));
        await FailAsync("update a", program => program.RegisterAsync("a", Text("y")));
        Assert.Equal(["updating it failed"], _stack.Find("a")!.InitErrors);
        Assert.Empty(_stack.State.PendingOperations);
        await FailAsync("update a", program => program.RegisterAsync("a", Text("x")));
        await _stack.UpAsync(program => program.RegisterAsync("a", Text("x")));

        Assert.Equal(["update a"], _stack.Provider.Calls);
        await AssertSettledAsync(program => program.RegisterAsync("a", Text("x")));
    }

    [Fact]
    public async Task A_plan_says_that_the_last_attempt_failed()
    {
        await _stack.UpAsync(program => program.RegisterAsync("a", Text("x")));
        await FailAsync("update a", program => program.RegisterAsync("a", Text("y")));
        using var plan = await _stack.PreviewAsync(program => program.RegisterAsync("a", Text("x")));

        Assert.False(plan.IsNoOp);
        Assert.Contains("update a (its last attempt failed)", _stack.Done);
    }

    [Fact]
    public async Task A_failed_rerun_is_done_again_by_a_run_that_is_none()
    {
        await _stack.UpAsync(program => program.RegisterAsync("a", Text("x")));
        _stack.With = options => options with { Rerun = ["test:index:Thing"] };
        await FailAsync("update a", program => program.RegisterAsync("a", Text("x")));
        _stack.With = options => options;
        await _stack.UpAsync(program => program.RegisterAsync("a", Text("x")));

        Assert.Equal(["update a"], _stack.Provider.Calls);
        await AssertSettledAsync(program => program.RegisterAsync("a", Text("x")));
    }

    [Fact]
    public async Task What_a_replacement_failed_to_create_is_put_right_in_the_old_one()
    {
        await _stack.UpAsync(program => program.RegisterAsync("a", Text("x")));
        await FailAsync("create a", program => program.RegisterAsync("a", Text("x")), TestStack.UrnOf("a"));
        await _stack.UpAsync(program => program.RegisterAsync("a", Text("x")));

        Assert.Equal(["update a"], _stack.Provider.Calls);
        Assert.Equal("id-1", _stack.Find("a")!.Id);
        await AssertSettledAsync(program => program.RegisterAsync("a", Text("x")));
    }

    [Fact]
    public async Task What_failed_to_be_deleted_is_put_right_when_it_is_wanted_again()
    {
        await _stack.UpAsync(program => program.RegisterAsync("a", Text("x")));
        await FailAsync("delete a", _ => Task.CompletedTask);
        await _stack.UpAsync(program => program.RegisterAsync("a", Text("x")));

        Assert.Equal(["update a"], _stack.Provider.Calls);
        await AssertSettledAsync(program => program.RegisterAsync("a", Text("x")));
    }

    [Fact]
    public async Task What_took_the_place_of_a_replaced_resource_is_not_in_doubt_when_that_cannot_be_deleted()
    {
        await _stack.UpAsync(program => program.RegisterAsync("a", Replacing("x")));
        await FailAsync("delete a", program => program.RegisterAsync("a", Replacing("y")));
        await _stack.UpAsync(program => program.RegisterAsync("a", Replacing("y")));

        Assert.Equal(["delete a id-1"], _stack.Provider.Calls);
        await AssertSettledAsync(program => program.RegisterAsync("a", Replacing("y")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Of_a_replaced_resource_and_its_successor_the_one_that_cannot_be_deleted_stays(int failing)
    {
        await _stack.UpAsync(program => program.RegisterAsync("a", Replacing("x")));
        await FailAsync("delete a", program => program.RegisterAsync("a", Replacing("y")));
        var calls = 0;
        _stack.Provider.During = (_, _, _) => ++calls == failing ? throw new ProviderException("no") : Task.CompletedTask;
        using (var deployment = _stack.Deploy(parallel: 1))
            await deployment.FinishAsync(complete: true);
        Assert.Equal(["a"], _stack.Names());
        await _stack.UpAsync(_ => Task.CompletedTask);

        Assert.Single(_stack.Provider.Calls);
        Assert.Empty(_stack.Names());
    }

    [Fact]
    public async Task A_failed_update_under_a_new_name_is_done_again_under_the_old_one()
    {
        await _stack.UpAsync(program => program.RegisterAsync("old", Text("x")));
        await FailAsync("update new", program => program.RegisterAsync("new", Text("y"), goal => goal with { Aliases = [new(Name: "old")] }));
        await _stack.UpAsync(program => program.RegisterAsync("old", Text("x")));

        Assert.Equal(["update old"], _stack.Provider.Calls);
        await AssertSettledAsync(program => program.RegisterAsync("old", Text("x")));
    }

    [Fact]
    public async Task What_was_not_started_is_not_in_doubt()
    {
        await _stack.UpAsync(program => program.RegisterAsync("a", Text("x")));
        _stack.SaveFailure = new IOException("No space left on device");
        using var deployment = _stack.Deploy();
        await Assert.ThrowsAsync<DeploymentStoppedException>(() => new TestProgram(deployment).RegisterAsync("a", Text("y")));

        Assert.Empty(Assert.Single(deployment.Capture().Resources, resource => !Urn.IsProvider(resource.Urn)).InitErrors);
    }

    private async Task FailAsync(string call, Func<TestProgram, Task> program, params string[] replace)
    {
        _stack.Provider.Failing.Add(call);
        Assert.Equal(1, (await _stack.UpAsync(program, replace)).Failed);
        _stack.Provider.Failing.Clear();
    }

    private async Task AssertSettledAsync(Func<TestProgram, Task> program)
    {
        await _stack.UpAsync(program);
        Assert.Empty(_stack.Provider.Calls);
    }
}
