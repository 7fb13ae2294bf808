using CarbonioInfra.Engine.State;
using CarbonioInfra.Engine.Steps;
using CarbonioInfra.Engine.Values;
using static CarbonioInfra.Engine.Tests.Steps.TestInputs;

namespace CarbonioInfra.Engine.Tests.Steps;

/// <summary>Resources that the state has under a former name.</summary>
public sealed class AliasTests
{
    private readonly TestStack _stack = new();

    [Fact]
    public async Task A_renamed_resource_keeps_its_identity()
    {
        await _stack.UpAsync(program => program.RegisterAsync("old"));
        var summary = await _stack.UpAsync(program =>
            program.RegisterAsync("new", null, goal => goal with { Aliases = [new(Name: "old")] }));

        Assert.Empty(_stack.Provider.Calls);
        Assert.False(summary.HasChanges);
        Assert.Equal("id-1", _stack.Find("new")!.Id);
        Assert.Null(_stack.Find("old"));
    }

    [Theory]
    [InlineData("first")]
    [InlineData("second")]
    public async Task Whichever_of_several_former_names_the_state_has_is_meant(string stored)
    {
        await _stack.UpAsync(program => program.RegisterAsync(stored));
        AliasSpec[] aliases = [new(Name: "second"), new(Urn: TestStack.UrnOf("first"))];
        await _stack.UpAsync(program => program.RegisterAsync("third", null, goal => goal with { Aliases = [.. aliases] }));

        Assert.Empty(_stack.Provider.Calls);
        Assert.Equal(["third"], _stack.Names());
    }

    [Fact]
    public async Task A_name_comes_before_a_former_one()
    {
        await _stack.UpAsync(async program =>
        {
            await program.RegisterAsync("old");
            await program.RegisterAsync("new");
        });
        await _stack.UpAsync(program => program.RegisterAsync("new", null, goal => goal with { Aliases = [new(Name: "old")] }));

        Assert.Equal(["delete old id-1"], _stack.Provider.Calls);
        Assert.Equal("id-2", _stack.Find("new")!.Id);
    }

    [Theory]
    [InlineData("my:mod:Comp", "old")]
    [InlineData("my:mod:Former", "old")]
    [InlineData("my:mod:Former", "new")]
    public async Task Descendants_of_a_renamed_or_retyped_component_keep_their_identity(string type, string name)
    {
        await _stack.UpAsync(program => FamilyAsync(program, type, name));
        var before = _stack.State.Resources.Select(resource => resource.Id).Order().ToList();
        await _stack.UpAsync(program => FamilyAsync(program, "my:mod:Comp", "new", new(Name: name, Type: type)));

        Assert.Empty(_stack.Provider.Calls);
        Assert.Equal(before, _stack.State.Resources.Select(resource => resource.Id).Order());
        Assert.All(_stack.State.Resources.Where(resource => resource.Parent.Length != 0),
            resource => Assert.StartsWith("urn:pulumi:dev::proj::my:mod:Comp$", resource.Urn, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("my:mod:Comp", "old", 0)]
    [InlineData("my:mod:Former", "new", 0)]
    [InlineData("my:mod:Former", "old", 1)]
    [InlineData("my:mod:Former", "old", 2)]
    public async Task A_renaming_that_was_cut_off_is_completed_by_the_next_run(string type, string name, int got)
    {
        await _stack.UpAsync(program => FamilyAsync(program, type, name));
        using (var cutOff = _stack.Deploy())
        {
            await FamilyAsync(new(cutOff), "my:mod:Comp", "new", new(Name: name, Type: type), until: got);
            await cutOff.FinishAsync(complete: false);
        }

        await _stack.UpAsync(program => FamilyAsync(program, "my:mod:Comp", "new", new(Name: name, Type: type)));

        Assert.Empty(_stack.Provider.Calls);
        Assert.Equal(["new", "new-inner", "new-inner-leaf", "new-leaf"], _stack.Names());
    }

    [Fact]
    public async Task A_resource_can_be_renamed_together_with_its_parent()
    {
        static async Task Program(TestProgram program, string parent, string child, params AliasSpec[] aliases)
        {
            var component = await program.ComponentAsync(parent, goal => goal with { Aliases = [.. aliases.Take(1)] });
            await program.RegisterAsync(child, null, goal => goal with { Parent = component.Urn, Aliases = [.. aliases.Skip(1)] });
        }

        await _stack.UpAsync(program => Program(program, "old", "old-a"));
        await _stack.UpAsync(program => Program(program, "new", "new-b", new(Name: "old"), new(Name: "new-a")));

        Assert.Empty(_stack.Provider.Calls);
        Assert.Equal("id-1", _stack.Find("new-b")!.Id);
    }

    [Fact]
    public async Task A_resource_can_move_into_and_out_of_a_component_and_to_a_renamed_one()
    {
        static async Task Program(TestProgram program, bool inside, AliasSpec? alias = null, string name = "comp", AliasSpec? componentAlias = null)
        {
            var component = await program.ComponentAsync(name, goal => goal with { Aliases = componentAlias is null ? [] : [componentAlias] });
            await program.RegisterAsync("a", null, goal => goal with
            {
                Parent = inside ? component.Urn : "",
                Aliases = alias is null ? [] : [alias],
            });
        }

        var component = TestStack.UrnOf("comp", type: "my:mod:Comp");
        await _stack.UpAsync(program => Program(program, inside: false));
        await _stack.UpAsync(program => Program(program, inside: true, new(NoParent: true)));
        Assert.Equal(TestStack.UrnOf("a", component), _stack.Find("a")!.Urn);
        await _stack.UpAsync(program => Program(program, inside: false, new(ParentUrn: component)));
        Assert.Equal(TestStack.UrnOf("a"), _stack.Find("a")!.Urn);

        // The former parent has got another name and type meanwhile.
        await _stack.UpAsync(program => Program(program, inside: true, new(NoParent: true)));
        await _stack.UpAsync(async program =>
        {
            var renamed = await program.RegisterAsync("renamed", null, goal => goal with
            {
                Type = "my:mod:Other",
                Custom = false,
                Aliases = [new(Name: "comp", Type: "my:mod:Comp")],
            });
            await program.RegisterAsync("a", null, goal => goal with { Aliases = [new(ParentUrn: renamed.Urn)] });
        });

        Assert.Equal("id-1", _stack.Find("a")!.Id);
        Assert.Equal(TestStack.UrnOf("a"), _stack.Find("a")!.Urn);
    }

    [Fact]
    public async Task Everything_that_refers_to_a_renamed_resource_follows_it()
    {
        await _stack.UpAsync(async program =>
        {
            var old = await program.RegisterAsync("old");
            await program.RegisterAsync("b", Text("x"), goal => (goal with { DeletedWith = old.Urn, ReplaceWith = [old.Urn] }).After(old.Urn));
        });
        using (var cutOff = _stack.Deploy())
        {
            await new TestProgram(cutOff).RegisterAsync("new", null, goal => goal with { Aliases = [new(Name: "old")] });
            await cutOff.FinishAsync(complete: false);
        }

        var b = _stack.Find("b")!;
        var expected = TestStack.UrnOf("new");
        Assert.Equal((expected, expected, expected, expected),
            (b.DeletedWith, Assert.Single(b.ReplaceWith), Assert.Single(b.Dependencies), Assert.Single(b.PropertyDependencies["text"])));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Two_resources_cannot_both_be_what_the_state_has_once(bool formerNameFirst)
    {
        await _stack.UpAsync(program => program.RegisterAsync("old"));
        var summary = await _stack.UpAsync(async program =>
        {
            if (formerNameFirst)
                await program.RegisterAsync("old");
            await program.RegisterAsync("new", null, goal => goal with { Aliases = [new(Name: "old")] });
            if (!formerNameFirst)
                await program.RegisterAsync("old");
        });

        Assert.Equal((1, 1, 0), (summary.Failed, summary.Unchanged, summary.Created));
        Assert.Contains("alias", Assert.Single(_stack.Told), StringComparison.Ordinal);
        Assert.Equal("id-1", Assert.Single(_stack.State.Resources, resource => !Urn.IsProvider(resource.Urn)).Id);
    }

    [Fact]
    public async Task A_renamed_resource_whose_update_was_interrupted_is_updated_and_not_deleted()
    {
        await _stack.UpAsync(program => program.RegisterAsync("old", Text("x")));
        var old = _stack.Find("old")!;
        _stack.State = _stack.State with { PendingOperations = [new(old, OperationKind.Updating)] };
        await _stack.UpAsync(program => program.RegisterAsync("new", Text("x"), goal => goal with { Aliases = [new(Name: "old")] }));

        Assert.Equal(["update new"], _stack.Provider.Calls);
        Assert.Empty(_stack.State.PendingOperations);
        Assert.Equal(["new"], _stack.Names());
    }

    [Fact]
    public async Task An_update_that_renames_and_is_killed_is_repeated_whatever_name_the_program_wants_then()
    {
        await _stack.UpAsync(program => program.RegisterAsync("old", Text("x")));
        var killed = Snapshot.Empty;
        _stack.Provider.During = (_, _, _) =>
        {
            killed = _stack.State;
            return Task.CompletedTask;
        };
        await _stack.UpAsync(program => program.RegisterAsync("new", Text("y"), goal => goal with { Aliases = [new(Name: "old")] }));
        _stack.State = killed;
        await _stack.UpAsync(program => program.RegisterAsync("old", Text("x")));

        Assert.Equal(["update old"], _stack.Provider.Calls);
        Assert.Equal(["old"], _stack.Names());
        Assert.Empty(_stack.State.PendingOperations);
    }

    [Fact]
    public async Task A_renamed_resource_can_be_replaced_in_the_same_run()
    {
        static async Task Program(TestProgram program, string name, string value, bool deletingFirst, params AliasSpec[] aliases)
        {
            var a = await program.RegisterAsync(name, Replacing(value), goal => goal with { Aliases = [.. aliases], DeleteBeforeReplace = deletingFirst });
            await program.RegisterAsync("follower", Text("f"), goal => goal with { ReplaceWith = [a.Urn] });
        }

        await _stack.UpAsync(program => Program(program, "old", "x", false));
        await _stack.UpAsync(program => Program(program, "new", "y", false, new AliasSpec(Name: "old")));
        Assert.Equal(["create new", "create follower", "delete follower id-2", "delete old id-1"], _stack.Provider.Calls.Order(new Late()));
        await _stack.UpAsync(program => Program(program, "newer", "z", true, new AliasSpec(Name: "new")));

        Assert.Equal(["delete follower id-4", "delete new id-3", "create newer", "create follower"], _stack.Provider.Calls);
        Assert.Equal(["follower", "newer"], _stack.Names());
    }

    [Fact]
    public async Task What_follows_a_renamed_and_replaced_resource_is_replaced_by_the_next_run_when_this_one_is_cut_off()
    {
        static async Task Program(TestProgram program, string name, string value, bool all, params AliasSpec[] aliases)
        {
            var a = await program.RegisterAsync(name, Replacing(value), goal => goal with { Aliases = [.. aliases] });
            if (all)
                await program.RegisterAsync("follower", Text("f"), goal => goal with { ReplaceWith = [a.Urn] });
        }

        await _stack.UpAsync(program => Program(program, "old", "x", all: true));
        using (var cutOff = _stack.Deploy())
            await Program(new(cutOff), "new", "y", all: false, new AliasSpec(Name: "old"));
        await _stack.UpAsync(program => Program(program, "new", "y", all: true, new AliasSpec(Name: "old")));

        Assert.Contains("create follower", _stack.Provider.Calls);
    }

    // A component with a leaf, and a component with a leaf inside it.
    private static async Task FamilyAsync(TestProgram program, string type, string name, AliasSpec? alias = null, int until = 3)
    {
        var outer = await program.ComponentAsync(name, goal => goal with { Type = type, Aliases = alias is null ? [] : [alias] });
        if (until > 0)
            await program.RegisterAsync($"{name}-leaf", null, goal => goal with { Parent = outer.Urn });
        if (until <= 1)
            return;
        var inner = await program.ComponentAsync($"{name}-inner", goal => goal with { Parent = outer.Urn });
        if (until > 2)
            await program.RegisterAsync($"{name}-inner-leaf", null, goal => goal with { Parent = inner.Urn });
    }

    // Deletions at the end of a run happen side by side; what matters is that they come after everything else.
    private sealed class Late : IComparer<string>
    {
        public int Compare(string? x, string? y) => (IsDelete(x), IsDelete(y)) switch
        {
            (false, true) => -1,
            (true, false) => 1,
            (true, true) => string.CompareOrdinal(x, y),
            _ => 0,
        };

        private static bool IsDelete(string? call) => call!.StartsWith("delete", StringComparison.Ordinal);
    }
}
