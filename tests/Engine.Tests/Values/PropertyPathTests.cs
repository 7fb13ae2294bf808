using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Tests.Values;

public sealed class PropertyPathTests
{
    [Theory]
    [InlineData("triggers[*]", "triggers[0]", true)]
    [InlineData("triggers[*]", "triggers[0].x", true)]
    [InlineData("triggers[*]", "triggers", false)]
    [InlineData("a.b", "a.b.c", true)]
    [InlineData("a.b", "a.bc", false)]
    [InlineData("a[\"b\"]", "a.b", true)]
    [InlineData("a[1]", "a[0]", false)]
    [InlineData("*", "anything", true)]
    [InlineData("a.*", "a.b.c", true)]
    [InlineData("a[*].b", "a[3].b", true)]
    [InlineData("a[*].b", "a[3]", false)]
    [InlineData("a[*].b", "a[3].c", false)]
    [InlineData("[\"x.y\"]", "x.y", false)]
    [InlineData("[\"*\"]", "anything", false)]
    public void Contains_the_place_itself_and_what_is_below(string pattern, string place, bool expected) =>
        Assert.Equal(expected, PropertyPath.Parse(pattern).Contains(PropertyPath.Parse(place)));

    [Theory]
    [InlineData("a.b[0].c")]
    [InlineData("a[\"b.c\"]")]
    [InlineData("triggers[*]")]
    [InlineData("[\"x.y\"].z")]
    [InlineData("[\"*\"]")]
    [InlineData("[\"\"]")]
    [InlineData("[\"a\\\"b\\\\c.d\"]")]
    public void Prints_what_it_parsed(string text) => Assert.Equal(text, PropertyPath.Parse(text).ToString());

    [Theory]
    [InlineData("a..b")]
    [InlineData("a[0")]
    [InlineData("a[x]")]
    [InlineData("a[\"x]")]
    public void Refuses_what_is_no_path(string text) =>
        Assert.Contains(text, Assert.Throws<FormatException>(() => PropertyPath.Parse(text)).Message, StringComparison.Ordinal);
}
