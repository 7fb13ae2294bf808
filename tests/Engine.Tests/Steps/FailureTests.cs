using CarbonioInfra.Engine.Steps;
using CarbonioInfra.Engine.Values;
using static CarbonioInfra.Engine.Tests.Steps.TestInputs;

namespace CarbonioInfra.Engine.Tests.Steps;

/// <summary>What fails, what is left alone because of it, and what is told.</summary>
public sealed class FailureTests
{
    private readonly TestStack _stack = new();

    [Fact]
    public async Task A_failure_skips_what_needs_it_and_nothing_else()
    {
        _stack.Provider.Failing.Add("create a");
        var outcomes = new List<RegistrationOutcome>();
        var summary = await _stack.UpAsync(async program =>
        {
            var a = await program.RegisterAsync("a");
            var b = await program.RegisterAsync("b", null, goal => goal.After(a.Urn));
            var c = await program.RegisterAsync("c", null, goal => goal.After(b.Urn));
            var d = await program.RegisterAsync("d");
            outcomes.AddRange(new[] { a, b, c, d }.Select(result => result.Outcome));
        });

        Assert.Equal(
            [RegistrationOutcome.Fail, RegistrationOutcome.Skip, RegistrationOutcome.Skip, RegistrationOutcome.Success], outcomes);
        Assert.Equal((1, 2, 1), (summary.Failed, summary.Skipped, summary.Created));
        Assert.Equal(["d"], _stack.Names());
        Assert.Contains("fail a: cannot create a", _stack.Told);
        Assert.Contains("skip c: it needs b, which failed or was skipped", _stack.Told);
    }

    [Fact]
    public async Task A_failed_update_is_tried_again()
    {
        await _stack.UpAsync(program => program.RegisterAsync("a", Text("x")));
        _stack.Provider.Failing.Add("update a");
        await _stack.UpAsync(program => program.RegisterAsync("a", Text("y")));
        Assert.Equal("x", _stack.Find("a")!.Inputs.TextOf("text"));

        _stack.Provider.Failing.Clear();
        await _stack.UpAsync(program => program.RegisterAsync("a", Text("y")));

        Assert.Equal(["update a"], _stack.Provider.Calls);
    }

    [Fact]
    public async Task A_failed_run_deletes_neither_what_the_failed_needs_nor_what_needed_it()
    {
        await _stack.UpAsync(async program =>
        {
            var needed = await program.RegisterAsync("needed");
            var a = await program.RegisterAsync("a", Text("x"), goal => goal.After(needed.Urn));
            await program.RegisterAsync("dependent", null, goal => goal.After(a.Urn));
            await program.RegisterAsync("unrelated");
        });
        _stack.Provider.Failing.Add("update a");
        await _stack.UpAsync(program => program.RegisterAsync("a", Text("y")));

        Assert.Equal(["delete unrelated id-4"], _stack.Provider.Calls);
        Assert.Equal(["a", "dependent", "needed"], _stack.Names());
    }

    [Fact]
    public async Task Refuses_a_name_twice_and_a_parent_that_is_not_there()
    {
        var summary = await _stack.UpAsync(async program =>
        {
            await program.RegisterAsync("a");
            Assert.Equal(RegistrationOutcome.Fail, (await program.RegisterAsync("a")).Outcome);
            Assert.Equal(RegistrationOutcome.Fail,
                (await program.RegisterAsync("b", null, goal => goal with { Parent = TestStack.UrnOf("nobody") })).Outcome);
        });

        Assert.Equal((1, 2), (summary.Created, summary.Failed));
        Assert.Contains($"fail a: Duplicate resource URN '{TestStack.UrnOf("a")}'; try giving it a unique name", _stack.Told);
        Assert.Contains($"fail b: could not find parent resource {TestStack.UrnOf("nobody")}", _stack.Told);
    }

    [Fact]
    public async Task Outputs_that_a_failure_left_unknown_keep_their_old_value()
    {
        var stackUrn = "";
        async Task Program(TestProgram program, PropertyValue output)
        {
            stackUrn = (await program.ComponentAsync("comp")).Urn;
            program.Deployment.RegisterOutputs(stackUrn, PropertyMap.Of(("o", output)));
        }

        await _stack.UpAsync(program => Program(program, "old"));
        await _stack.UpAsync(program => Program(program, PropertyValue.Unknown.Instance));

        Assert.Equal("old", _stack.Find("comp")!.Outputs.TextOf("o"));
    }

    [Fact]
    public async Task What_a_step_prints_is_masked()
    {
        _stack.Provider.During = (_, context, _) =>
        {
            context.Log.Line("the password is hunter22, really");
            return Task.CompletedTask;
        };
        await _stack.UpAsync(program =>
            program.RegisterAsync("a", PropertyMap.Of(("password", new PropertyValue.Secret("hunter22")))));

        Assert.Contains("a | the password is [secret], really", _stack.Told);
    }

    [Theory]
    [InlineData("a::b")]
    [InlineData("::")]
    [InlineData("größe/日本 $x")]
    [InlineData("-")]
    public async Task Names_of_any_shape_are_one_resource_each(string name)
    {
        Task<RegistrationResult> Program(TestProgram program) => program.RegisterAsync(name, Text("x"), goal => goal with { Version = "1.2.3" });
        var outcome = RegistrationOutcome.Success;
        await _stack.UpAsync(Program);
        var summary = await _stack.UpAsync(async program =>
        {
            await Program(program);
            outcome = (await Program(program)).Outcome;
        });

        Assert.Equal((RegistrationOutcome.Fail, 1, 1), (outcome, summary.Unchanged, summary.Failed));
        Assert.Equal(TestStack.UrnOf(name), Assert.Single(_stack.State.Resources, resource => !Urn.IsProvider(resource.Urn)).Urn);
    }

    [Fact]
    public async Task The_same_name_under_another_parent_or_type_is_another_resource()
    {
        var summary = await _stack.UpAsync(async program =>
        {
            var component = await program.ComponentAsync("a");
            await program.RegisterAsync("a");
            await program.RegisterAsync("a", null, goal => goal with { Parent = component.Urn });
            await program.RegisterAsync("a", null, goal => goal with { Type = "test:index:Other" });
        });

        Assert.Equal((4, 0), (summary.Created, summary.Failed));
    }

    [Fact]
    public async Task A_second_registration_does_not_disturb_the_first_that_is_still_on_its_way()
    {
        var (started, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        _stack.Provider.During = (call, _, _) =>
        {
            if (call != "create a")
                return Task.CompletedTask;
            started.TrySetResult();
            return release.Task;
        };
        var summary = await _stack.UpAsync(async program =>
        {
            var first = program.RegisterAsync("a");
            await started.Task;
            Assert.Equal(RegistrationOutcome.Fail, (await program.RegisterAsync("a")).Outcome);
            release.SetResult();
            var a = await first;
            Assert.Equal(RegistrationOutcome.Success, (await program.RegisterAsync("b", null, goal => goal.After(a.Urn))).Outcome);
        });

        Assert.Equal((2, 1, 0), (summary.Created, summary.Failed, summary.Skipped));
    }

    [Theory]
    [InlineData("dependency")]
    [InlineData("property")]
    [InlineData("deletedWith")]
    [InlineData("replaceWith")]
    [InlineData("provider")]
    public async Task References_to_what_is_not_registered_are_refused(string kind)
    {
        var nobody = TestStack.UrnOf("nobody");
        var summary = await _stack.UpAsync(program => program.RegisterAsync("a", Text("x"), goal => kind switch
        {
            "dependency" => goal with { Dependencies = [nobody] },
            "property" => goal.After(nobody),
            "deletedWith" => goal with { DeletedWith = nobody },
            "replaceWith" => goal with { ReplaceWith = [nobody] },
            _ => goal with { Provider = "urn:pulumi:dev::proj::pulumi:providers:test::nobody::id" },
        }));

        Assert.Equal((1, 0), (summary.Failed, summary.Created));
        Assert.Contains("nobody", Assert.Single(_stack.Told), StringComparison.Ordinal);
        Assert.Empty(_stack.Names());
    }

    [Fact]
    public async Task What_depends_on_a_renamed_resource_that_failed_stays()
    {
        await _stack.UpAsync(async program =>
        {
            var old = await program.RegisterAsync("old", Text("x"));
            await program.RegisterAsync("dependent", null, goal => goal with { Dependencies = [old.Urn] });
        });
        _stack.Provider.Failing.Add("update new");
        await _stack.UpAsync(program => program.RegisterAsync("new", Text("y"), goal => goal with { Aliases = [new(Name: "old")] }));

        Assert.Empty(_stack.Provider.Calls);
        Assert.Equal(["dependent", "old"], _stack.Names());
    }

    [Theory]
    [InlineData(false, new[] { "a" })]
    [InlineData(true, new[] { "a", "b" })]
    public async Task Outputs_of_the_stack_that_are_not_told_again_go_away_unless_something_failed(bool failing, string[] expected)
    {
        async Task Program(TestProgram program, string value, params string[] outputs)
        {
            var stack = await program.Deployment.RegisterAsync(new() { Type = Urn.StackType, Name = "proj-dev" });
            await program.RegisterAsync("r", Text(value));
            program.Deployment.RegisterOutputs(stack.Urn, PropertyMap.Of(outputs.Select(name => (name, (PropertyValue)value))));
        }

        await _stack.UpAsync(program => Program(program, "x", "a", "b"));
        if (failing)
            _stack.Provider.Failing.Add("update r");
        await _stack.UpAsync(program => Program(program, "y", "a"));

        var outputs = _stack.Find("proj-dev")!.Outputs;
        Assert.Equal(expected, outputs.Keys);
        Assert.Equal("y", outputs.TextOf("a"));
    }

    [Fact]
    public void Outputs_of_what_is_not_registered_are_refused()
    {
        using var deployment = _stack.Deploy();

        Assert.Contains("nobody", Assert.Throws<EngineException>(() =>
            deployment.RegisterOutputs(TestStack.UrnOf("nobody"), PropertyMap.Empty)).Message, StringComparison.Ordinal);
    }
}
