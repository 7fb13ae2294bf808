using CarbonioInfra.Engine.State;
using CarbonioInfra.Engine.Steps;
using CarbonioInfra.Engine.Values;
using static CarbonioInfra.Engine.Tests.Steps.TestInputs;

namespace CarbonioInfra.Engine.Tests.Steps;

/// <summary>Which step a registration leads to, as the provider sees it.</summary>
public sealed class SteppingTests
{
    private readonly TestStack _stack = new();

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
    public async Task Asked_for_replacements_happen_to_equal_resources()
    {
        await _stack.UpAsync(program => program.RegisterAsync("a", Text("x")));
        var summary = await _stack.UpAsync(program => program.RegisterAsync("a", Text("x")), TestStack.UrnOf("a"));

        Assert.Equal(1, summary.Replaced);
        Assert.Equal(["create a", "delete a id-1"], _stack.Provider.Calls);
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
    public async Task Invalid_inputs_name_the_property()
    {
        await _stack.UpAsync(program => program.RegisterAsync("a", PropertyMap.Of(("invalid", true))));

        Assert.Equal("fail a: its inputs are not valid:\n  invalid: expected nothing, found something", Assert.Single(_stack.Told));
        Assert.Empty(_stack.Provider.Calls);
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

    [Theory]
    [InlineData("a[*].b", true)]
    [InlineData("a[0].b", true)]
    [InlineData("a[1].b", false)]
    [InlineData("a[*].c", false)]
    [InlineData("a", true)]
    [InlineData("*", true)]
    [InlineData("[\"x.y\"]", false)]
    public async Task ReplaceOnChanges_means_a_place_and_what_is_below(string path, bool replaced) =>
        Assert.Equal(replaced, await IsReplacedAsync(path,
            PropertyMap.Of(("a", PropertyValue.ListOf(PropertyMap.Of(("b", "old"), ("c", "same"))))),
            PropertyMap.Of(("a", PropertyValue.ListOf(PropertyMap.Of(("b", "new"), ("c", "same")))))));

    [Theory]
    [InlineData("[\"x.y\"]", true)]
    [InlineData("x.y", false)]
    public async Task ReplaceOnChanges_takes_a_quoted_name_as_one(string path, bool replaced) =>
        Assert.Equal(replaced, await IsReplacedAsync(path, PropertyMap.Of(("x.y", "old")), PropertyMap.Of(("x.y", "new"))));

    [Theory]
    [InlineData("list[*]", true)]
    [InlineData("list", true)]
    [InlineData("list[0]", false)]
    public async Task ReplaceOnChanges_sees_items_that_are_added(string path, bool replaced) =>
        Assert.Equal(replaced, await IsReplacedAsync(path,
            PropertyMap.Of(("list", PropertyValue.ListOf("x"))), PropertyMap.Of(("list", PropertyValue.ListOf("x", "y")))));

    [Fact]
    public async Task ReplaceOnChanges_of_items_does_not_mean_that_the_whole_list_appears() =>
        Assert.False(await IsReplacedAsync("list[*]", PropertyMap.Empty, PropertyMap.Of(("list", PropertyValue.ListOf("x")))));

    [Fact]
    public async Task ReplaceOnChanges_looks_into_secrets() =>
        Assert.True(await IsReplacedAsync("list[*]",
            PropertyMap.Of(("list", new PropertyValue.Secret(PropertyValue.ListOf("x")))),
            PropertyMap.Of(("list", new PropertyValue.Secret(PropertyValue.ListOf("y"))))));

    [Fact]
    public async Task Becoming_secret_is_a_change_and_becoming_plain_takes_the_mark_away()
    {
        Task Program(TestProgram program, PropertyValue value) => program.RegisterAsync("a", PropertyMap.Of(("text", value)));
        await _stack.UpAsync(program => Program(program, "x"));
        Assert.Equal(1, (await _stack.UpAsync(program => Program(program, new PropertyValue.Secret("x")))).Updated);
        Assert.IsType<PropertyValue.Secret>(_stack.Find("a")!.Outputs["text"]);
        Assert.Equal(1, (await _stack.UpAsync(program => Program(program, "x"))).Updated);

        Assert.IsType<PropertyValue.Text>(_stack.Find("a")!.Inputs["text"]);
        Assert.IsType<PropertyValue.Text>(_stack.Find("a")!.Outputs["text"]);
    }

    [Fact]
    public async Task Explicit_providers_are_stored_and_serve_the_children_of_a_component()
    {
        static async Task Program(TestProgram program)
        {
            var provider = await program.RegisterAsync("special", Text("config"), goal => goal with { Type = "pulumi:providers:test" });
            var component = await program.ComponentAsync("comp", goal => goal with { Provider = $"{provider.Urn}::{provider.Id}" });
            await program.RegisterAsync("a", null, goal => goal with { Parent = component.Urn });
            await program.RegisterAsync("b", null, goal => goal with { Parent = component.Urn, Version = "9.9.9", Type = "test:index:Other" });
            await program.RegisterAsync("outside");
        }

        await _stack.UpAsync(Program);
        var provider = _stack.Find("special")!;
        await _stack.UpAsync(Program);

        Assert.True(Guid.TryParse(provider.Id, out _));
        Assert.Equal("config", provider.Inputs.TextOf("text"));
        Assert.Equal(provider.Id, _stack.Find("special")!.Id);
        Assert.All((string[])["a", "b"], name => Assert.Equal($"{provider.Urn}::{provider.Id}", _stack.Find(name)!.Provider));
        Assert.Contains("::default::", _stack.Find("outside")!.Provider, StringComparison.Ordinal);
        Assert.Empty(_stack.Provider.Calls);
    }

    [Fact]
    public async Task A_provider_that_is_gone_goes_after_its_resources_and_without_a_call()
    {
        await _stack.UpAsync(async program =>
        {
            var provider = await program.RegisterAsync("special", null, goal => goal with { Type = "pulumi:providers:test" });
            await program.RegisterAsync("a", null, goal => goal with { Provider = $"{provider.Urn}::{provider.Id}" });
        });
        await _stack.UpAsync(_ => Task.CompletedTask);

        Assert.Equal(["delete a id-1"], _stack.Provider.Calls);
        Assert.Empty(_stack.State.Resources);
    }

    [Fact]
    public async Task Timeouts_reach_the_provider_and_the_state()
    {
        var seen = new List<(string Call, TimeSpan? Timeout)>();
        _stack.Provider.During = (call, context, _) =>
        {
            seen.Add((call, context.Timeout));
            return Task.CompletedTask;
        };
        var timeouts = new CustomTimeouts(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3));
        foreach (var value in (string[])["x", "y"])
            await _stack.UpAsync(program => program.RegisterAsync("a", Text(value), goal => goal with { Timeouts = timeouts }));
        Assert.Equal(timeouts, _stack.Find("a")!.Timeouts);
        await _stack.UpAsync(_ => Task.CompletedTask);

        Assert.Equal([("create a", timeouts.Create), ("update a", timeouts.Update), ("delete a", timeouts.Delete)], seen);
    }

    private async Task<bool> IsReplacedAsync(string path, PropertyMap old, PropertyMap @new)
    {
        Task Program(TestProgram program, PropertyMap inputs) =>
            program.RegisterAsync("thing", inputs, goal => goal with { ReplaceOnChanges = [path] });
        await _stack.UpAsync(program => Program(program, old));
        return (await _stack.UpAsync(program => Program(program, @new))).Replaced == 1;
    }
}
