using CarbonioInfra.Sdk.Tests.Support;
using Pulumi;
using Pulumi.Utilities;

namespace CarbonioInfra.Sdk.Tests.Outputs;

public sealed class OutputTests
{
    [Fact]
    public async Task Apply_keeps_secrecy()
    {
        var applied = Output.CreateSecret(2).Apply(number => number + 1);

        Assert.Equal(3, await Values.ValueOf(applied));
        Assert.True(await Output.IsSecretAsync(applied));
    }

    [Fact]
    public async Task Apply_does_not_run_on_unknown_values()
    {
        var ran = false;
        var applied = Output.CreateSecret(Values.UnknownOutput(2)).Apply(number => ran = number > 0);

        Assert.False(await Values.IsKnown(applied));
        Assert.True(await Output.IsSecretAsync(applied));
        Assert.False(ran);
    }

    [Fact]
    public async Task Apply_takes_on_what_the_inner_output_is()
    {
        var applied = Output.Create(1).Apply(_ => Output.CreateSecret(Values.UnknownOutput("x")));

        Assert.False(await Values.IsKnown(applied));
        Assert.True(await Output.IsSecretAsync(applied));
    }

    [Fact]
    public async Task Apply_makes_null_outputs_known_defaults()
    {
        var fromOutput = Output.Create(1).Apply(_ => (Output<int>?)null);
        var fromInput = Output.Create(1).Apply(_ => (Input<string>?)null);

        Assert.True(await Values.IsKnown(fromOutput));
        Assert.Equal(0, await Values.ValueOf(fromOutput));
        Assert.Null(await Values.ValueOf(fromInput));
    }

    [Fact]
    public async Task Apply_waits_for_asynchronous_functions()
    {
        var applied = Output.Create(1).Apply(async number =>
        {
            await Task.Yield();
            return number + 1;
        });

        Assert.Equal(2, await Values.ValueOf(applied));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Combinations_are_as_unknown_and_as_secret_as_their_parts(bool hasSecret, bool hasUnknown)
    {
        var first = hasSecret ? Output.CreateSecret("a") : Output.Create("a");
        var second = hasUnknown ? Values.UnknownOutput("b") : Output.Create("b");

        await AssertKind(Output.All(first, second));
        await AssertKind(Output.Tuple(first, second));
        await AssertKind(Output.Format($"{first}-{second}"));
        await AssertKind(Output.JsonSerialize(Output.Create(new[] { first, second })));

        async Task AssertKind<T>(Output<T> combined)
        {
            Assert.Equal(hasSecret, await Output.IsSecretAsync(combined));
            Assert.Equal(!hasUnknown, await Values.IsKnown(combined));
        }
    }

    [Fact]
    public async Task All_keeps_the_order() =>
        Assert.Equal(
            ["a", "b", "c"],
            await Values.ValueOf(Output.All<string>(Output.Create("a"), "b", Output.Create(Task.FromResult("c")))));

    [Fact]
    public async Task Tuples_have_up_to_eight_items()
    {
        var numbers = Enumerable.Range(1, 8).Select(Output.Create).ToArray();
        var tuple = Output.Tuple(
            numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], numbers[6], numbers[7]);

        Assert.Equal((1, 2, 3, 4, 5, 6, 7, 8), await Values.ValueOf(tuple));
    }

    [Fact]
    public async Task Format_takes_outputs_inputs_and_plain_values()
    {
        Input<int> input = 2;

        Assert.Equal("a-2-1.5", await Values.ValueOf(Output.Format($"{Output.Create("a")}-{input}-{1.5}")));
    }

    [Fact]
    public async Task Secrecy_can_be_lifted()
    {
        var plain = Output.Unsecret(Output.CreateSecret("x"));

        Assert.False(await Output.IsSecretAsync(plain));
        Assert.Equal("x", await Values.ValueOf(plain));
    }

    [Fact]
    public async Task A_failed_task_fails_the_output_and_what_is_made_of_it()
    {
        var failed = Output.Create(Task.FromException<int>(new InvalidOperationException("no"))).Apply(number => number + 1);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Values.ValueOf(failed));
    }

    [Fact]
    public async Task Text_of_an_output_never_contains_the_value()
    {
        string? text = null;
        await Deployment.TestAsync(
            new EchoMocks(), new() { IsPreview = false }, () => { text = Output.CreateSecret("hidden").ToString(); });

        Assert.NotNull(text);
        Assert.DoesNotContain("hidden", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Outside_of_a_program_an_output_has_no_text() =>
        Assert.Throws<InvalidOperationException>(() => Output.Create("x").ToString());

    [Fact]
    public async Task Dependencies_are_those_of_all_parts()
    {
        var resources = new List<Resource>();
        Output<string>? combined = null;
        await Deployment.TestAsync(new EchoMocks(), new() { IsPreview = false }, () =>
        {
            var first = new Thing("first", new ThingArgs { Text = "a" });
            var second = new Thing("second", new ThingArgs { Text = "b" });
            resources.AddRange([first, second]);
            combined = first.Text.Apply(text => second.Text.Apply(more => text + more));
        });

        Assert.Equal("ab", await Values.ValueOf(combined!));
        Assert.Equal(resources.ToHashSet(), (await OutputUtilities.GetDependenciesAsync(combined!)).ToHashSet());
    }
}
