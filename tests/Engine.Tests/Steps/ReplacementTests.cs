using CarbonioInfra.Engine.Values;
using static CarbonioInfra.Engine.Tests.Steps.TestInputs;

namespace CarbonioInfra.Engine.Tests.Steps;

/// <summary>Replacing one resource, and what that means for others.</summary>
public sealed class ReplacementTests
{
    private readonly TestStack _stack = new();

    [Fact]
    public async Task Replaces_by_creating_first_and_deleting_at_the_end()
    {
        await _stack.UpAsync(program => program.RegisterAsync("a", Replacing("x")));
        var summary = await _stack.UpAsync(async program =>
        {
            await program.RegisterAsync("a", Replacing("y"));
            await program.RegisterAsync("b");
        });

        Assert.Equal(["create a", "create b", "delete a id-1"], _stack.Provider.Calls);
        Assert.Equal((1, 1, 0), (summary.Replaced, summary.Created, summary.Deleted));
        Assert.Single(_stack.State.Resources, resource => Urn.NameOf(resource.Urn) == "a");
    }

    [Fact]
    public async Task Replaces_by_deleting_first_when_the_program_says_so()
    {
        await _stack.UpAsync(program => program.RegisterAsync("a", Replacing("x")));
        await _stack.UpAsync(program => program.RegisterAsync("a", Replacing("y"), goal => goal with { DeleteBeforeReplace = true }));

        Assert.Equal(["delete a id-1", "create a"], _stack.Provider.Calls);
    }

    [Fact]
    public async Task A_create_that_fails_after_delete_first_is_all_the_next_run_repeats()
    {
        Task Program(TestProgram program, string value) =>
            program.RegisterAsync("a", Replacing(value), goal => goal with { DeleteBeforeReplace = true });
        await _stack.UpAsync(program => Program(program, "x"));
        _stack.Provider.Failing.Add("create a");
        await _stack.UpAsync(program => Program(program, "y"));
        Assert.True(_stack.Find("a")!.PendingReplacement);

        _stack.Provider.Failing.Clear();
        await _stack.UpAsync(program => Program(program, "y"));

        Assert.Equal(["create a"], _stack.Provider.Calls);
        Assert.False(_stack.Find("a")!.PendingReplacement);
    }

    [Theory]
    [InlineData(true, false, false)]
    [InlineData(false, true, true)]
    [InlineData(true, null, true)]
    [InlineData(false, null, false)]
    public async Task The_program_decides_whether_to_delete_first_and_leaves_it_to_the_provider_by_saying_nothing(
        bool provider, bool? option, bool deletesFirst)
    {
        _stack.Provider.DeleteBeforeReplace = provider;
        Task Program(TestProgram program, string value) =>
            program.RegisterAsync("a", Replacing(value), goal => goal with { DeleteBeforeReplace = option });
        await _stack.UpAsync(program => Program(program, "x"));
        await _stack.UpAsync(program => Program(program, "y"));

        Assert.Equal(deletesFirst ? ["delete a id-1", "create a"] : ["create a", "delete a id-1"], _stack.Provider.Calls);
    }

    [Theory]
    [InlineData(true, true, false)]
    [InlineData(true, false, true)]
    [InlineData(false, true, true)]
    public async Task A_protected_resource_is_replaced_only_when_it_was_or_is_not_protected(bool was, bool isNow, bool replaced)
    {
        await _stack.UpAsync(program => program.RegisterAsync("a", Replacing("x"), goal => goal with { Protect = was }));
        var summary = await _stack.UpAsync(program => program.RegisterAsync("a", Replacing("y"), goal => goal with { Protect = isNow }));

        Assert.Equal(replaced ? (1, 0) : (0, 1), (summary.Replaced, summary.Failed));
        Assert.Equal(replaced ? ["create a", "delete a id-1"] : [], _stack.Provider.Calls);
        Assert.Equal("a", Assert.Single(_stack.Names()));
    }

    [Fact]
    public async Task A_retained_resource_that_is_replaced_stays_where_it_is()
    {
        Task Program(TestProgram program, string value) =>
            program.RegisterAsync("a", Replacing(value), goal => goal with { RetainOnDelete = true });
        await _stack.UpAsync(program => Program(program, "x"));
        await _stack.UpAsync(program => Program(program, "y"));

        Assert.Equal(["create a"], _stack.Provider.Calls);
        Assert.Equal("id-2", _stack.Find("a")!.Id);
    }

    [Fact]
    public async Task A_replaced_resource_whose_deletion_failed_is_deleted_by_the_next_run()
    {
        await _stack.UpAsync(program => program.RegisterAsync("a", Replacing("x")));
        _stack.Provider.Failing.Add("delete a");
        await _stack.UpAsync(program => program.RegisterAsync("a", Replacing("y")));
        Assert.Equal([false, true], _stack.State.Resources.Where(resource => resource.Id.StartsWith("id", StringComparison.Ordinal)).Select(resource => resource.Delete));
        _stack.Provider.Failing.Clear();
        await _stack.UpAsync(program => program.RegisterAsync("a", Replacing("y")));

        Assert.Equal(["delete a id-1"], _stack.Provider.Calls);
    }

    [Theory]
    [InlineData("v1", "v1", false)]
    [InlineData("v1", "v2", true)]
    [InlineData(null, "v1", false)]
    [InlineData("v1", null, false)]
    public async Task A_replacement_trigger_counts_when_it_changes_from_one_value_to_another(string? before, string? after, bool replaced)
    {
        Task Program(TestProgram program, string? trigger) => program.RegisterAsync("a", Text("x"), goal => goal with
        {
            ReplacementTrigger = trigger is null ? PropertyValue.Null.Instance : trigger,
        });
        await _stack.UpAsync(program => Program(program, before));

        Assert.Equal(replaced ? 1 : 0, (await _stack.UpAsync(program => Program(program, after))).Replaced);
    }
}
