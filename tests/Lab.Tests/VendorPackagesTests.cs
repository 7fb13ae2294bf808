using CarbonioInfra.Components.Roles;
using CarbonioInfra.Components.Topologies;

namespace CarbonioInfra.Lab.Tests;

/// <summary>What the stand-ins of the vendor's packages promise each other and the roles, without building them.</summary>
public sealed class VendorPackagesTests
{
    private const string PostgresVersion = "15";

    private static string Folder => Path.Combine(Path.GetDirectoryName(LabScript.Path)!, "vendor");

    private static string[][] Services => [.. Table("mesh-services")];

    private static HashSet<string> Packages =>
    [
        .. Directory.GetDirectories(Path.Combine(Folder, "packages")).Select(folder => Path.GetFileName(folder)),
        .. Services.Select(line => line[0]), .. Table("plain-packages").Select(line => line[0]),
    ];

    public static TheoryData<string> Nodes => [.. Topology.HighAvailability("example.com").Nodes.Select(node => node.Name)];

    [Theory]
    [MemberData(nameof(Nodes))]
    public void Every_package_that_a_node_asks_the_vendor_for_has_a_stand_in(string name)
    {
        var topology = Topology.HighAvailability("example.com");
        var node = topology.Nodes.Single(node => node.Name == name);

        var wanted = RolePackages.Of(topology, node, PostgresVersion).Debian.Where(IsTheVendors).ToArray();

        Assert.NotEmpty(wanted);
        Assert.Empty(wanted.Except(Packages));
    }

    [Fact]
    public void Upstreams_are_services_of_the_mesh()
    {
        var names = Services.Select(line => line[1]).ToHashSet();

        Assert.Empty(Services.SelectMany(Upstreams).Select(upstream => upstream.Split(':')[0]).Except(names));
    }

    [Fact]
    public void Services_and_their_upstreams_share_no_address_but_that_of_the_databases()
    {
        var places = Services.Where(line => line[4] != "5432").Select(line => $"{line[3]}:{line[4]}")
            .Concat(Services.SelectMany(line => Upstreams(line).Select(upstream => $"{line[3]}:{upstream.Split(':')[1]}")));

        Assert.Empty(places.GroupBy(place => place).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    [Fact]
    public void Each_database_connector_has_a_bootstrap() =>
        Assert.All(RolePackages.DatabaseConnectors, name =>
            Assert.True(File.Exists(Path.Combine(Folder, "packages", name, "files/usr/bin", $"{name}-bootstrap"))));

    [Theory]
    [InlineData("""md example.com a "one two" b 'three'""", """["md", "example.com", "a", "one two", "b", "three"]""")]
    [InlineData("""md example.com a "one\ntwo" """, """["md", "example.com", "a", "one\ntwo"]""")]
    [InlineData("""md example.com a "one\\n\"two" """, """["md", "example.com", "a", "one\\n\"two"]""")]
    public void A_line_of_a_batch_is_split_as_the_vendor_does(string line, string words)
    {
        var modules = Path.Combine(Folder, "packages/carbonio-stand-in/files/usr/lib/python3/dist-packages");

        Assert.Equal(words + "\n", CommandResult.Run("python3",
            ["-B", "-c", "import json, sys; from carbonio_stand_in import words; print(json.dumps(words(sys.stdin.read())))"],
            new Dictionary<string, string> { ["PYTHONPATH"] = modules }, line).Succeeded());
    }

    private static bool IsTheVendors(string package) =>
        package.StartsWith("carbonio-", StringComparison.Ordinal) || package.StartsWith("service-discover", StringComparison.Ordinal);

    private static string[] Upstreams(string[] service) => service[5] == "-" ? [] : service[5].Split(',');

    private static IEnumerable<string[]> Table(string name) =>
        from line in File.ReadLines(Path.Combine(Folder, name))
        let text = line.Split('#')[0].Trim()
        where text.Length > 0
        select text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
