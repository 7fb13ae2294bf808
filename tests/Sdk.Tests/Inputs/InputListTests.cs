using System.Collections.Immutable;
using CarbonioInfra.Sdk.Tests.Support;
using Pulumi;

namespace CarbonioInfra.Sdk.Tests.Inputs;

public sealed class InputListTests
{
    private static InputList<string>[] OneElement =>
    [
        "a", Output.Create("a"), (Input<string>)"a", new[] { "a" }, new[] { Output.Create("a") }, new Input<string>[] { "a" },
        new List<string> { "a" }, new List<Output<string>> { Output.Create("a") }, new List<Input<string>> { "a" },
        ImmutableArray.Create("a"), ImmutableArray.Create(Output.Create("a")), ImmutableArray.Create<Input<string>>("a"),
        Output.Create(new[] { "a" }), Output.Create(new List<string> { "a" }), Output.Create<IEnumerable<string>>(["a"]),
        Output.Create(ImmutableArray.Create("a")),
    ];

    [Fact]
    public async Task Lists_are_made_from_many_types()
    {
        foreach (var list in OneElement)
            Assert.Equal(["a"], await Values.ValueOf(list.ToOutput()));
    }

    [Fact]
    public async Task Elements_are_appended_in_order()
    {
        InputList<string> list = ["a", Output.Create("b")];
        list.Add("c", "d");
        list.AddRange(new[] { "e" });

        Assert.Equal(["a", "b", "c", "d", "e", "f"], await Values.ValueOf(list.Concat("f").ToOutput()));
        Assert.Equal(5, await Values.ValueOf(list.Apply(items => items.Length)));
    }

    [Fact]
    public async Task As_a_whole_it_is_as_unknown_and_secret_as_its_elements()
    {
        InputList<string> list = [Output.CreateSecret("a"), Values.UnknownOutput("b")];

        Assert.False(await Values.IsKnown(list.ToOutput()));
        Assert.True(await Output.IsSecretAsync(list.ToOutput()));
    }

    [Fact]
    public async Task Elements_come_one_by_one_and_forget_what_is_secret()
    {
        InputList<string> list = ["a", Output.CreateSecret("b")];
        var elements = new List<(string, bool)>();
        await foreach (var item in list)
            elements.Add((await Values.ValueOf(item.ToOutput()), await Output.IsSecretAsync(item.ToOutput())));

        Assert.Equal([("a", false), ("b", false)], elements);
    }

    [Fact]
    public async Task No_element_comes_while_one_is_unknown()
    {
        await foreach (var item in new InputList<string> { "a", Values.UnknownOutput("b") })
            Assert.Fail($"{item} came");
    }

    [Fact]
    public void It_cannot_be_enumerated_synchronously() => Assert.Throws<NotSupportedException>(() =>
    {
        foreach (var _ in (System.Collections.IEnumerable)new InputList<string>())
        {
        }
    });
}
