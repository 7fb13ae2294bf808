using CarbonioInfra.Tests.Shared;

namespace CarbonioInfra.Components.Proxmox.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public void The_public_surface_is_the_approved_one() => ApprovedApi.AssertIsThatOf(typeof(ProxmoxPlatform).Assembly);
}
