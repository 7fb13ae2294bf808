using CarbonioInfra.Components.Nodes.Baseline;

namespace CarbonioInfra.Components.Roles.Postgres;

/// <summary>Where PostgreSQL's packages and Patroni's put what they bring, and what their units are called.</summary>
/// <param name="ConfigDirectory">PostgreSQL's configuration.</param>
/// <param name="DataDirectory">The database cluster.</param>
/// <param name="BinDirectory">PostgreSQL's programs.</param>
/// <param name="ClusterUnit">The unit that runs the cluster as long as Patroni does not.</param>
/// <param name="NativeUnits">All units that would start it at boot.</param>
/// <param name="StartFile">The file that says whether the distribution starts the cluster, or empty where there is none.</param>
/// <param name="CreateCluster">Shell that makes the cluster, where the package has not.</param>
/// <param name="PatroniConfiguration">The file that <c>patroni.service</c> reads.</param>
/// <remarks>Source: PostgreSQL's packages for Debian and for RHEL, and the Patroni packages beside them.</remarks>
internal sealed record PostgresPlaces(
    string ConfigDirectory, string DataDirectory, string BinDirectory, string ClusterUnit, string NativeUnits, string StartFile,
    string CreateCluster, string PatroniConfiguration)
{
    /// <summary>Those of a major version on one of <see cref="AcceptedSystems.All"/>.</summary>
    public static PostgresPlaces Of(string operatingSystem, string version) =>
        AcceptedSystems.IsRhel(operatingSystem) ? Rhel(version) : Debian(version);

    private static PostgresPlaces Debian(string version) => new(
        ConfigDirectory: $"/etc/postgresql/{version}/main",
        DataDirectory: $"/var/lib/postgresql/{version}/main",
        BinDirectory: $"/usr/lib/postgresql/{version}/bin",
        ClusterUnit: $"postgresql@{version}-main.service",
        NativeUnits: "postgresql.service",
        StartFile: $"/etc/postgresql/{version}/main/start.conf",
        CreateCluster: $"env -u LC_ALL pg_createcluster --locale en_US.UTF-8 {version} main",
        PatroniConfiguration: "/etc/patroni/config.yml");

    private static PostgresPlaces Rhel(string version) => new(
        ConfigDirectory: $"/var/lib/pgsql/{version}/data",
        DataDirectory: $"/var/lib/pgsql/{version}/data",
        BinDirectory: $"/usr/pgsql-{version}/bin",
        ClusterUnit: $"postgresql-{version}.service",
        NativeUnits: $"postgresql-{version}.service",
        StartFile: "",
        CreateCluster: $"PGSETUP_INITDB_OPTIONS='--encoding=UTF8 --locale=en_US.UTF-8' /usr/pgsql-{version}/bin/postgresql-{version}-setup initdb",
        PatroniConfiguration: "/etc/patroni/patroni.yml");
}
