using CarbonioInfra.Components.Clusters;
using PublicApiGenerator;

namespace CarbonioInfra.Components.Tests;

public sealed class PublicApiTests
{
    /// <summary>
    /// A change of what importers see is a decision: when it is wanted, copy the file that the message names over the approved one.
    /// </summary>
    [Fact]
    public void The_public_surface_is_the_approved_one()
    {
        var api = typeof(CarbonioCluster).Assembly.GeneratePublicApi(new ApiGeneratorOptions
        {
            // Which SDK it was built with, versions and the like are not what importers program against.
            IncludeAssemblyAttributes = false,
            ExcludeAttributes = ["System.Runtime.CompilerServices.RequiredMemberAttribute"],
        }).ReplaceLineEndings("\n") + "\n";
        var approved = Path.Combine(AppContext.BaseDirectory, "PublicApi.approved.txt");
        var received = Path.Combine(AppContext.BaseDirectory, "PublicApi.received.txt");
        File.WriteAllText(received, api);

        Assert.True(File.Exists(approved) && File.ReadAllText(approved) == api,
            $"the public surface differs from tests/Components.Tests/PublicApi.approved.txt; see {received}");
    }
}
