using CarbonioInfra.Engine.Values;
using static CarbonioInfra.Engine.Tests.Steps.TestInputs;

namespace CarbonioInfra.Engine.Tests.Steps;

/// <summary>What is replaced, or deleted first, together with another resource.</summary>
public sealed class CascadeTests
{
    private readonly TestStack _stack = new();

    [Fact]
    public async Task Deleting_first_takes_along_what_depends_on_it_and_would_be_replaced()
    {
        Task Program(TestProgram program, string value) => RegisterChainAsync(program, value);
        await _stack.UpAsync(program => Program(program, "x"));
        await _stack.UpAsync(program => Program(program, "y"));

        Assert.Equal(["delete b id-2", "delete a id-1", "create a", "create b", "update c"], _stack.Provider.Calls);

        static async Task RegisterChainAsync(TestProgram program, string value)
        {
            var a = await program.RegisterAsync("a", Replacing(value), goal => goal with { DeleteBeforeReplace = true });
            await program.RegisterAsync("b", Replacing(value), goal => goal.After(a.Urn));
            await program.RegisterAsync("c", Text(value), goal => goal.After(a.Urn));
        }
    }

    [Fact]
    public async Task Followers_are_replaced_with_what_they_follow_and_not_deleted_on_it()
    {
        static async Task Program(TestProgram program, string value)
        {
            var machine = await program.RegisterAsync("machine", Replacing(value));
            await program.RegisterAsync("step", Text("s"), goal => (goal with
            {
                ReplaceWith = [machine.Urn],
                DeletedWith = machine.Urn,
            }).After(machine.Urn));
            await program.RegisterAsync("other", Text("o"));
        }

        await _stack.UpAsync(program => Program(program, "x"));
        var summary = await _stack.UpAsync(program => Program(program, "y"));

        // The step's own deletion is the machine's.
        Assert.Equal(["create machine", "create step", "delete machine id-1"], _stack.Provider.Calls);
        Assert.Equal((2, 1), (summary.Replaced, summary.Unchanged));
    }

    [Fact]
    public async Task Followers_of_a_replaced_machine_are_replaced_by_the_next_run_when_this_one_is_cut_off()
    {
        static async Task Program(TestProgram program, string value, bool cut)
        {
            var machine = await program.RegisterAsync("machine", Replacing(value));
            if (!cut)
                await program.RegisterAsync("step", Text("s"), goal => (goal with { ReplaceWith = [machine.Urn] }).After(machine.Urn));
        }

        await _stack.UpAsync(program => Program(program, "x", cut: false));
        using (var cutOff = _stack.Deploy())
            await Program(new(cutOff), "y", cut: true);
        await _stack.UpAsync(program => Program(program, "y", cut: false));

        Assert.Equal(["create step", "delete machine id-1", "delete step id-2"], _stack.Provider.Calls.Order());
        Assert.False(_stack.Find("step")!.Taint);
    }

    [Fact]
    public async Task A_chain_of_followers_is_replaced_from_its_head()
    {
        await _stack.UpAsync(program => ChainAsync(program, "x"));
        var summary = await _stack.UpAsync(program => ChainAsync(program, "y"));

        Assert.Equal(["create a", "create b", "create c"], _stack.Provider.Calls.Take(3));
        Assert.Equal((3, 0), (summary.Replaced, summary.Unchanged));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_chain_of_followers_that_was_cut_off_is_replaced_to_its_end_by_the_next_run(int got)
    {
        await _stack.UpAsync(program => ChainAsync(program, "x"));
        using (var cutOff = _stack.Deploy())
            await ChainAsync(new(cutOff), "y", until: got);
        await _stack.UpAsync(program => ChainAsync(program, "y"));

        Assert.Equal(((string[])["create b", "create c"])[(got - 1)..], _stack.Provider.Calls.Take(3 - got));
        Assert.Equal(["delete a id-1", "delete b id-2", "delete c id-3"], _stack.Provider.Calls.Skip(3 - got).Order());
        Assert.False((await _stack.UpAsync(program => ChainAsync(program, "y"))).HasChanges);
    }

    [Fact]
    public async Task Deleting_first_goes_down_a_chain_of_properties_and_stops_where_nothing_would_be_replaced()
    {
        static async Task Program(TestProgram program, string value)
        {
            var a = await program.RegisterAsync("a", Replacing(value), goal => goal with { DeleteBeforeReplace = true });
            var b = await program.RegisterAsync("b", Replacing("b"), goal => goal.After(a.Urn));
            var updated = await program.RegisterAsync("updated", Text("u"), goal => goal.After(b.Urn));
            await program.RegisterAsync("c", Replacing("c"), goal => goal.After(b.Urn));
            await program.RegisterAsync("behind updated", Replacing("d"), goal => goal.After(updated.Urn));
            await program.RegisterAsync("ordered", Replacing("e"), goal => goal with { Dependencies = [a.Urn] });
        }

        await _stack.UpAsync(program => Program(program, "x"));
        var summary = await _stack.UpAsync(program => Program(program, "y"));

        Assert.Equal(["delete c id-4", "delete b id-2", "delete a id-1", "create a", "create b", "create c"], _stack.Provider.Calls);
        Assert.Equal((3, 3), (summary.Replaced, summary.Unchanged));
    }

    [Fact]
    public async Task A_cascade_takes_along_what_names_a_changed_place_in_replaceOnChanges()
    {
        static async Task Program(TestProgram program, string value)
        {
            var a = await program.RegisterAsync("a", Replacing(value), goal => goal with { DeleteBeforeReplace = true });
            await program.RegisterAsync("b", Text("b"), goal => (goal with { ReplaceOnChanges = ["text"] }).After(a.Urn));
            await program.RegisterAsync("c", Text("c"), goal => (goal with { ReplaceOnChanges = ["text"], IgnoreChanges = ["text"] }).After(a.Urn));
        }

        await _stack.UpAsync(program => Program(program, "x"));
        await _stack.UpAsync(program => Program(program, "y"));

        Assert.Equal(["delete b id-2", "delete a id-1", "create a", "create b"], _stack.Provider.Calls.Where(call => !call.EndsWith('c') && !call.Contains(" c ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_protected_dependent_stops_the_cascade_before_anything_is_deleted()
    {
        static async Task Program(TestProgram program, string value)
        {
            var a = await program.RegisterAsync("a", Replacing(value), goal => goal with { DeleteBeforeReplace = true });
            var b = await program.RegisterAsync("b", Replacing("b"), goal => goal.After(a.Urn));
            await program.RegisterAsync("c", Replacing("c"), goal => (goal with { Protect = true }).After(b.Urn));
        }

        await _stack.UpAsync(program => Program(program, "x"));
        var summary = await _stack.UpAsync(program => Program(program, "y"));

        Assert.Empty(_stack.Provider.Calls);
        Assert.Equal((1, 2), (summary.Failed, summary.Skipped));
        Assert.Contains($"{TestStack.UrnOf("c")} with it, which is protected", _stack.Told.First(), StringComparison.Ordinal);
        Assert.DoesNotContain(_stack.State.Resources, resource => resource.PendingReplacement);
    }

    [Fact]
    public async Task What_a_cascade_deleted_and_the_program_does_not_want_any_more_is_only_forgotten()
    {
        await _stack.UpAsync(async program =>
        {
            var a = await program.RegisterAsync("a", Replacing("x"), goal => goal with { DeleteBeforeReplace = true });
            await program.RegisterAsync("b", Replacing("b"), goal => goal.After(a.Urn));
        });
        await _stack.UpAsync(program => program.RegisterAsync("a", Replacing("y"), goal => goal with { DeleteBeforeReplace = true }));

        Assert.Equal(["delete b id-2", "delete a id-1", "create a"], _stack.Provider.Calls);
        Assert.Equal(["a"], _stack.Names());
    }

    [Fact]
    public async Task A_cascade_that_fails_half_way_is_resumed()
    {
        static async Task Program(TestProgram program, string value)
        {
            var a = await program.RegisterAsync("a", Replacing(value), goal => goal with { DeleteBeforeReplace = true });
            await program.RegisterAsync("b", Replacing("b"), goal => goal.After(a.Urn));
        }

        await _stack.UpAsync(program => Program(program, "x"));
        _stack.Provider.Failing.Add("delete a");
        var failed = await _stack.UpAsync(program => Program(program, "y"));
        Assert.Equal((false, true), (_stack.Find("a")!.PendingReplacement, _stack.Find("b")!.PendingReplacement));
        Assert.NotEqual(0, failed.Failed);
        _stack.Provider.Failing.Clear();
        await _stack.UpAsync(program => Program(program, "y"));

        Assert.Equal(["delete a id-1", "create a", "create b"], _stack.Provider.Calls);
        Assert.False((await _stack.UpAsync(program => Program(program, "y"))).HasChanges);
    }

    // Each is replaced with the one before.
    private static async Task ChainAsync(TestProgram program, string value, int until = 3)
    {
        var last = await program.RegisterAsync("a", Replacing(value));
        foreach (var name in ((string[])["b", "c"]).Take(until - 1))
            last = await program.RegisterAsync(name, Text(name), goal => goal with { ReplaceWith = [last.Urn], Dependencies = [last.Urn] });
    }
}
