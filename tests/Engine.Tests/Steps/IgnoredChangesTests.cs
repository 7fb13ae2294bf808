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

    [Theory]
    [InlineData("list[2]")]
    [InlineData("list[7]")]
    public void An_item_that_only_one_side_has_stays_a_change(string path) =>
        Assert.Equal(New["list"], IgnoredChanges.Apply(Old, New, [path])["list"]);

    [Fact]
    public void An_item_that_is_gone_stays_gone() =>
        Assert.Equal(PropertyValue.ListOf("old"), IgnoredChanges.Apply(Old, Old.With("list", PropertyValue.ListOf("new")), ["list[*]"])["list"]);

    [Theory]
    [InlineData("added.a")]
    [InlineData("added[0]")]
    [InlineData("text.a")]
    public void A_path_into_what_is_new_or_of_another_kind_covers_nothing(string path)
    {
        var @new = New.With("added", PropertyMap.Of(("a", "new"))).With("text", PropertyMap.Of(("a", "new")));

        Assert.Equal(@new, IgnoredChanges.Apply(Old, @new, [path]));
    }

    [Fact]
    public void A_place_below_any_item_is_reset_in_all()
    {
        static PropertyMap Items(params string[] texts) =>
            PropertyMap.Of(("items", PropertyValue.ListOf(texts.Select(text => (PropertyValue)PropertyMap.Of(("a", text), ("b", text))))));
        var result = IgnoredChanges.Apply(Items("1", "2"), Items("x", "y", "z"), ["items[*].a"]);

        Assert.Equal(PropertyValue.ListOf(
            PropertyMap.Of(("a", "1"), ("b", "x")), PropertyMap.Of(("a", "2"), ("b", "y")), PropertyMap.Of(("a", "z"), ("b", "z"))), result["items"]);
    }

    [Fact]
    public void A_quoted_name_is_one() => Assert.Equal(
        "old", IgnoredChanges.Apply(PropertyMap.Of(("x.y", "old")), PropertyMap.Of(("x.y", "new")), ["[\"x.y\"]"]).TextOf("x.y"));
}
