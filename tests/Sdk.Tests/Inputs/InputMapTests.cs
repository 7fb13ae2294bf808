using System.Collections.Immutable;
using CarbonioInfra.Sdk.Tests.Support;
using Pulumi;

namespace CarbonioInfra.Sdk.Tests.Inputs;

public sealed class InputMapTests
{
    private static InputMap<int>[] OneEntry =>
    [
        new Dictionary<string, int> { ["k"] = 1 },
        ImmutableDictionary<string, int>.Empty.Add("k", 1),
        Output.Create(new Dictionary<string, int> { ["k"] = 1 }),
        Output.Create<IDictionary<string, int>>(new Dictionary<string, int> { ["k"] = 1 }),
        Output.Create(ImmutableDictionary<string, int>.Empty.Add("k", 1)),
        new InputMap<int> { { "k", 1 } },
        new InputMap<int> { ["k"] = Output.Create(1) },
    ];

    [Fact]
    public async Task Maps_are_made_from_many_types()
    {
        foreach (var map in OneEntry)
            Assert.Equal([KeyValuePair.Create("k", 1)], await Values.ValueOf(map.ToOutput()));
    }

    [Fact]
    public async Task The_same_key_may_be_added_with_an_equal_value_only()
    {
        Assert.Single(await Values.ValueOf(new InputMap<int> { { "k", 1 }, { "k", 1 } }.ToOutput()));

        var conflict = new InputMap<int> { { "k", 1 }, { "k", 2 } };
        var error = await Assert.ThrowsAsync<ArgumentException>(() => Values.ValueOf(conflict.ToOutput()));
        Assert.Equal("Key 'k' already exists in the map with a different value.", error.Message);
    }

    [Fact]
    public async Task Merging_prefers_the_second_map_and_changes_neither()
    {
        var first = new InputMap<int> { { "a", 1 }, { "b", 1 } };
        var second = new InputMap<int> { { "b", 2 } };
        var merged = await Values.ValueOf(InputMap<int>.Merge(first, second).ToOutput());

        Assert.Equal((1, 2), (merged["a"], merged["b"]));
        Assert.Equal(1, (await Values.ValueOf(first.ToOutput()))["b"]);
    }

    [Fact]
    public async Task Entries_come_one_by_one_and_forget_what_is_secret()
    {
        InputMap<int> map = new() { { "a", Output.CreateSecret(1) } };
        var entries = new List<(KeyValuePair<string, int>, bool)>();
        await foreach (var item in map)
            entries.Add((await Values.ValueOf(item.ToOutput()), await Output.IsSecretAsync(item.ToOutput())));

        Assert.Equal([(KeyValuePair.Create("a", 1), false)], entries);
    }

    [Fact]
    public async Task No_entry_comes_while_one_is_unknown()
    {
        await foreach (var item in new InputMap<int> { { "a", 1 }, { "b", Values.UnknownOutput(2) } })
            Assert.Fail($"{item} came");
    }

    [Fact]
    public async Task Ranges_must_not_overlap()
    {
        var map = new InputMap<int> { { "k", 1 } };
        map.AddRange(new Dictionary<string, int> { ["k"] = 2 });

        await Assert.ThrowsAsync<ArgumentException>(() => Values.ValueOf(map.ToOutput()));
    }
}
