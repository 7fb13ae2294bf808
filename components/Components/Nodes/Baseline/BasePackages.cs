using System.Collections.Immutable;

namespace CarbonioInfra.Components.Nodes.Baseline;

/// <summary>Packages of the distribution that every Carbonio node needs: the vendor's list, both interpreters, <c>ping</c>, and rsyslog, by which logs reach one node.</summary>
public static class BasePackages
{
    /// <summary>On Ubuntu.</summary>
    public static ImmutableArray<string> Debian { get; } =
    [
        "curl", "fontconfig", "gnupg", "iputils-ping", "jq", "libgmp10", "perl", "python3", "python3-psycopg2", "rsyslog", "sysstat", "wget",
    ];

    /// <summary>On RHEL.</summary>
    public static ImmutableArray<string> Rhel { get; } =
    [
        "curl", "dos2unix", "fontconfig", "gnupg2", "iputils", "jq", "nmap-ncat", "perl", "pinentry", "python3", "python3-psycopg2",
        "rsyslog", "sysstat", "wget",
    ];

    /// <summary>In either family.</summary>
    internal static PackageList All { get; } = new(Debian, Rhel);
}
