using CarbonioInfra.SchemaGenerator.Tests.Support;
using PublicApiGenerator;

namespace CarbonioInfra.SchemaGenerator.Tests;

/// <summary>
/// The public face of the generated classes, to be read beside the schema. A difference is written to a file that ends in
/// .received.txt; if it is intended, it becomes the approved file.
/// </summary>
public sealed class PackageApiTests
{
    [Theory]
    [InlineData("Native", "Pulumi.Acme")]
    [InlineData("Bridged", "Pulumi.CLoudy")]
    public async Task The_generated_classes_are_as_approved(string package, string @namespace)
    {
        var types = typeof(PackageApiTests).Assembly.GetTypes()
            .Where(type => type.Namespace is { } own && (own == @namespace || own.StartsWith(@namespace + ".", StringComparison.Ordinal)))
            .ToArray();

        var api = types.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false, DenyNamespacePrefixes = [] })
            .ReplaceLineEndings("\n") + "\n";

        var approved = Resources.Read($"{package}/api.approved.txt");
        if (approved != api)
        {
            var received = Path.Combine(AppContext.BaseDirectory, $"{package}.api.received.txt");
            await File.WriteAllTextAsync(received, api, TestContext.Current.CancellationToken);
            Assert.Fail($"The classes of Packages/{package} differ from api.approved.txt; see {received}");
        }
    }
}
