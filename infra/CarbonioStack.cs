using System.Reflection;
using CarbonioInfra.Components.Clusters;
using CarbonioInfra.Components.Dns;
using CarbonioInfra.Components.Nodes;
using CarbonioInfra.Components.Roles.Mailstore;
using CarbonioInfra.Components.Settings;
using CarbonioInfra.Components.Topologies;
using CarbonioInfra.Infra.Settings;
using Pulumi;

namespace CarbonioInfra.Infra;

/// <summary>The program: settings, platform, cluster, outputs.</summary>
public static class CarbonioStack
{
    /// <summary>Declares everything and returns the stack's outputs.</summary>
    /// <exception cref="RunException">The settings have problems; the message lists all, nothing was declared.</exception>
    public static IDictionary<string, object?> Create()
    {
        Log.Debug($"running on the {Sdk()} Pulumi SDK");
        var reader = new SettingsReader("carbonio-infra");
        var settings = CarbonioSettings.Read(reader, PlatformCatalog.BesideTheProgram());
        SettingsReader.ThrowIfAny("configuration", [.. reader.Problems, .. settings.Problems().Where(problem => !IsUnread(problem))]);

        if (settings.Installation.Certificate?.WarningAt(DateTimeOffset.UtcNow) is { } warning)
            Log.Warn(warning);

        var cluster = new CarbonioCluster("carbonio", new CarbonioClusterArgs
        {
            Topology = settings.Topology,
            Platform = settings.Platform!,
            OperatingSystem = settings.OperatingSystem,
            SystemUpgrade = settings.SystemUpgrade,
            ObjectStorageServer = settings.Minio,
            ExternalBucket = settings.ExternalBucket,
            InstallCarbonio = settings.Installation.InstallCarbonio,
            PackageSources = settings.Installation.PackageSources,
            PostgresVersion = settings.Installation.PostgresVersion,
            PostgresPasswordEncryption = settings.Installation.PostgresPasswordEncryption,
            TimeZone = settings.Installation.TimeZone,
            LicenseToken = settings.Installation.LicenseToken,
            DkimPublished = settings.Installation.DkimPublished,
            Certificate = settings.Installation.Certificate,
            SecretGenerations = settings.Installation.SecretGenerations,
        });
        return Outputs(settings, cluster);

        // What a value means cannot be judged when it, or one of a list, could not be read.
        bool IsUnread(string problem) => reader.Problems.Any(unread =>
            Key(unread) == Key(problem) || Key(unread).StartsWith($"{Key(problem)}[", StringComparison.Ordinal));

        static string Key(string problem) => problem.Split(": ")[0];
    }

    private static Dictionary<string, object?> Outputs(CarbonioSettings settings, CarbonioCluster cluster)
    {
        var outputs = new Dictionary<string, object?>
        {
            ["platform"] = settings.PlatformName,
            ["domain"] = settings.Topology.Domain,
            ["loadBalancer"] = Entry(cluster),
            ["nodes"] = cluster.Nodes.Select(Row).ToList(),
            ["addresses"] = cluster.Nodes.ToDictionary(node => node.Host.Fqdn, object? (node) => node.Host.Address),
            ["dnsRecords"] = cluster.DnsRecords.Select(Row).ToList(),
            ["versions"] = new Dictionary<string, object?> { ["carbonioInfra"] = Version(), ["pulumiSdk"] = Sdk() },
        };
        if (cluster.ObjectStore is { } store)
        {
            outputs["objectStorage"] = new Dictionary<string, object?>
            {
                ["endpoint"] = store.Endpoint,
                ["region"] = store.Region,
                ["bucket"] = store.Bucket,
            };
        }

        if (cluster.AdministratorPassword is { } password)
        {
            outputs["administrator"] = new Dictionary<string, object?>
            {
                ["account"] = $"{Administrator.DefaultName}@{settings.Topology.Domain}",
                ["password"] = password,
            };
        }

        return outputs;
    }

    /// <summary>Ports without an address are for the site's own load balancer.</summary>
    private static Dictionary<string, object?> Entry(CarbonioCluster cluster)
    {
        var entry = new Dictionary<string, object?>();
        if (cluster.LoadBalancer?.VirtualAddress is { } address)
            entry["virtualAddress"] = address;
        if (cluster.LoadBalancer?.DnsName is { } name)
            entry["dnsName"] = name;
        entry["ports"] = cluster.BalancedPorts.Select(listener => new Dictionary<string, object?>
        {
            ["port"] = listener.Port,
            ["purpose"] = listener.Purpose,
            ["nodes"] = listener.Backends.Select(host => host.Name).ToList(),
        }).ToList();
        return entry;
    }

    private static Dictionary<string, object?> Row(CarbonioNode node) => new()
    {
        ["name"] = node.Host.Name,
        ["fqdn"] = node.Host.Fqdn,
        ["address"] = node.Host.Address,
        ["zone"] = node.Host.Node.Zone,
        ["roles"] = node.Host.Node.Roles.Select(role => role.ToString()).ToList(),
    };

    private static Dictionary<string, object?> Row(DnsRecord record) => new()
    {
        ["name"] = record.Name,
        ["type"] = record.Type,
        ["values"] = record.Values,
        ["purpose"] = record.Purpose,
    };

    private static string Version() =>
        typeof(CarbonioStack).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private static string Sdk() =>
        typeof(CarbonioStack).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(data => data.Key == "PulumiSdk").Value!;
}
