using Pulumi;

namespace CarbonioInfra.Engine.Tests.EndToEnd;

/// <summary>In which order things come and go, and what does not go.</summary>
public sealed class DeletingProgramTests : IDisposable
{
    private readonly ProgramStack _stack = new();

    public void Dispose() => _stack.Dispose();

    [Fact]
    public async Task A_component_is_waited_for_with_all_that_is_in_it_and_goes_the_other_way_round()
    {
        static void Program()
        {
            var group = new Group("group", ["a"], inner: ["b"]);
            Shell.Logged("last", options: new() { DependsOn = group });
        }

        await _stack.UpAsync(Program);
        Assert.Equal("create last", _stack.Log[2].TrimEnd());
        Assert.Equal(["create a", "create b"], _stack.Log.Take(2).Select(line => line.TrimEnd()).Order());
        Assert.Equal(2, _stack.Find("last").Dependencies.Length);
        Assert.False((await _stack.UpAsync(Program)).HasChanges);
        await _stack.UpAsync(() => { });

        Assert.Equal("delete last", _stack.Log[0].TrimEnd());
        Assert.Equal(["delete a", "delete b"], _stack.Log.Skip(1).Select(line => line.TrimEnd()).Order());
        Assert.Empty(_stack.Names());
    }

    [Fact]
    public async Task A_component_without_resources_is_no_dependency_until_it_gets_some()
    {
        static void Program(params string[] members)
        {
            var group = new Group("group", members);
            Shell.Logged("last", options: new() { DependsOn = group });
        }

        await _stack.UpAsync(() => Program());
        Assert.Empty(_stack.Find("last").Dependencies);
        var summary = await _stack.UpAsync(() => Program("a"));

        Assert.Equal((1, 2), (summary.Created, summary.Unchanged));
        Assert.Equal([_stack.Find("group-a").Urn], _stack.Find("last").Dependencies);
        await _stack.UpAsync(() => { });
        Assert.Equal(["delete last", "delete a"], _stack.Log.Select(line => line.TrimEnd()));
    }

    [Fact]
    public async Task A_child_of_a_command_goes_before_it()
    {
        await _stack.UpAsync(() => Shell.Logged("child", "c", options: new() { Parent = Shell.Logged("parent", "p") }));
        await _stack.UpAsync(() => { });

        Assert.Equal(["delete child c", "delete parent p"], _stack.Log);
    }

    [Fact]
    public async Task A_protected_resource_stays_until_the_program_says_otherwise()
    {
        static void Program(bool isProtected) => Shell.Logged("child", "c", options: new()
        {
            Parent = new Group("group", [], options: new() { Protect = isProtected }),
        });

        await _stack.UpAsync(() => Program(isProtected: true));
        Assert.NotEqual(0, (await _stack.UpAsync(() => { })).Failed);
        Assert.Empty(_stack.Log);
        Assert.Equal(["child", "group"], _stack.Names());
        Assert.Equal(2, (await _stack.UpAsync(() => Program(isProtected: false))).Unchanged);
        await _stack.UpAsync(() => { });

        Assert.Equal(["delete child c"], _stack.Log);
    }

    [Fact]
    public async Task A_retained_resource_is_forgotten_and_its_neighbours_are_deleted()
    {
        await _stack.UpAsync(() =>
        {
            Shell.Logged("kept", "k", options: new() { RetainOnDelete = true });
            Shell.Logged("other", "o");
        });
        await _stack.UpAsync(() => { });

        Assert.Equal(["delete other o"], _stack.Log);
        Assert.Empty(_stack.Names());
    }

    [Fact]
    public async Task A_delete_uses_what_the_state_has_and_not_what_the_program_last_said()
    {
        await _stack.UpAsync(() => Shell.Logged("a", "1"));
        await _stack.UpAsync(() => Shell.Logged("a", "2", options: new() { IgnoreChanges = { "environment" } }));
        await _stack.UpAsync(() => { });

        Assert.Equal(["delete a 1"], _stack.Log);
    }
}
