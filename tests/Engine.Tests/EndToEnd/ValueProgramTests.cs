using CarbonioInfra.Engine.Values;
using Pulumi;
using Pulumi.Command.Local;

namespace CarbonioInfra.Engine.Tests.EndToEnd;

/// <summary>How values get from one resource to another.</summary>
public sealed class ValueProgramTests : IDisposable
{
    private readonly ProgramStack _stack = new();

    public void Dispose() => _stack.Dispose();

    [Fact]
    public async Task A_secret_reaches_its_command_and_the_state_only_encrypted()
    {
        static Dictionary<string, object?> Program()
        {
            var command = new Command("a", new CommandArgs { Create = "cat > got; cat got", Stdin = Output.CreateSecret("hunter22") });
            return new() { ["stdin"] = command.Stdin, ["both"] = Output.Tuple(command.Stdin, command.Id).Apply(both => both.Item1 + both.Item2) };
        }

        await _stack.UpAsync(Program);
        Assert.Equal("hunter22", await File.ReadAllTextAsync(_stack["got"], TestContext.Current.CancellationToken));
        var again = await _stack.UpAsync(Program);

        Assert.False(again.HasChanges);
        Assert.IsType<PropertyValue.Secret>(_stack.Find("a").Inputs["stdin"]);
        Assert.All((string[])["stdin", "both"], name => Assert.IsType<PropertyValue.Secret>(_stack.Find("proj-dev").Outputs[name]));
        Assert.DoesNotContain(_stack.Told, line => line.Contains("hunter22", StringComparison.Ordinal));
        // Standard output was not declared secret, so it is stored as it came.
        Assert.Equal("hunter22", _stack.Find("a").Outputs.TextOf("stdout"));
    }

    [Fact]
    public async Task A_value_that_becomes_secret_or_plain_again_updates_and_is_stored_accordingly()
    {
        void Program(bool secret) => Shell.Logged("a", secret ? Output.CreateSecret("value-x") : "value-x");
        await _stack.UpAsync(() => Program(secret: false));
        await _stack.UpAsync(() => Program(secret: true));
        Assert.Equal(["update a value-x"], _stack.Log);
        Assert.True(_stack.Find("a").Inputs["environment"].HoldsSecret());
        await _stack.UpAsync(() => Program(secret: false));

        Assert.Equal(["update a value-x"], _stack.Log);
        Assert.False(_stack.Find("a").Inputs["environment"].HoldsSecret());
    }

    [Fact]
    public async Task A_preview_knows_what_will_not_change_and_nothing_of_what_is_to_be_created()
    {
        var seen = new List<string>();
        void Program() => Shell.Logged("b", Shell.Logged("a", "x").Stdout.Apply(text =>
        {
            lock (seen)
                seen.Add(text);
            return text;
        }));

        Assert.Equal(2, (await _stack.PreviewAsync(Program)).Created);
        Assert.Empty(seen);
        Assert.Empty(_stack.Log);
        await _stack.UpAsync(Program);
        Assert.Equal(["create a x", "create b x"], _stack.Log);
        Assert.Equal(2, (await _stack.PreviewAsync(Program)).Unchanged);

        Assert.Equal(["x", "x"], seen);
    }

    [Fact]
    public async Task What_depends_on_a_changed_value_is_planned_as_a_change_and_left_alone_when_it_comes_out_the_same()
    {
        void Program(string value) =>
            Shell.Logged("b", Shell.Logged("a", value).Stdout.Apply(text => text[..1]));
        await _stack.UpAsync(() => Program("x1"));
        Assert.Equal(2, (await _stack.PreviewAsync(() => Program("x2"))).Updated);
        var summary = await _stack.UpAsync(() => Program("x2"));

        Assert.Equal((1, 1), (summary.Updated, summary.Unchanged));
        Assert.Equal(["update a x2"], _stack.Log);
    }

    [Fact]
    public async Task A_reference_to_a_resource_changes_with_its_identity()
    {
        Dictionary<string, object?> Program(string trigger)
        {
            var a = Shell.Logged("a", trigger: trigger);
            Shell.Logged("b", trigger: Output.Create<object>(a));
            return new() { ["resource"] = a, ["component"] = new Group("group", []) };
        }

        await _stack.UpAsync(() => Program("1"));
        Assert.False((await _stack.UpAsync(() => Program("1"))).HasChanges);
        await _stack.UpAsync(() => Program("2"));

        Assert.Equal(["create a", "create b", "delete b", "delete a"], _stack.Log.Select(line => line.TrimEnd()));
        var outputs = _stack.Find("proj-dev").Outputs;
        Assert.Equal(new PropertyValue.ResourceReference(_stack.Find("a").Urn, _stack.Find("a").Id), outputs["resource"]);
        Assert.Equal(new PropertyValue.ResourceReference(_stack.Find("group").Urn, null), outputs["component"]);
    }

    [Fact]
    public async Task Odd_values_come_back_as_they_were()
    {
        static Dictionary<string, object?> Program() => new()
        {
            ["large"] = 1e300,
            ["negative zero"] = -0.0,
            ["text"] = "grüße\0\t\u2028\ud83d\ude00",
            ["deep"] = Nested(30),
            ["empty"] = new Dictionary<string, object?> { [""] = "", ["list"] = Array.Empty<string>() },
            // Only a text as its value would make it a special value.
            [SpecialValues.Signature] = 5,
        };

        await _stack.UpAsync(Program);
        Assert.Equal(0, _stack.ExitCode);
        var stored = _stack.Find("proj-dev").Outputs;
        await _stack.UpAsync(Program);

        Assert.Equal(stored, _stack.Find("proj-dev").Outputs);
        Assert.Equal("grüße\0\t\u2028\ud83d\ude00", stored.TextOf("text"));
        Assert.Equal(1e300, stored["large"]);
        Assert.Equal(5.0, stored[SpecialValues.Signature]);
    }

    [Fact]
    public async Task What_is_no_number_is_refused_by_name()
    {
        await _stack.UpAsync(() => _ = new Command("a", new CommandArgs { Create = "true", Triggers = new object[] { double.NaN } }));

        Assert.Equal(32, _stack.ExitCode);
        Assert.Contains(_stack.Told, line => line.Contains("command:local:Command 'a': triggers: expected a number, found NaN", StringComparison.Ordinal));
        Assert.Empty(_stack.Names());
    }

    private static object Nested(int depth) =>
        depth == 0 ? "leaf" : new Dictionary<string, object?> { ["inner"] = Nested(depth - 1) };
}
