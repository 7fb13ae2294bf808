using CarbonioInfra.Engine.Steps;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Tests.Steps;

/// <summary>Runs that touch some resources alone, and runs that do again what did not change.</summary>
public sealed class TargetTests
{
    private readonly TestStack _stack = new();

    [Fact]
    public async Task Only_targets_are_updated_and_the_others_stay_as_the_state_has_them()
    {
        await _stack.UpAsync(Program("x"));
        Target("b");
        var summary = await _stack.UpAsync(Program("y"));

        Assert.Equal(["update b"], _stack.Provider.Calls);
        Assert.Equal((1, 2), (summary.Updated, summary.Unchanged));
        Assert.Equal("x", TextOf("a"));
        Assert.Equal("y", TextOf("b"));
        Assert.Equal("x", TextOf("c"));
        Target();
        await _stack.UpAsync(Program("y"));
        Assert.Equal(["update a", "update c"], _stack.Provider.Calls.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Dependents_of_a_target_are_touched_when_asked_for_at_any_distance()
    {
        await _stack.UpAsync(Program("x"));
        Target(dependents: true, "a");
        await _stack.UpAsync(Program("y"));

        Assert.Equal(["update a", "update b", "update c"], _stack.Provider.Calls);
    }

    [Fact]
    public async Task A_target_by_urn_may_be_new_and_nothing_else_is_created()
    {
        Target(TestStack.UrnOf("a"));
        await _stack.UpAsync(Program("x"));

        Assert.Equal(["create a"], _stack.Provider.Calls);
        Assert.Null(_stack.Find("b"));
        Target();
        await _stack.UpAsync(Program("x"));
        Assert.Equal(["create b", "create c"], _stack.Provider.Calls);
    }

    [Fact]
    public async Task A_target_that_needs_what_does_not_exist_is_refused()
    {
        Target("b");
        using var preview = await _stack.PreviewAsync(Program("x"));
        Assert.Equal(1, preview.Summary.Failed);

        var summary = await _stack.UpAsync(Program("x"));
        Assert.Empty(_stack.Provider.Calls);
        Assert.Equal(1, summary.Failed);
        Assert.Contains(_stack.Told, told => told.Contains($"--target {TestStack.UrnOf("a")}", StringComparison.Ordinal));
        Assert.Null(_stack.Find("b"));
    }

    [Fact]
    public async Task What_is_no_target_is_not_deleted()
    {
        await _stack.UpAsync(Program("x"));
        Target("a");
        await _stack.UpAsync(program => program.RegisterAsync("a", Text("y")));
        Assert.Equal(["update a"], _stack.Provider.Calls);
        Assert.NotNull(_stack.Find("c"));

        Target("c");
        await _stack.UpAsync(program => program.RegisterAsync("a", Text("z")));
        Assert.Equal(["delete c id-3"], _stack.Provider.Calls);
        Assert.NotNull(_stack.Find("b"));
    }

    [Fact]
    public async Task A_target_that_others_still_need_is_not_deleted_without_them()
    {
        await _stack.UpAsync(Program("x"));
        Target("b");
        var summary = await _stack.UpAsync(program => program.RegisterAsync("a", Text("x")));
        Assert.Empty(_stack.Provider.Calls);
        Assert.Equal(1, summary.Failed);
        Assert.Contains(_stack.Told, told => told.Contains($"--target {TestStack.UrnOf("c")}", StringComparison.Ordinal));

        Target(dependents: true, "b");
        summary = await _stack.UpAsync(program => program.RegisterAsync("a", Text("x")));
        Assert.Equal(["delete c id-3", "delete b id-2"], _stack.Provider.Calls);
        Assert.Equal(2, summary.Deleted);
    }

    [Fact]
    public async Task Outputs_of_what_is_left_alone_stay()
    {
        static Func<TestProgram, Task> Outputs(string text) => async program =>
        {
            var component = await program.ComponentAsync("comp");
            await program.RegisterAsync("a", Text(text), goal => goal with { Parent = component.Urn });
            program.Deployment.RegisterOutputs(component.Urn, Text(text));
        };
        await _stack.UpAsync(Outputs("x"));
        Target("a");
        await _stack.UpAsync(Outputs("y"));

        Assert.Equal(Text("x"), _stack.Find("comp")!.Outputs);
        Assert.Equal("y", TextOf("a"));
    }

    [Fact]
    public async Task Replacing_a_target_leaves_its_followers_to_the_next_run()
    {
        static async Task Follow(TestProgram program)
        {
            var machine = await program.RegisterAsync("machine");
            await program.RegisterAsync("step", Text("s"), goal => goal with { ReplaceWith = [machine.Urn] });
        }

        await _stack.UpAsync(Follow);
        Target("machine");
        await _stack.UpAsync(Follow, TestStack.UrnOf("machine"));
        Assert.Equal(["create machine", "delete machine id-1"], _stack.Provider.Calls);
        Target();
        await _stack.UpAsync(Follow);
        Assert.Equal(["create step", "delete step id-2"], _stack.Provider.Calls);
    }

    [Fact]
    public async Task A_renamed_resource_that_is_no_target_keeps_its_place_in_the_state()
    {
        await _stack.UpAsync(Program("x"));
        Target("c");
        await _stack.UpAsync(async program =>
        {
            var a = await program.RegisterAsync("new-a", Text("y"), goal => goal with { Aliases = [new(Name: "a")] });
            var b = await program.RegisterAsync("b", Text("y"), goal => goal.After(a.Urn));
            await program.RegisterAsync("c", Text("y"), goal => goal.After(b.Urn));
        });

        Assert.Equal(["update c"], _stack.Provider.Calls);
        Assert.Equal("id-1", _stack.Find("new-a")!.Id);
        Assert.Equal([TestStack.UrnOf("new-a")], _stack.Find("b")!.Dependencies);
    }

    [Fact]
    public async Task Targets_that_nothing_has_and_names_that_several_have_fail_the_plan()
    {
        Target("nothing", "a");
        using var preview = await _stack.PreviewAsync(async program =>
        {
            await program.RegisterAsync("a");
            await program.RegisterAsync("a", change: goal => goal with { Type = "test:index:Other" });
        });

        Assert.Equal(2, preview.Summary.Failed);
        var told = Assert.Single(_stack.Told, told => told.StartsWith("Error", StringComparison.Ordinal));
        Assert.Contains("'nothing' is no resource of the stack or the program", told, StringComparison.Ordinal);
        Assert.Contains("'a' names several resources", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rerun_updates_every_resource_of_the_type_though_nothing_changed()
    {
        await _stack.UpAsync(Program("x"));
        _stack.With = options => options with { Rerun = ["test:index:Thing"] };
        using (var preview = await _stack.PreviewAsync(Program("x")))
            Assert.Equal(3, preview.Summary.Updated);
        await _stack.UpAsync(Program("x"));
        Assert.Equal(["update a", "update b", "update c"], _stack.Provider.Calls);

        _stack.With = options => options with { Rerun = ["test:index:Thing"], Targets = ["b"] };
        await _stack.UpAsync(Program("x"));
        Assert.Equal(["update b"], _stack.Provider.Calls);
        _stack.With = options => options with { Rerun = ["test:index:Other"] };
        await _stack.UpAsync(Program("x"));
        Assert.Empty(_stack.Provider.Calls);
    }

    [Fact]
    public async Task Rerun_leaves_out_what_must_not_run_twice()
    {
        static async Task Once(TestProgram program) =>
            await program.RegisterAsync("a", Text("x"), goal => goal with { IgnoreChanges = ["create"] });
        await _stack.UpAsync(Once);
        _stack.With = options => options with { Rerun = ["test:index:Thing"] };
        await _stack.UpAsync(Once);

        Assert.Empty(_stack.Provider.Calls);
    }

    /// <summary>c needs b, which needs a.</summary>
    private static Func<TestProgram, Task> Program(string text) => async program =>
    {
        var a = await program.RegisterAsync("a", Text(text));
        var b = await program.RegisterAsync("b", Text(text), goal => goal.After(a.Urn));
        await program.RegisterAsync("c", Text(text), goal => goal.After(b.Urn));
    };

    private void Target(params string[] names) => Target(dependents: false, names);

    private void Target(bool dependents, params string[] names) =>
        _stack.With = options => options with { Targets = [.. names], TargetDependents = dependents };

    private string? TextOf(string name) => _stack.Find(name)!.Inputs.TextOf("text");

    private static PropertyMap Text(string value) => PropertyMap.Of(("text", value));
}
