using CarbonioInfra.Components.Clusters;
using CarbonioInfra.Tests.Shared;

namespace CarbonioInfra.Components.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public void The_public_surface_is_the_approved_one() => ApprovedApi.AssertIsThatOf(typeof(CarbonioCluster).Assembly);
}
