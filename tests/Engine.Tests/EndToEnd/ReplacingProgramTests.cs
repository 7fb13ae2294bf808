using Pulumi;

namespace CarbonioInfra.Engine.Tests.EndToEnd;

/// <summary>Options that say when a resource is made anew, and in which order.</summary>
public sealed class ReplacingProgramTests : IDisposable
{
    private readonly ProgramStack _stack = new();

    public void Dispose() => _stack.Dispose();

    [Fact]
    public async Task A_changed_trigger_creates_before_it_deletes_and_deleteBeforeReplace_the_other_way_round()
    {
        void Program(string trigger, bool deleteFirst) =>
            Shell.Logged("a", trigger, trigger, new() { DeleteBeforeReplace = deleteFirst });
        await _stack.UpAsync(() => Program("1", deleteFirst: false));
        await _stack.UpAsync(() => Program("2", deleteFirst: false));
        Assert.Equal(["create a 2", "delete a 1"], _stack.Log);
        await _stack.UpAsync(() => Program("3", deleteFirst: true));

        Assert.Equal(["delete a 2", "create a 3"], _stack.Log);
        Assert.False((await _stack.UpAsync(() => Program("3", deleteFirst: true))).HasChanges);
    }

    [Fact]
    public async Task DeleteBeforeReplace_takes_along_what_would_be_replaced_for_it_and_only_that()
    {
        void Program(string trigger)
        {
            var a = Shell.Logged("a", trigger, trigger, new() { DeleteBeforeReplace = true });
            Shell.Logged("triggered", "t", a.Id.Apply(id => (object)id));
            Shell.Logged("ordered", "o", options: new() { DependsOn = a });
        }

        await _stack.UpAsync(() => Program("1"));
        await _stack.UpAsync(() => Program("2"));

        Assert.Equal(["delete triggered t", "delete a 1", "create a 2", "create triggered t"], _stack.Log);
    }

    [Fact]
    public async Task ReplaceWith_and_deletedWith_follow_a_machine()
    {
        void Program(string trigger)
        {
            var machine = Shell.Logged("machine", trigger, trigger);
            var step = Shell.Logged("step", "s", options: new() { ReplaceWith = { machine }, DeletedWith = machine });
            Shell.Logged("next", "n", options: new() { ReplaceWith = { step }, DependsOn = step });
            Shell.Logged("other", "o");
        }

        await _stack.UpAsync(() => Program("1"));
        var summary = await _stack.UpAsync(() => Program("2"));
        Assert.Equal(["create machine 2", "create step s", "create next n", "delete next n", "delete machine 1"], _stack.Log);
        Assert.Equal((3, 1), (summary.Replaced, summary.Unchanged));
        Assert.False((await _stack.UpAsync(() => Program("2"))).HasChanges);
        await _stack.UpAsync(() => { });

        Assert.Equal(["delete machine 2", "delete next n", "delete other o"], _stack.Log.Order());
    }

    [Fact]
    public async Task ReplaceOnChanges_makes_a_replacement_of_an_update_and_ignoreChanges_nothing()
    {
        void Program(string value, CustomResourceOptions options) => Shell.Logged("a", value, options: options);
        await _stack.UpAsync(() => Program("1", new()));
        await _stack.UpAsync(() => Program("2", new() { ReplaceOnChanges = { "environment.VALUE" } }));
        Assert.Equal(["create a 2", "delete a 1"], _stack.Log);
        await _stack.UpAsync(() => Program("3", new() { IgnoreChanges = { "environment[\"VALUE\"]" } }));
        Assert.Empty(_stack.Log);
        await _stack.UpAsync(() => Program("3", new()));

        Assert.Equal(["update a 3"], _stack.Log);
    }

    [Fact]
    public async Task ReplacementTrigger_replaces_when_it_changes()
    {
        void Program(string trigger) => Shell.Logged("a", "v", options: new() { ReplacementTrigger = trigger });
        await _stack.UpAsync(() => Program("1"));
        Assert.False((await _stack.UpAsync(() => Program("1"))).HasChanges);
        await _stack.UpAsync(() => Program("2"));

        Assert.Equal(["create a v", "delete a v"], _stack.Log);
    }

    [Fact]
    public async Task Aliases_keep_everything_below_a_renamed_component()
    {
        await _stack.UpAsync(() => _ = new Group("old", ["a", "b"], inner: ["c"], type: "test:index:Former"));
        var summary = await _stack.UpAsync(() => _ = new Group("new", ["a", "b"], inner: ["c"],
            new ComponentResourceOptions { Aliases = { new Alias { Name = "unknown" }, new Alias { Name = "old", Type = "test:index:Former" } } }));

        Assert.Empty(_stack.Log);
        Assert.False(summary.HasChanges);
        Assert.Equal(["new", "new-a", "new-b", "new-inner", "new-inner-c"], _stack.Names());
        Assert.False((await _stack.UpAsync(() => _ = new Group("new", ["a", "b"], inner: ["c"]))).HasChanges);
    }

    [Fact]
    public async Task A_failed_create_after_delete_first_is_all_that_the_next_run_repeats()
    {
        void Program(string trigger, string create) => _ = new Pulumi.Command.Local.Command("a",
            new() { Create = create, Delete = "echo delete >> log", Triggers = new object[] { trigger } }, new() { DeleteBeforeReplace = true });
        await _stack.UpAsync(() => Program("1", "echo create >> log"));
        await _stack.UpAsync(() => Program("2", "exit 3"));
        Assert.Equal(["delete"], _stack.Log);
        Assert.True(_stack.Find("a").PendingReplacement);
        await _stack.UpAsync(() => Program("2", "echo create >> log"));

        Assert.Equal(["create"], _stack.Log);
    }
}
