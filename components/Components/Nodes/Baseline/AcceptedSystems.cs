using System.Collections.Immutable;

namespace CarbonioInfra.Components.Nodes.Baseline;

/// <summary>The operating systems on which the vendor supports Carbonio.</summary>
public static class AcceptedSystems
{
    /// <summary>Ubuntu Server 22.04 and 24.04, RHEL (and rebuilds) 8 and 9, as <c>ID VERSION_ID</c> of <c>/etc/os-release</c>.</summary>
    public static ImmutableArray<string> All { get; } = ["ubuntu 22.04", "ubuntu 24.04", "rhel 8", "rhel 9"];
}
