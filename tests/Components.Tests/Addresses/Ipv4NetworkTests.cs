using CarbonioInfra.Components.Addresses;

namespace CarbonioInfra.Components.Tests.Addresses;

public sealed class Ipv4NetworkTests
{
    [Theory]
    [InlineData("10.20.0.0/16", 65536)]
    [InlineData("0.0.0.0/0", 4294967296)]
    [InlineData("203.0.113.7/32", 1)]
    public void A_network_is_read_and_written(string text, long size)
    {
        Assert.True(Ipv4Network.TryParse(text, out var network));
        Assert.Equal((text, size), (network.ToString(), network.Size));
    }

    [Theory]
    [InlineData("10.20.0.1/16")]
    [InlineData("10.20.0.0")]
    [InlineData("10.20.0.0/33")]
    [InlineData("10.20.0.0/-1")]
    [InlineData("10.20/16")]
    [InlineData("fd00::/8")]
    [InlineData("")]
    public void Anything_else_is_refused(string text)
    {
        Assert.False(Ipv4Network.TryParse(text, out _));
        Assert.Throws<FormatException>(() => Ipv4Network.Parse(text));
    }

    [Fact]
    public void Subnets_and_addresses_are_counted_from_0()
    {
        var network = Ipv4Network.Parse("10.20.0.0/16");

        Assert.Equal("10.20.255.0/24", network.Subnet(24, 255).ToString());
        Assert.Equal("10.20.1.4", network.Address(260));
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Subnet(24, 256));
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Subnet(8, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Address(65536));
    }

    [Theory]
    [InlineData("10.20.0.0/16", "10.20.3.0/24", true, true)]
    [InlineData("10.20.3.0/24", "10.20.0.0/16", false, true)]
    [InlineData("10.20.0.0/24", "10.20.1.0/24", false, false)]
    [InlineData("255.255.255.0/24", "255.255.255.128/25", true, true)]
    public void Networks_contain_and_overlap(string left, string right, bool contains, bool overlaps)
    {
        Assert.Equal(contains, Ipv4Network.Parse(left).Contains(Ipv4Network.Parse(right)));
        Assert.Equal(overlaps, Ipv4Network.Parse(left).Overlaps(Ipv4Network.Parse(right)));
        Assert.Equal(overlaps, Ipv4Network.Parse(right).Overlaps(Ipv4Network.Parse(left)));
    }

    [Theory]
    [InlineData("10.20.0.255", true)]
    [InlineData("10.20.1.0", false)]
    [InlineData("x", false)]
    public void Addresses_are_in_or_out(string address, bool isIn) =>
        Assert.Equal(isIn, Ipv4Network.Parse("10.20.0.0/24").Contains(address));
}
