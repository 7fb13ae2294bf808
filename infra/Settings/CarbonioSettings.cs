using CarbonioInfra.Components.Nodes.Baseline;
using CarbonioInfra.Components.ObjectStores;
using CarbonioInfra.Components.ObjectStores.Minio;
using CarbonioInfra.Components.Platforms;
using CarbonioInfra.Components.Ports;
using CarbonioInfra.Components.Settings;
using CarbonioInfra.Components.Topologies;

namespace CarbonioInfra.Infra.Settings;

/// <summary>What a stack file says. <c>Pulumi.yaml</c> describes every setting.</summary>
/// <param name="PlatformName">Setting <c>platform</c>.</param>
/// <param name="Platform">The platform, or null when its name is none that the program has.</param>
/// <param name="Groups">Setting <c>topology</c>.</param>
/// <param name="Topology">Settings <c>domain</c>, <c>publicHostname</c> and <c>topology</c>.</param>
/// <param name="OperatingSystem">Setting <c>operatingSystem</c>.</param>
/// <param name="SystemUpgrade">Setting <c>systemUpgrade</c>.</param>
/// <param name="Minio">Settings <c>minio</c> and <c>minioPrivateKey</c>, or null when there are none.</param>
/// <param name="ExternalBucket">Settings <c>objectStorage</c>, <c>objectStorageAccessKey</c> and <c>objectStorageSecretKey</c>, or null when there are none.</param>
/// <param name="Installation">What is said of the installation itself.</param>
public sealed record CarbonioSettings(
    string PlatformName, IPlatform? Platform, NodeGroups Groups, Topology Topology, string OperatingSystem, bool SystemUpgrade, MinioSettings? Minio,
    ExternalBucket? ExternalBucket, InstallationSettings Installation)
{
    /// <summary>Every problem that platform and topology have with each other, each beginning with its key.</summary>
    public IEnumerable<string> Problems() =>
        TopologyRules.NameProblems(Topology).Select(problem => problem.StartsWith("domain:", StringComparison.Ordinal) || problem.StartsWith("publicHostname:", StringComparison.Ordinal)
                ? $"carbonio-infra:{problem}"
                : $"carbonio-infra:topology: {problem}")
            .Concat(Groups.Problems().Select(problem => $"carbonio-infra:topology.{problem}"))
            .Concat((Platform is null ? [] : Platform.Problems(Topology, PortTable.Carbonio).AddRange(ObjectStorageRules.Problems(Topology, Platform, Minio, ExternalBucket)))
                .Select(problem => $"carbonio-infra:{problem}"));

    /// <summary>Reads all settings; what is wrong with them is noted in <paramref name="reader"/>.</summary>
    public static CarbonioSettings Read(SettingsReader reader, PlatformCatalog platforms)
    {
        var name = reader.RequiredText("platform", $"one of {string.Join(", ", platforms.Names)}");
        if (name.Length > 0 && !platforms.Names.Contains(name))
            reader.Problem("platform", $"one of {string.Join(", ", platforms.Names)}", $"'{name}'");

        // A domain that is missing is one problem, not two.
        var domain = reader.RequiredText("domain", "a DNS domain such as example.com");
        var platform = platforms.Create(name, reader);
        var groups = TopologyReader.Read(reader);
        var topology = Topology.FromGroups(domain.Length > 0 ? domain : "missing.invalid", groups);
        if (reader.Text("publicHostname", "") is { Length: > 0 } publicHostname)
            topology = topology with { PublicHostname = publicHostname };
        var operatingSystem = reader.OneOf("operatingSystem", AcceptedSystems.Default, AcceptedSystems.All);
        return new CarbonioSettings(
            name,
            platform,
            groups,
            topology,
            operatingSystem,
            reader.Flag("systemUpgrade", defaultValue: true),
            MinioSettingsReader.Read(reader),
            ExternalBucketReader.Read(reader),
            InstallationSettings.Read(reader, operatingSystem, topology.PublicHostname));
    }
}
