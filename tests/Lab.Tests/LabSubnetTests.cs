using Pulumi;

namespace CarbonioInfra.Lab.Tests;

public sealed class LabSubnetTests : IDisposable
{
    private const string RouteHeader = "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("carbonio-lab-subnet-").FullName;

    private LabPlaces Places => new(Path.Combine(_folder, "state"), Path.Combine(_folder, "claims"), Path.Combine(_folder, "routes"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_new_lab_gets_a_subnet_of_the_benchmarking_range_and_the_same_one_again()
    {
        var subnet = LabSubnet.Choose(Places, "lab");

        Assert.Matches(@"^198\.1[89]\.[0-9]{1,3}\.0/24$", subnet.ToString());
        Assert.Equal(subnet, LabSubnet.Choose(Places, "lab"));
        Assert.NotEqual(subnet, LabSubnet.Choose(Places, "another"));
    }

    [Theory]
    [InlineData(0, "198.18.0.0/24")]
    [InlineData(255, "198.18.255.0/24")]
    [InlineData(256, "198.19.0.0/24")]
    [InlineData(511, "198.19.255.0/24")]
    public void The_range_has_512_subnets(int index, string expected) => Assert.Equal(expected, new LabSubnet(index).ToString());

    [Fact]
    public void An_existing_lab_keeps_its_subnet_whoever_claims_it()
    {
        Write("state/lab.lab/subnet", "198.19.7.0/24");
        Write("claims/abc/subnet", "198.19.7.0/24");

        Assert.Equal("198.19.7.0/24", LabSubnet.Choose(Places, "lab").ToString());
    }

    [Fact]
    public void A_claimed_subnet_is_passed_over()
    {
        var first = LabSubnet.Choose(Places, "lab");
        Write("claims/abc/subnet", first.ToString());

        Assert.Equal(new LabSubnet((first.Index + 1) % LabSubnet.Count), LabSubnet.Choose(Places, "lab"));
    }

    [Fact]
    public void A_broken_claim_claims_nothing()
    {
        var first = LabSubnet.Choose(Places, "lab");
        Write("claims/abc/subnet", "");
        Write("claims/def/subnet", "10.0.0.0/24");
        Directory.CreateDirectory(Path.Combine(_folder, "claims/ghi"));

        Assert.Equal(first, LabSubnet.Choose(Places, "lab"));
    }

    [Fact]
    public void What_the_machine_routes_elsewhere_is_passed_over_and_its_default_route_is_not()
    {
        // 198.18.0.0/16 and 0.0.0.0/0
        Write("routes", RouteHeader + "eth0\t000012C6\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0\n"
            + "eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0\n");

        foreach (var stack in Enumerable.Range(0, 20).Select(number => $"lab{number}"))
            Assert.StartsWith("198.19.", LabSubnet.Choose(Places, stack).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_free_subnet_the_plan_fails()
    {
        // 198.18.0.0/15
        Write("routes", RouteHeader + "eth0\t000012C6\t00000000\t0001\t0\t0\t0\t0000FEFF\t0\t0\t0\n");

        Assert.Contains(
            "expected a free /24 in 198.18.0.0/15", Assert.Throws<RunException>(() => LabSubnet.Choose(Places, "lab")).Message, StringComparison.Ordinal);
    }

    private void Write(string path, string text)
    {
        var file = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
