namespace CarbonioInfra.Components.Proxmox.Settings;

/// <summary>What machines begin as: a cloud image that PVE nodes download, or a template that is cloned. Both need cloud-init inside.</summary>
public sealed record ProxmoxImage
{
    private ProxmoxImage()
    {
    }

    /// <summary>Where the image is; null for a template.</summary>
    public string? Url { get; private init; }

    /// <summary>SHA-256 of the image in hexadecimal; null for a template.</summary>
    public string? Sha256 { get; private init; }

    /// <summary>VM id of the template; null for an image.</summary>
    public int? Template { get; private init; }

    /// <summary>PVE node that has the template; null for an image.</summary>
    public string? TemplateNode { get; private init; }

    /// <summary>An image that every PVE node downloads by itself.</summary>
    /// <param name="url">In a format that Proxmox VE imports, for example qcow2.</param>
    /// <param name="sha256">64 hexadecimal digits; another file is refused.</param>
    public static ProxmoxImage Download(string url, string sha256) => new() { Url = url, Sha256 = sha256 };

    /// <summary>A template whose boot disk is <c>scsi0</c>.</summary>
    /// <param name="vmId">Its VM id.</param>
    /// <param name="pveNode">The PVE node that has it.</param>
    public static ProxmoxImage CloneOf(int vmId, string pveNode) => new() { Template = vmId, TemplateNode = pveNode };
}
