using CarbonioInfra.Components.Certificates;
using CarbonioInfra.Components.Nodes;
using Pulumi;

namespace CarbonioInfra.Components.ObjectStores.Minio;

/// <summary>MinIO for a node of the topology. No distribution has it, so the site says where its two programs come from.</summary>
public sealed record MinioSettings : IObjectStorageServer
{
    /// <summary>Where the node downloads the server <c>minio</c> for Linux on x86_64; https only.</summary>
    public required string ServerUrl { get; init; }

    /// <summary>SHA-256 of the server: 64 lower-case hexadecimal digits.</summary>
    public required string ServerSha256 { get; init; }

    /// <summary>
    /// Where the node downloads the client <c>mc</c>, of March 2023 or later; https only. MinIO's administration has no other interface.
    /// </summary>
    public required string ClientUrl { get; init; }

    /// <summary>SHA-256 of the client: 64 lower-case hexadecimal digits.</summary>
    public required string ClientSha256 { get; init; }

    /// <summary>Name of the bucket. Default <c>carbonio-mail</c>.</summary>
    public string Bucket { get; init; } = "carbonio-mail";

    /// <summary>Region for signatures. Default <c>us-east-1</c>, MinIO's own.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>How long a deleted or overwritten object can be brought back, in days. Default 30.</summary>
    public int KeepDeletedObjectsDays { get; init; } = 30;

    /// <inheritdoc/>
    public ServerCertificate? Certificate { get; init; }

    /// <inheritdoc/>
    public PackageList Packages => MinioServer.Packages;

    /// <inheritdoc/>
    public ObjectStore Serve(CarbonioNode node, ServerCertificate certificate, Resource parent) =>
        new MinioServer("minio", new MinioServerArgs { Node = node, Settings = this, Certificate = certificate },
            new ComponentResourceOptions { Parent = parent }).Store;

    /// <summary>The settings that are still placeholders.</summary>
    internal IEnumerable<string> Placeholders() => new[] { ("serverSha256", ServerSha256), ("clientSha256", ClientSha256) }
        .Where(entry => entry.Item2 == Settings.Placeholders.Sha256).Select(entry => $"minio.{entry.Item1}");
}
