using CarbonioInfra.Engine.Steps;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Tests.Steps;

public sealed class PreviewTests
{
    private readonly TestStack _stack = new();

    private static PropertyMap Text(PropertyValue value) => PropertyMap.Of(("text", value));

    [Fact]
    public async Task Calls_no_provider_and_saves_nothing()
    {
        await _stack.UpAsync(program => program.RegisterAsync("a", Text("x")));
        _stack.Saves.Clear();
        using var preview = await _stack.PreviewAsync(async program =>
        {
            await program.RegisterAsync("a", Text("y"));
            await program.RegisterAsync("b");
        });

        Assert.Equal("1 to create, 1 to update", preview.Summary.Describe(planned: true));
        Assert.Empty(_stack.Provider.Calls);
        Assert.Empty(_stack.Saves);
    }

    [Fact]
    public async Task A_new_resource_has_no_id_and_no_unknown_outputs()
    {
        RegistrationResult? result = null;
        using var preview = await _stack.PreviewAsync(async program => result = await program.RegisterAsync("a", Text("x")));

        Assert.Equal("", result!.Id);
        Assert.Equal(Text("x"), result.Outputs);
    }

    [Fact]
    public async Task An_unchanged_resource_has_its_known_outputs()
    {
        await _stack.UpAsync(program => program.RegisterAsync("a", Text("x")));
        RegistrationResult? result = null;
        using var preview = await _stack.PreviewAsync(async program => result = await program.RegisterAsync("a", Text("x")));

        Assert.Equal("id-1", result!.Id);
        Assert.Equal(1, Assert.IsType<PropertyValue.Number>(result.Outputs["made"]).Value);
        Assert.True(preview.IsNoOp);
    }

    [Fact]
    public async Task An_unknown_input_is_a_change()
    {
        await _stack.UpAsync(program => program.RegisterAsync("a", Text("x")));
        using var preview = await _stack.PreviewAsync(program => program.RegisterAsync("a", Text(PropertyValue.Unknown.Instance)));

        Assert.Equal(1, preview.Summary.Updated);
        Assert.False(preview.IsNoOp);
    }

    [Fact]
    public async Task Tells_deletions_and_followers_of_replacements()
    {
        static async Task Program(TestProgram program)
        {
            var machine = await program.RegisterAsync("machine", null, goal => goal with { DeleteBeforeReplace = true });
            await program.RegisterAsync("step", Text("s"), goal => (goal with { ReplaceWith = [machine.Urn] }).After(machine.Urn));
        }

        await _stack.UpAsync(async program =>
        {
            await Program(program);
            await program.RegisterAsync("gone");
        });
        using var preview = await _stack.PreviewAsync(Program, TestStack.UrnOf("machine"));

        Assert.Equal("2 to replace, 1 to delete", preview.Summary.Describe(planned: true));
    }

    [Fact]
    public async Task A_protected_resource_in_the_way_fails_the_plan()
    {
        await _stack.UpAsync(program => program.RegisterAsync("a", null, goal => goal with { Protect = true }));
        using var preview = await _stack.PreviewAsync(_ => Task.CompletedTask);

        Assert.Equal(1, preview.Summary.Failed);
    }

    [Fact]
    public async Task Resources_without_provider_can_be_previewed_and_are_named()
    {
        using var preview = await _stack.PreviewAsync(program =>
            program.RegisterAsync("vpc", Text("x"), goal => goal with { Type = "aws:ec2/vpc:Vpc" }));

        Assert.Equal(1, preview.Summary.Created);
        Assert.Equal(["vpc"], preview.Unprovided["aws"]);
    }

    [Fact]
    public async Task Only_a_provider_that_is_new_makes_a_run_that_changes_nothing_more_than_a_no_op()
    {
        await _stack.UpAsync(program => program.RegisterAsync("a"));
        using var preview = await _stack.PreviewAsync(program =>
            program.RegisterAsync("a", null, goal => goal with { Version = "2.0.0" }));

        Assert.False(preview.Summary.HasChanges);
        Assert.False(preview.IsNoOp);
    }
}
