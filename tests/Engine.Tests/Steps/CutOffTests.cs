using CarbonioInfra.Engine.Providers;
using CarbonioInfra.Engine.State;
using CarbonioInfra.Engine.Steps;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Tests.Steps;

/// <summary>What becomes of resources on which a run was working when it was killed: only their pending operation tells of them.</summary>
public sealed class CutOffTests
{
    private readonly TestStack _stack = new();

    [Fact]
    public async Task An_interrupted_creation_is_repeated()
    {
        await KilledAsync("create a", program => program.RegisterAsync("a"));
        await _stack.UpAsync(program => program.RegisterAsync("a"));

        Assert.Equal(["create a"], _stack.Provider.Calls);
        await AssertSettledAsync(program => program.RegisterAsync("a"));
    }

    [Fact]
    public async Task What_an_interrupted_creation_may_have_left_is_deleted_when_it_is_no_longer_wanted()
    {
        await KilledAsync("create a", program => program.RegisterAsync("a"));
        using (var plan = await _stack.PreviewAsync(_ => Task.CompletedTask))
            Assert.False(plan.IsNoOp);
        await _stack.UpAsync(_ => Task.CompletedTask);

        // It never got an identity.
        Assert.Equal(["delete a "], _stack.Provider.Calls);
        await AssertSettledAsync(_ => Task.CompletedTask);
    }

    [Fact]
    public async Task A_deletion_of_suspected_remains_that_fails_or_is_killed_is_tried_again()
    {
        await KilledAsync("create a", program => program.RegisterAsync("a"));
        _stack.Provider.Failing.Add("delete a");
        Assert.Equal(1, (await _stack.UpAsync(_ => Task.CompletedTask)).Failed);
        _stack.Provider.Failing.Clear();
        await KilledAsync("delete a", _ => Task.CompletedTask);
        await _stack.UpAsync(_ => Task.CompletedTask);

        Assert.Equal(["delete a "], _stack.Provider.Calls);
        await AssertSettledAsync(_ => Task.CompletedTask);
    }

    [Fact]
    public async Task An_interrupted_update_is_repeated_also_when_the_program_wants_the_old_inputs_again()
    {
        Task Program(TestProgram program, string value) => program.RegisterAsync("a", PropertyMap.Of(("x", value)));
        await _stack.UpAsync(program => Program(program, "old"));
        await KilledAsync("update a", program => Program(program, "new"));
        await _stack.UpAsync(program => Program(program, "old"));

        Assert.Equal(["update a"], _stack.Provider.Calls);
        await AssertSettledAsync(program => Program(program, "old"));
    }

    [Fact]
    public async Task A_resource_whose_deletion_was_interrupted_is_deleted_before_it_is_created_anew()
    {
        await _stack.UpAsync(program => program.RegisterAsync("a"));
        await KilledAsync("delete a", _ => Task.CompletedTask);
        await _stack.UpAsync(program => program.RegisterAsync("a"));

        Assert.Equal(["delete a id-1", "create a"], _stack.Provider.Calls);
        await AssertSettledAsync(program => program.RegisterAsync("a"));
    }

    [Fact]
    public async Task What_follows_a_resource_whose_deletion_was_interrupted_is_made_anew_with_it()
    {
        static async Task Program(TestProgram program)
        {
            var machine = (await program.RegisterAsync("machine")).Urn;
            await program.RegisterAsync("step", null, goal => goal.After(machine) with { DeletedWith = machine, ReplaceWith = [machine] });
        }

        await _stack.UpAsync(Program);
        await KilledAsync("delete machine", _ => Task.CompletedTask);
        await _stack.UpAsync(Program);

        Assert.Equal(["delete machine id-1", "create machine", "create step"], _stack.Provider.Calls);
        await AssertSettledAsync(Program);
    }

    [Fact]
    public async Task The_memory_of_an_interrupted_operation_outlives_a_run_that_did_not_get_to_it()
    {
        await _stack.UpAsync(async program =>
        {
            await program.RegisterAsync("a");
            await program.RegisterAsync("b");
        });
        await KilledAsync("delete b", program => program.RegisterAsync("a"));
        await KilledAsync("update a", program => program.RegisterAsync("a", PropertyMap.Of(("x", 1))));

        Assert.Equal(["Updating a", "Deleting b"], _stack.State.PendingOperations
            .Select(operation => $"{operation.Kind} {Urn.NameOf(operation.Resource.Urn)}"));
    }

    [Fact]
    public async Task A_step_that_the_user_cut_off_stays_pending_and_one_that_failed_does_not()
    {
        var started = new TaskCompletionSource();
        _stack.Provider.Failing.Add("create b");
        _stack.Provider.During = async (call, _, cancellationToken) =>
        {
            if (call == "create b")
                return;
            started.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        };
        using var deployment = _stack.Deploy();
        var program = new TestProgram(deployment);
        await program.RegisterAsync("b");
        var running = program.RegisterAsync("a");
        await started.Task;
        deployment.Abort();
        await running;

        Assert.Equal("a", Urn.NameOf(Assert.Single(_stack.State.PendingOperations).Resource.Urn));
    }

    [Fact]
    public async Task The_plan_says_in_one_line_of_a_kind_what_was_interrupted_and_what_happens_now()
    {
        await KilledAsync("create a", program => program.RegisterAsync("a"));
        var a = Assert.Single(_stack.State.PendingOperations);
        var (b, c) = (a.Resource with { Urn = a.Resource.Urn.Replace("::a", "::b", StringComparison.Ordinal) },
            a.Resource with { Urn = a.Resource.Urn.Replace("::a", "::c", StringComparison.Ordinal) });
        _stack.State = _stack.State with { PendingOperations = [new(c, OperationKind.Deleting), new(b, OperationKind.Creating), a] };
        using var plan = await _stack.PreviewAsync(program => program.RegisterAsync("a"));

        Assert.Equal(
            [
                "Warning: An earlier run was cut off while creating a, b. "
                    + "What exists in part is created again, or deleted if it is no longer wanted.",
                "Warning: An earlier run was cut off while deleting c. "
                    + "What is left in part is deleted again, and created anew if it is still wanted.",
            ],
            _stack.Told.Where(told => told.StartsWith("Warning", StringComparison.Ordinal)));
    }

    /// <summary>A run of which nothing but the saved state is left, as it was during one call.</summary>
    private async Task KilledAsync(string call, Func<TestProgram, Task> program)
    {
        var states = new List<Snapshot>();
        _stack.Provider.During = (current, _, _) =>
        {
            if (current == call)
                states.Add(_stack.State);
            return Task.CompletedTask;
        };
        await _stack.UpAsync(program);
        _stack.Provider.During = (_, _, _) => Task.CompletedTask;
        _stack.State = states.Single();
    }

    private async Task AssertSettledAsync(Func<TestProgram, Task> program)
    {
        Assert.Empty(_stack.State.PendingOperations);
        await _stack.UpAsync(program);
        Assert.Empty(_stack.Provider.Calls);
    }
}
