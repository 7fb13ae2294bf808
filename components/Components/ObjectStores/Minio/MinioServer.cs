using System.Globalization;
using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Nodes;
using CarbonioInfra.Components.Ports;
using CarbonioInfra.Components.Secrets;
using CarbonioInfra.Components.Settings;
using Pulumi;

namespace CarbonioInfra.Components.ObjectStores.Minio;

/// <summary>
/// MinIO on one host: a single server, and so a single point of failure. The step <c>minio</c> installs and runs it over TLS,
/// <c>minio-bucket</c> makes the bucket, with versions, and a user who may do there what Carbonio does and nothing elsewhere.
/// </summary>
/// <remarks>
/// Another URL with its checksum is an upgrade: the programs are replaced and the server starts anew. Objects are in
/// <see cref="DataFolder"/>, on the host's data disk where it has one.
/// </remarks>
public sealed class MinioServer : ComponentResource
{
    /// <summary>Where objects are.</summary>
    public const string DataFolder = "/opt/minio/data";

    /// <summary>The bucket's user: PutObject, GetObject, DeleteObject, AbortMultipartUpload and ListBucket in the bucket.</summary>
    // A step hides what it is given as a secret, and this half of one: so it is part of no other word.
    public const string BucketUser = "carbonio-mail-user";

    private const string Root = "carbonio-infra";

    /// <summary>What the host needs.</summary>
    public static PackageList Packages { get; } = PackageList.Of("ca-certificates", "curl", "openssl", "python3");

    /// <summary>Sets up the host.</summary>
    /// <param name="name">Name of the component.</param>
    /// <param name="args">Host, programs and certificate.</param>
    /// <param name="options">Component options.</param>
    public MinioServer(string name, MinioServerArgs args, ComponentResourceOptions? options = null)
        : base("carbonio-infra:objectstores:MinioServer", name, options)
    {
        var (node, settings) = (args.Node, args.Settings);
        Placeholders.Warn(settings.Placeholders(), this);
        var rootPassword = GeneratedPassword.Make($"{name}-root-password", this);
        Store = new ObjectStore
        {
            Endpoint = Output.Create($"https://{node.Host.Fqdn}:{Number(PortTable.ObjectStoragePort)}"),
            Region = settings.Region,
            Bucket = Output.Create(settings.Bucket),
            AccessKey = Output.Create(BucketUser),
            SecretKey = GeneratedPassword.Make($"{name}-secret-key", this),
        };
        node.Add("minio", Script("minio")
            .With("fqdn", node.Host.Fqdn)
            .With("port", Number(PortTable.ObjectStoragePort))
            .With("data", DataFolder)
            .With("server_url", settings.ServerUrl)
            .With("server_sha256", settings.ServerSha256)
            .With("client_url", settings.ClientUrl)
            .With("client_sha256", settings.ClientSha256)
            .With("region", settings.Region)
            .With("certificate", args.Certificate.Chain)
            .With("root_user", Root)
            .With("patience_seconds", "60")
            .WithSecret("private_key", args.Certificate.PrivateKey)
            .WithSecret("root_password", rootPassword), this);
        node.Add("minio-bucket", Script("minio-bucket")
            .With("endpoint", Store.Endpoint)
            .With("bucket", settings.Bucket)
            .With("keep_deleted_days", Number(settings.KeepDeletedObjectsDays))
            .With("root_user", Root)
            .With("user", BucketUser)
            .With("program", HostScript.Load("ObjectStores/Minio/mc_answers.py").Text)
            .With("patience_seconds", "60")
            .WithSecret("root_password", rootPassword)
            .WithSecret("secret_key", Store.SecretKey), this);
        RegisterOutputs(new Dictionary<string, object?> { ["endpoint"] = Store.Endpoint, ["bucket"] = Store.Bucket });
    }

    /// <summary>The bucket and how its user reaches it.</summary>
    public ObjectStore Store { get; }

    private static HostScript Script(string name) => HostScript.Load($"ObjectStores/Minio/{name}.sh");

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
