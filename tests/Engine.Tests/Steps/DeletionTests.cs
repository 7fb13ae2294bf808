using CarbonioInfra.Engine.State;

namespace CarbonioInfra.Engine.Tests.Steps;

/// <summary>What goes away, and in which order.</summary>
public sealed class DeletionTests
{
    private readonly TestStack _stack = new();

    [Fact]
    public async Task Deletes_dependents_before_dependencies_and_children_before_parents()
    {
        await _stack.UpAsync(async program =>
        {
            var component = await program.ComponentAsync("comp");
            var a = await program.RegisterAsync("a", null, goal => goal with { Parent = component.Urn });
            var b = await program.RegisterAsync("b", null, goal => goal.After(a.Urn));
            await program.RegisterAsync("c", null, goal => goal.After(b.Urn));
        });
        var summary = await _stack.UpAsync(_ => Task.CompletedTask);

        Assert.Equal(["delete c id-3", "delete b id-2", "delete a id-1"], _stack.Provider.Calls);
        Assert.Equal(4, summary.Deleted);
        Assert.Empty(_stack.State.Resources);
    }

    [Fact]
    public async Task A_deletion_that_fails_keeps_what_the_resource_needs()
    {
        await _stack.UpAsync(async program =>
        {
            var a = await program.RegisterAsync("a");
            await program.RegisterAsync("b", null, goal => goal.After(a.Urn));
            await program.RegisterAsync("c");
        });
        _stack.Provider.Failing.Add("delete b");
        var summary = await _stack.UpAsync(_ => Task.CompletedTask);

        Assert.Equal(["delete c id-3"], _stack.Provider.Calls);
        Assert.Equal((1, 1), (summary.Failed, summary.Deleted));
        Assert.Equal(["a", "b"], _stack.Names());
        Assert.Empty(_stack.State.PendingOperations);
    }

    [Fact]
    public async Task Protected_resources_are_not_deleted()
    {
        await _stack.UpAsync(program => program.RegisterAsync("a", null, goal => goal with { Protect = true }));
        var summary = await _stack.UpAsync(_ => Task.CompletedTask);

        Assert.Empty(_stack.Provider.Calls);
        Assert.Equal(1, summary.Failed);
        Assert.Contains("cannot be deleted", Assert.Single(_stack.Told), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retained_resources_are_forgotten()
    {
        await _stack.UpAsync(program => program.RegisterAsync("a", null, goal => goal with { RetainOnDelete = true }));
        await _stack.UpAsync(_ => Task.CompletedTask);

        Assert.Empty(_stack.Provider.Calls);
        Assert.Empty(_stack.Names());
    }

    [Fact]
    public async Task What_a_protected_resource_needs_stays_with_it_and_everything_else_goes()
    {
        await _stack.UpAsync(async program =>
        {
            var component = await program.ComponentAsync("comp");
            var needed = await program.RegisterAsync("needed", null, goal => goal with { Parent = component.Urn });
            var kept = await program.RegisterAsync("kept", null, goal => (goal with { Protect = true }).After(needed.Urn) with { Dependencies = [needed.Urn] });
            await program.RegisterAsync("dependent", null, goal => goal with { Dependencies = [kept.Urn] });
            await program.RegisterAsync("unrelated");
        });
        var summary = await _stack.UpAsync(_ => Task.CompletedTask);

        Assert.Equal((1, 2), (summary.Failed, summary.Deleted));
        Assert.Equal(["comp", "kept", "needed"], _stack.Names());
        Assert.Equal(["delete dependent id-3", "delete unrelated id-4"], _stack.Provider.Calls.Order());
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task What_goes_with_another_resource_is_deleted_by_itself_when_that_one_may_not_go(bool isProtected, bool called)
    {
        await _stack.UpAsync(async program =>
        {
            var machine = await program.RegisterAsync("machine", null, goal => goal with { Protect = isProtected });
            await program.RegisterAsync("step", null, goal => goal with { DeletedWith = machine.Urn, Protect = false });
        });
        await _stack.UpAsync(_ => Task.CompletedTask);

        Assert.Equal(called, _stack.Provider.Calls.Contains("delete step id-2"));
        Assert.Equal(isProtected ? ["machine"] : [], _stack.Names());
    }

    [Fact]
    public async Task What_goes_with_another_resource_is_deleted_by_itself_when_only_it_goes()
    {
        await _stack.UpAsync(async program =>
        {
            var machine = await program.RegisterAsync("machine");
            await program.RegisterAsync("step", null, goal => goal with { DeletedWith = machine.Urn });
        });
        await _stack.UpAsync(program => program.RegisterAsync("machine"));

        Assert.Equal(["delete step id-2"], _stack.Provider.Calls);
    }

    [Fact]
    public async Task What_goes_with_a_retained_resource_is_forgotten_as_that_one_is()
    {
        await _stack.UpAsync(async program =>
        {
            var machine = await program.RegisterAsync("machine", null, goal => goal with { RetainOnDelete = true });
            await program.RegisterAsync("step", null, goal => goal with { DeletedWith = machine.Urn, RetainOnDelete = false });
        });
        await _stack.UpAsync(_ => Task.CompletedTask);

        Assert.Empty(_stack.Provider.Calls);
        Assert.Empty(_stack.Names());
    }

    [Fact]
    public async Task Children_take_retention_and_deletedWith_from_their_parent()
    {
        await _stack.UpAsync(async program =>
        {
            var machine = await program.RegisterAsync("machine");
            var component = await program.ComponentAsync("comp", goal => goal with { DeletedWith = machine.Urn, RetainOnDelete = true });
            await program.RegisterAsync("a", null, goal => goal with { Parent = component.Urn });
            await program.RegisterAsync("b", null, goal => goal with { Parent = component.Urn, RetainOnDelete = false });
        });

        Assert.Equal((TestStack.UrnOf("machine"), true), (_stack.Find("a")!.DeletedWith, _stack.Find("a")!.RetainOnDelete));
        Assert.Equal((TestStack.UrnOf("machine"), false), (_stack.Find("b")!.DeletedWith, _stack.Find("b")!.RetainOnDelete));
    }

    [Fact]
    public async Task A_program_without_resources_deletes_everything()
    {
        await _stack.UpAsync(async program =>
        {
            var component = await program.ComponentAsync("comp");
            var inner = await program.ComponentAsync("inner", goal => goal with { Parent = component.Urn });
            await program.RegisterAsync("a", null, goal => goal with { Parent = inner.Urn, Version = "1.0.0" });
            await program.RegisterAsync("b", null, goal => goal with { Dependencies = [component.Urn] });
        });
        var summary = await _stack.UpAsync(_ => Task.CompletedTask);

        Assert.Equal(["delete b id-2", "delete a id-1"], _stack.Provider.Calls);
        Assert.Equal(4, summary.Deleted);
        Assert.Empty(_stack.State.Resources);
    }
}
