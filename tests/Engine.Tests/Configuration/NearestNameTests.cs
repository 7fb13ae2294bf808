using CarbonioInfra.Engine.Configuration;

namespace CarbonioInfra.Engine.Tests.Configuration;

public sealed class NearestNameTests
{
    [Theory]
    [InlineData("domian", "domain")]
    [InlineData("Domain", "domain")]
    [InlineData("topolgy", "topology")]
    [InlineData("mta1", null)]
    [InlineData("mat", null)]
    [InlineData("domains", "domain")]
    [InlineData("nonsense", null)]
    [InlineData("", null)]
    public void A_name_that_few_letters_make_of_it_is_found(string name, string? expected) =>
        Assert.Equal(expected, NearestName.Of(name, ["topology", "domain", "token", "video"]));

    [Fact]
    public void The_nearest_comes_first() => Assert.Equal("replicas", NearestName.Of("replica", ["replace", "replicas"]));
}
