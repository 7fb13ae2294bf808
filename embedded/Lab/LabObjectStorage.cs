using System.Globalization;
using CarbonioInfra.Components.Certificates;
using CarbonioInfra.Components.Nodes;
using CarbonioInfra.Components.ObjectStores;
using CarbonioInfra.Components.Ports;
using CarbonioInfra.Components.Secrets;
using Pulumi;

namespace CarbonioInfra.Lab;

/// <summary>OpenStack Swift behind its S3 API, because MinIO is in no distribution. The README beside this file says what it cannot enforce.</summary>
internal sealed class LabObjectStorage : IObjectStorageServer
{
    private const string Bucket = "carbonio-mail";
    private const string Region = "us-east-1";

    // Swift's name for the user in the S3 API is ACCOUNT:NAME.
    private const string User = "mail:carbonio";

    /// <inheritdoc/>
    public PackageList Packages { get; } = PackageList.Of("ca-certificates", "curl", "openssl", "python3-swift");

    /// <inheritdoc/>
    public ServerCertificate? Certificate => null;

    /// <inheritdoc/>
    public ObjectStore Serve(CarbonioNode node, ServerCertificate certificate, Resource parent)
    {
        var port = PortTable.ObjectStoragePort.ToString(CultureInfo.InvariantCulture);
        var store = new ObjectStore
        {
            Endpoint = Output.Create($"https://{node.Host.Fqdn}:{port}"),
            Region = Region,
            Bucket = Output.Create(Bucket),
            AccessKey = Output.Create(User),
            SecretKey = GeneratedPassword.Make("lab-object-storage-secret-key", parent),
        };
        node.Add("object-storage", StandIns.Load("object-storage.sh")
            .With("program", StandIns.Load("object-storage.py").Text)
            .With("fqdn", node.Host.Fqdn)
            .With("port", port)
            .With("region", Region)
            .With("bucket", Bucket)
            .With("user", User)
            .With("certificate", certificate.Chain)
            .WithSecret("private_key", certificate.PrivateKey)
            .WithSecret("secret_key", store.SecretKey), parent);
        return store;
    }
}
