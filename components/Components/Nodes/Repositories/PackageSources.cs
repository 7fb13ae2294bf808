using System.Collections.Immutable;
using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Nodes.Baseline;

namespace CarbonioInfra.Components.Nodes.Repositories;

/// <summary>Where the packages come from that the distribution does not have.</summary>
/// <param name="Carbonio">The vendor's repository.</param>
/// <param name="PostgreSql">PostgreSQL's own, PGDG; on PostgreSQL nodes and mailstores.</param>
public sealed record PackageSources(PackageRepository Carbonio, PackageRepository PostgreSql)
{
    /// <summary>The vendor's stable channel.</summary>
    public const string DefaultChannel = "release";

    /// <summary>The vendor's channels: stable releases and release candidates.</summary>
    public static ImmutableArray<string> Channels { get; } = [DefaultChannel, "rc"];

    // https://docs.zextras.com/carbonio (repository setup): one key for both families.
    private const string CarbonioFingerprint = "5dc7680bc4378c471a7fa80f52fd40243e584a21";

    // https://www.postgresql.org/download/linux/ubuntu
    private const string PostgreSqlDebianFingerprint = "b97b0afcaa1a47f044f244a07fcc7d46accc4cf8";

    // https://yum.postgresql.org/news/pgdg-rpm-repo-gpg-key-update
    private const string PostgreSqlRhelFingerprint = "d4bf08ae67a0b4c7a1dbccd240bca2b408b40d20";

    /// <summary>The public repositories of the vendor and of PostgreSQL.</summary>
    /// <param name="operatingSystem">One of <see cref="AcceptedSystems.All"/>.</param>
    /// <param name="channel">One of <see cref="Channels"/>.</param>
    public static PackageSources Public(string operatingSystem, string channel = DefaultChannel) => AcceptedSystems.IsRhel(operatingSystem)
        ? new(
            new($"https://repo.zextras.io/{channel}", "https://repo.zextras.io/repomd.xml.key", CarbonioFingerprint),
            new("https://download.postgresql.org/pub/repos/yum", "https://download.postgresql.org/pub/repos/yum/keys/PGDG-RPM-GPG-KEY-RHEL",
                PostgreSqlRhelFingerprint))
        : new(
            new($"https://repo.zextras.io/{channel}/ubuntu", $"https://keyserver.ubuntu.com/pks/lookup?op=get&search=0x{CarbonioFingerprint}",
                CarbonioFingerprint),
            new("https://apt.postgresql.org/pub/repos/apt", "https://www.postgresql.org/media/keys/ACCC4CF8.asc", PostgreSqlDebianFingerprint));

    /// <summary>The step that makes a node take packages from here.</summary>
    /// <param name="operatingSystem">One of <see cref="AcceptedSystems.All"/>.</param>
    /// <param name="postgresVersion">Major version, or null on a node that needs nothing of PostgreSQL's repository.</param>
    internal HostScript Script(string operatingSystem, string? postgresVersion)
    {
        var script = HostScript.Load("Nodes/Repositories/package-sources.sh").With("codename", Codename(operatingSystem));
        script = With(script, "carbonio", Carbonio);
        script = With(script, "postgresql", postgresVersion is null ? new PackageRepository("", "", "") : PostgreSql);
        return script.With("postgresql_version", postgresVersion ?? "");
    }

    private static HostScript With(HostScript script, string name, PackageRepository repository) => script
        .With($"{name}_url", repository.Url)
        .With($"{name}_key_url", repository.KeyUrl)
        .With($"{name}_fingerprint", repository.KeyFingerprint);

    private static string Codename(string operatingSystem) => operatingSystem switch
    {
        "ubuntu 22.04" => "jammy",
        "ubuntu 24.04" => "noble",
        _ => operatingSystem.Replace("rhel ", "rhel", StringComparison.Ordinal),
    };
}
