using CarbonioInfra.Engine.Steps;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Tests.Steps;

public sealed class IgnoredChangesTests
{
    private static readonly PropertyMap Old = PropertyMap.Of(
        ("text", "old"), ("map", PropertyMap.Of(("a", "old"), ("b", "old"))), ("list", PropertyValue.ListOf("old", "old")),
        ("gone", "old"), ("secret", new PropertyValue.Secret(PropertyMap.Of(("a", "old")))));

    private static readonly PropertyMap New = PropertyMap.Of(
        ("text", "new"), ("map", PropertyMap.Of(("a", "new"), ("b", "new"))), ("list", PropertyValue.ListOf("new", "new", "new")),
        ("added", "new"), ("secret", new PropertyValue.Secret(PropertyMap.Of(("a", "new")))));

    [Fact]
    public void A_name_resets_added_and_removed_properties_too()
    {
        var result = IgnoredChanges.Apply(Old, New, ["text", "gone", "added"]);

        Assert.Equal("old", result.TextOf("text"));
        Assert.Equal("old", result.TextOf("gone"));
        Assert.False(result.ContainsKey("added"));
        Assert.Equal(New["map"], result["map"]);
    }

    [Fact]
    public void A_path_resets_one_place()
    {
        var result = IgnoredChanges.Apply(Old, New, ["map.a", "list[0]"]);

        Assert.Equal(PropertyMap.Of(("a", "old"), ("b", "new")), result["map"]);
        Assert.Equal(PropertyValue.ListOf("old", "new", "new"), result["list"]);
    }

    [Fact]
    public void A_star_resets_what_both_have() =>
        Assert.Equal(PropertyValue.ListOf("old", "old", "new"), IgnoredChanges.Apply(Old, New, ["list[*]"])["list"]);

    [Fact]
    public void Inside_a_secret_the_mark_stays() => Assert.Equal(
        new PropertyValue.Secret(PropertyMap.Of(("a", "old"))),
        IgnoredChanges.Apply(Old, New, ["secret.a"])["secret"]);
}
