using System.Collections.Immutable;

namespace CarbonioInfra.Components.Nodes.Baseline;

/// <summary>Packages of the distribution that every Carbonio node needs.</summary>
public static class BasePackages
{
    /// <summary>On Ubuntu.</summary>
    public static ImmutableArray<string> Debian { get; } =
        ["curl", "fontconfig", "gnupg", "jq", "libgmp10", "python3-psycopg2", "sysstat", "wget"];

    /// <summary>On RHEL.</summary>
    public static ImmutableArray<string> Rhel { get; } =
        ["curl", "dos2unix", "fontconfig", "gnupg2", "jq", "nmap-ncat", "pinentry", "python3-psycopg2", "sysstat", "wget"];
}
