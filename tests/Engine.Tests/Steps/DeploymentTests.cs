using CarbonioInfra.Engine.State;
using CarbonioInfra.Engine.Steps;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Tests.Steps;

public sealed class DeploymentTests
{
    private readonly TestStack _stack = new();

    private static PropertyMap Text(string value) => PropertyMap.Of(("text", value));

    private static PropertyMap Replacing(string value) => PropertyMap.Of(("replace", value));

    [Fact]
    public async Task Creates_what_is_new_and_leaves_what_is_equal()
    {
        var first = await _stack.UpAsync(program => program.RegisterAsync("a", Text("x")));
        var id = _stack.Find("a")!.Id;
        var second = await _stack.UpAsync(program => program.RegisterAsync("a", Text("x")));

        Assert.Equal(1, first.Created);
        Assert.Equal((1, false), (second.Unchanged, second.HasChanges));
        Assert.Empty(_stack.Provider.Calls);
        Assert.Equal(id, _stack.Find("a")!.Id);
    }

    [Fact]
    public async Task A_run_without_changes_saves_nothing()
    {
        await _stack.UpAsync(program => program.RegisterAsync("a", Text("x")));
        _stack.Saves.Clear();
        await _stack.UpAsync(program => program.RegisterAsync("a", Text("x")));

        Assert.Empty(_stack.Saves);
    }

    [Fact]
    public async Task Updates_in_place_and_keeps_the_id()
    {
        await _stack.UpAsync(program => program.RegisterAsync("a", Text("x")));
        var summary = await _stack.UpAsync(program => program.RegisterAsync("a", Text("y")));

        Assert.Equal(1, summary.Updated);
        Assert.Equal(["update a"], _stack.Provider.Calls);
        Assert.Equal("y", _stack.Find("a")!.Outputs.TextOf("text"));
        Assert.Equal("id-1", _stack.Find("a")!.Id);
    }

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
    public async Task Asked_for_replacements_happen_to_equal_resources()
    {
        await _stack.UpAsync(program => program.RegisterAsync("a", Text("x")));
        var summary = await _stack.UpAsync(program => program.RegisterAsync("a", Text("x")), TestStack.UrnOf("a"));

        Assert.Equal(1, summary.Replaced);
        Assert.Equal(["create a", "delete a id-1"], _stack.Provider.Calls);
    }

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
        Assert.Equal(["a", "b"], Names());
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
        Assert.Empty(Names());
    }

    [Fact]
    public async Task Children_take_protection_from_their_parent()
    {
        await _stack.UpAsync(async program =>
        {
            var component = await program.ComponentAsync("comp", goal => goal with { Protect = true });
            await program.RegisterAsync("a", null, goal => goal with { Parent = component.Urn });
            await program.RegisterAsync("b", null, goal => goal with { Parent = component.Urn, Protect = false });
        });

        Assert.Equal((true, false), (_stack.Find("a")!.Protect, _stack.Find("b")!.Protect));
    }

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

    [Fact]
    public async Task Children_of_a_renamed_component_keep_their_identity()
    {
        static async Task Program(TestProgram program, string name, AliasSpec? alias = null)
        {
            var component = await program.ComponentAsync(name, goal => goal with { Aliases = alias is null ? [] : [alias] });
            await program.RegisterAsync($"{name}-child", null, goal => goal with { Parent = component.Urn });
        }

        await _stack.UpAsync(program => Program(program, "old"));
        await _stack.UpAsync(program => Program(program, "new", new(Name: "old")));

        Assert.Empty(_stack.Provider.Calls);
        Assert.Equal("id-1", _stack.Find("new-child")!.Id);
    }

    [Fact]
    public async Task Ignored_changes_are_none()
    {
        await _stack.UpAsync(program => program.RegisterAsync("a", Text("x")));
        var summary = await _stack.UpAsync(program =>
            program.RegisterAsync("a", Text("y"), goal => goal with { IgnoreChanges = ["text"] }));

        Assert.False(summary.HasChanges);
        Assert.Equal("x", _stack.Find("a")!.Inputs.TextOf("text"));
    }

    [Fact]
    public async Task A_change_below_replaceOnChanges_replaces()
    {
        static Task Program(TestProgram program, string value) => program.RegisterAsync(
            "a", PropertyMap.Of(("list", PropertyValue.ListOf(value))), goal => goal with { ReplaceOnChanges = ["list[*]"] });
        await _stack.UpAsync(program => Program(program, "x"));
        var summary = await _stack.UpAsync(program => Program(program, "y"));

        Assert.Equal(1, summary.Replaced);
    }

    [Fact]
    public async Task New_options_are_stored_without_a_step()
    {
        await _stack.UpAsync(async program =>
        {
            await program.RegisterAsync("a");
            await program.RegisterAsync("b");
        });
        var summary = await _stack.UpAsync(async program =>
        {
            var a = await program.RegisterAsync("a");
            await program.RegisterAsync("b", null, goal => goal.After(a.Urn));
        });

        Assert.False(summary.HasChanges);
        Assert.Equal([TestStack.UrnOf("a")], _stack.Find("b")!.Dependencies);
    }

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
        Assert.Equal(["d"], Names());
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
        Assert.Equal(["a", "dependent", "needed"], Names());
    }

    [Fact]
    public async Task A_program_that_dies_early_deletes_nothing()
    {
        await _stack.UpAsync(async program =>
        {
            await program.RegisterAsync("a");
            await program.RegisterAsync("b");
        });
        using var deployment = _stack.Deploy();
        await new TestProgram(deployment).RegisterAsync("a");
        await deployment.FinishAsync(complete: false);

        Assert.Equal(["a", "b"], Names());
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
    public async Task Invalid_inputs_name_the_property()
    {
        await _stack.UpAsync(program => program.RegisterAsync("a", PropertyMap.Of(("invalid", true))));

        Assert.Equal("fail a: its inputs are not valid:\n  invalid: expected nothing, found something", Assert.Single(_stack.Told));
        Assert.Empty(_stack.Provider.Calls);
    }

    [Fact]
    public async Task The_state_is_saved_before_and_after_every_step()
    {
        _stack.Provider.During = (call, _, _) =>
        {
            var operation = Assert.Single(_stack.State.PendingOperations);
            Assert.Equal((OperationKind.Creating, "a"), (operation.Kind, Urn.NameOf(operation.Resource.Urn)));
            return Task.CompletedTask;
        };
        await _stack.UpAsync(program => program.RegisterAsync("a"));

        Assert.Contains(_stack.Provider.Calls, call => call == "create a");
        Assert.Empty(_stack.State.PendingOperations);
    }

    [Fact]
    public async Task Every_saved_state_is_one_to_go_on_from()
    {
        await _stack.UpAsync(async program =>
        {
            var a = await program.RegisterAsync("a", Replacing("x"));
            await program.RegisterAsync("b", Replacing("x"), goal => goal.After(a.Urn));
        });
        await _stack.UpAsync(async program =>
        {
            var a = await program.RegisterAsync("a", Replacing("y"));
            await program.RegisterAsync("b", Replacing("y"), goal => goal.After(a.Urn));
        });

        Assert.All(_stack.Saves, snapshot =>
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var resource in snapshot.Resources)
            {
                Assert.All(resource.References(), urn => Assert.Contains(urn, seen));
                Assert.True(seen.Add(resource.Urn) || resource.Delete, $"{resource.Urn} is there twice");
            }
        });
    }

    [Fact]
    public async Task A_state_that_cannot_be_saved_stops_the_run_before_the_next_step()
    {
        _stack.SaveFailure = new IOException("No space left on device");
        await Assert.ThrowsAsync<DeploymentStoppedException>(() => _stack.UpAsync(program => program.RegisterAsync("a")));

        Assert.Empty(_stack.Provider.Calls);
        Assert.Contains(_stack.Told, line => line.Contains("No space left on device", StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_more_steps_than_allowed_run_at_once()
    {
        var (running, most) = (0, 0);
        _stack.Provider.During = async (_, _, cancellationToken) =>
        {
            lock (_stack)
                most = Math.Max(most, ++running);
            await Task.Delay(5, cancellationToken);
            lock (_stack)
                running--;
        };
        using var deployment = _stack.Deploy(parallel: 3);
        var program = new TestProgram(deployment);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => program.RegisterAsync($"r{number}")));

        Assert.Equal(3, most);
    }

    [Fact]
    public async Task Stopping_lets_running_steps_finish_and_starts_no_others()
    {
        var started = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        _stack.Provider.During = (_, _, _) =>
        {
            started.SetResult();
            return release.Task;
        };
        using var deployment = _stack.Deploy(parallel: 1);
        var program = new TestProgram(deployment);
        var running = program.RegisterAsync("running");
        await started.Task;
        var waiting = program.RegisterAsync("waiting");
        deployment.Stop();
        release.SetResult();

        Assert.Equal(RegistrationOutcome.Success, (await running).Outcome);
        await Assert.ThrowsAsync<DeploymentStoppedException>(() => waiting);
        await Assert.ThrowsAsync<DeploymentStoppedException>(() => program.RegisterAsync("late"));
        await deployment.DrainAsync();
        Assert.Equal(["running"], Names());
    }

    [Fact]
    public async Task Cut_off_steps_fail_and_leave_a_valid_state()
    {
        var started = new TaskCompletionSource();
        _stack.Provider.During = async (_, _, cancellationToken) =>
        {
            started.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        };
        using var deployment = _stack.Deploy();
        var running = new TestProgram(deployment).RegisterAsync("a");
        await started.Task;
        deployment.Abort();

        Assert.Equal(RegistrationOutcome.Fail, (await running).Outcome);
        Assert.Empty(Names());
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

    [Fact]
    public async Task Secret_inputs_make_secret_outputs()
    {
        await _stack.UpAsync(program => program.RegisterAsync(
            "a", PropertyMap.Of(("password", new PropertyValue.Secret("x"))), goal => goal with { AdditionalSecretOutputs = ["made"] }));

        var outputs = _stack.Find("a")!.Outputs;
        Assert.IsType<PropertyValue.Secret>(outputs["password"]);
        Assert.IsType<PropertyValue.Secret>(outputs["made"]);
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
    public async Task Default_providers_are_stored_once_with_a_lasting_id()
    {
        Task Program(TestProgram program) => program.RegisterAsync("a", null, goal => goal with { Version = "1.2.3" });
        await _stack.UpAsync(Program);
        var id = _stack.Find("default_1_2_3")!.Id;
        await _stack.UpAsync(Program);

        Assert.True(Guid.TryParse(id, out _));
        Assert.Equal(id, _stack.Find("default_1_2_3")!.Id);
        Assert.Equal($"urn:pulumi:dev::proj::pulumi:providers:test::default_1_2_3::{id}", _stack.Find("a")!.Provider);
    }

    private IEnumerable<string> Names() => _stack.State.Resources
        .Where(resource => !Urn.IsProvider(resource.Urn)).Select(resource => Urn.NameOf(resource.Urn)).Order(StringComparer.Ordinal);
}
