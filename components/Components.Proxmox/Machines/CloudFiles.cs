using CarbonioInfra.Components.Proxmox.Settings;
using Pulumi;
using Pulumi.ProxmoxVE;
using Pulumi.ProxmoxVE.Inputs;
using DownloadFile = Pulumi.ProxmoxVE.Download.File;
using DownloadFileArgs = Pulumi.ProxmoxVE.Download.FileArgs;

namespace CarbonioInfra.Components.Proxmox.Machines;

/// <summary>
/// What PVE nodes hold for cloud-init and for new disks. Names differ between PVE nodes, so that a datastore may be shared or not.
/// </summary>
internal sealed class CloudFiles(Resource parent, ProxmoxSettings settings)
{
    // What is merged with the user data of each machine: Ubuntu's cloud images lack the agent by which Proxmox VE shuts down.
    private const string GuestAgent =
        """
        #cloud-config
        packages: [qemu-guest-agent]
        runcmd:
          - [systemctl, enable, --now, qemu-guest-agent]

        """;

    private readonly Dictionary<string, DownloadFile> _images = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FileLegacy> _agents = new(StringComparer.Ordinal);

    /// <summary>The cloud image on <paramref name="pveNode"/>.</summary>
    /// <returns>Its id, a plain value so that a plan tells another image from the same, and the download.</returns>
    public (string Id, DownloadFile Download) Image(ProxmoxImage image, string pveNode)
    {
        var fileName = $"{settings.Prefix}-{image.Sha256![..12]}-{pveNode}.qcow2";
        if (!_images.TryGetValue(fileName, out var download))
        {
            _images[fileName] = download = new DownloadFile(fileName, new DownloadFileArgs
            {
                NodeName = pveNode,
                DatastoreId = settings.FileDatastore,
                ContentType = "import",
                FileName = fileName,
                Url = image.Url!,
                Checksum = image.Sha256!,
                ChecksumAlgorithm = "sha256",
                // The checksum says what it is; a look at the server's file must not replace it.
                Overwrite = false,
            }, FormerTypes.Child(parent, FormerTypes.Download));
        }

        return ($"{settings.FileDatastore}:import/{fileName}", download);
    }

    /// <summary>User data of one machine. Another wording must not make the machine anew, so it stays as it was first written.</summary>
    public FileLegacy UserData(string node, string pveNode, Output<string> text)
    {
        var options = FormerTypes.Child(parent, FormerTypes.File);
        options.IgnoreChanges.Add("sourceRaw");
        return Snippet($"{node}-user-data", pveNode, text, options);
    }

    /// <summary>What all machines on <paramref name="pveNode"/> get besides.</summary>
    public FileLegacy VendorData(string pveNode)
    {
        if (!_agents.TryGetValue(pveNode, out var agent))
        {
            var options = FormerTypes.Child(parent, FormerTypes.File);
            options.IgnoreChanges.Add("sourceRaw");
            _agents[pveNode] = agent = Snippet($"{pveNode}-vendor-data", pveNode, Output.Create(GuestAgent), options);
        }

        return agent;
    }

    private FileLegacy Snippet(string name, string pveNode, Output<string> text, CustomResourceOptions options) => new(name, new FileLegacyArgs
    {
        NodeName = pveNode,
        DatastoreId = settings.FileDatastore,
        ContentType = "snippets",
        SourceRaw = new FileLegacySourceRawArgs
        {
            FileName = $"{settings.Prefix}-{name}.yaml",
            Data = text,
        },
    }, options);
}
