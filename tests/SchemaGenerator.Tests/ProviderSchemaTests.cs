using System.Text.Json;
using System.Xml.Linq;
using CarbonioInfra.SchemaGenerator.Tests.Support;

namespace CarbonioInfra.SchemaGenerator.Tests;

/// <summary>The trimmed schemas of the providers that this repository uses.</summary>
public sealed class ProviderSchemaTests
{
    public static TheoryData<string> Packages => [.. Resources.Names().Where(name => name.StartsWith("Pulumi.", StringComparison.Ordinal))];

    [Fact]
    public void Those_of_the_components_are_among_them() =>
        Assert.Superset(new HashSet<string> { "Pulumi.Aws", "Pulumi.Command", "Pulumi.ProxmoxVE", "Pulumi.Random" }, Packages.Select(row => row.Data).ToHashSet());

    [Theory]
    [MemberData(nameof(Packages))]
    public void Classes_compile_without_a_warning(string package)
    {
        var generation = Generation.Of(Resources.Read(package));

        Assert.Empty(generation.Problems);
        Assert.Empty(generation.Complaints());
    }

    /// <summary>Both modes of the build must send the same version, or each would ask for a provider of its own.</summary>
    [Theory]
    [MemberData(nameof(Packages))]
    public void The_version_is_that_of_the_official_package(string package)
    {
        using var schema = JsonDocument.Parse(Resources.Read(package));
        var official = XDocument.Parse(Resources.Read("Directory.Packages.props")).Descendants("PackageVersion")
            .Single(item => item.Attribute("Include")!.Value == package);

        Assert.Equal(official.Attribute("Version")!.Value, schema.RootElement.GetProperty("version").GetString());
    }
}
