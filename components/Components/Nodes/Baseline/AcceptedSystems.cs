using System.Collections.Immutable;

namespace CarbonioInfra.Components.Nodes.Baseline;

/// <summary>The operating systems on which the vendor supports Carbonio.</summary>
public static class AcceptedSystems
{
    /// <summary>What a cluster runs on unless it says otherwise: Ubuntu Server 24.04.</summary>
    public const string Default = "ubuntu 24.04";

    /// <summary>Ubuntu Server 22.04 and 24.04, RHEL (and rebuilds) 8 and 9, as <c>ID VERSION_ID</c> of <c>/etc/os-release</c>.</summary>
    public static ImmutableArray<string> All { get; } = ["ubuntu 22.04", Default, "rhel 8", "rhel 9"];

    /// <summary>What is wrong with <paramref name="system"/> as the system of all nodes; empty when it is one of <see cref="All"/>.</summary>
    public static ImmutableArray<string> Problems(string system) =>
        All.Contains(system) ? [] : [$"operatingSystem: expected one of {string.Join(", ", All)}, found '{system}'"];

    /// <summary>Whether <paramref name="system"/> is RHEL or a rebuild.</summary>
    internal static bool IsRhel(string system) => system.StartsWith("rhel ", StringComparison.Ordinal);
}
