using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using CarbonioInfra.Components.Addresses;
using CarbonioInfra.Components.Proxmox.Machines;
using CarbonioInfra.Components.Settings;

namespace CarbonioInfra.Components.Proxmox.Settings;

/// <summary>Reads the settings <c>proxmox</c> and <c>proxmoxApiToken</c>.</summary>
internal static partial class ProxmoxSettingsReader
{
    public static ProxmoxSettings Read(SettingsReader settings)
    {
        using var none = JsonDocument.Parse("{}");
        var proxmox = new StructureReader(settings, "proxmox", settings.Structure("proxmox", "a map") ?? none.RootElement);
        var defaults = ProxmoxDefaults.Settings;
        var result = defaults with
        {
            ApiToken = settings.OptionalSecret("proxmoxApiToken", "an API token such as user@pve!name=secret"),
            Endpoint = proxmox.Text("endpoint", null, "a URL such as https://pve1.example.com:8006/", IsEndpoint),
            Insecure = proxmox.Flag("insecure", defaults.Insecure),
            SshUser = proxmox.Text("sshUser", defaults.SshUser, "a login name", LoginName().IsMatch),
            Version = proxmox.WholeNumber("version", defaults.Version, 8, 9),
            PveNodes = proxmox.Texts("pveNodes", "the name of a PVE node such as pve1", PveName().IsMatch),
            Image = ReadImage(proxmox.Child("image")) ?? Missing(),
            Datastore = proxmox.Text("datastore", null, "the name of a datastore", StoreName().IsMatch),
            FileDatastore = proxmox.Text("fileDatastore", null, "the name of a datastore that takes snippets", StoreName().IsMatch),
            Network = proxmox.Text("network", null, "a network such as 10.30.0.0/24", text => Ipv4Network.TryParse(text, out _)),
            Gateway = proxmox.Text("gateway", null, "the network's gateway such as 10.30.0.1", Ipv4Network.IsAddress),
            DnsServers = proxmox.Texts("dnsServers", "an address such as 10.30.0.2", Ipv4Network.IsAddress),
            VirtualAddress = proxmox.Text("virtualAddress", null, "the address that load balancers share such as 10.30.0.9", Ipv4Network.IsAddress),
            Administrators = proxmox.Texts("administrators", "a network such as 198.51.100.0/24", text => Ipv4Network.TryParse(text, out _)),
            Bridge = proxmox.Text("bridge", defaults.Bridge, "the name of a bridge such as vmbr0", BridgeName().IsMatch),
            Vlan = proxmox.WholeNumber("vlan", 1, 4094),
            User = proxmox.Text("user", defaults.User, "a login name", LoginName().IsMatch),
            CpuType = proxmox.Text("cpuType", defaults.CpuType, "a processor type such as x86-64-v3", CpuName().IsMatch),
            Prefix = proxmox.Text("prefix", defaults.Prefix, "a lower-case letter and up to two more or digits", ShortPrefix().IsMatch),
            FirstVmId = proxmox.WholeNumber("firstVmId", defaults.FirstVmId, VmIds.Smallest, VmIds.Largest - VmIds.Count + 1),
            Pool = proxmox.Text("pool", "", "the name of a pool", StoreName().IsMatch) is { Length: > 0 } pool ? pool : null,
            DataDiskGiB = proxmox.WholeNumber("dataDiskGiB", defaults.DataDiskGiB, 1, 131072),
            HighAvailability = proxmox.Flag("highAvailability", defaults.HighAvailability),
            SimpleFirewall = proxmox.OneOf("firewall", "strict", "simple") == "simple",
            Protect = proxmox.Flag("protect", defaults.Protect),
            Nodes = proxmox.Map("nodes").ToImmutableDictionary(entry => entry.Name, entry => ReadNode(entry.Reader)),
        };
        proxmox.RefuseOthers();
        return result;

        ProxmoxImage Missing()
        {
            proxmox.Problem("image", "{url, sha256} or {template, pveNode}", "nothing");
            return defaults.Image;
        }
    }

    private static ProxmoxNodeSettings ReadNode(StructureReader node)
    {
        var result = new ProxmoxNodeSettings(
            ReadImage(node.Child("image")),
            node.Text("pveNode", "", "the name of a PVE node such as pve1", PveName().IsMatch) is { Length: > 0 } pveNode ? pveNode : null,
            node.WholeNumber("dataDiskGiB", 1, 131072));
        node.RefuseOthers();
        return result;
    }

    private static ProxmoxImage? ReadImage(StructureReader? image)
    {
        if (image is null)
            return null;
        var url = image.Text("url", "", "the URL of a cloud image", text => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http");
        var sha256 = image.Text("sha256", "", "64 hexadecimal digits", Sha256().IsMatch);
        var template = image.Text("template", "", $"the VM id of a template, from {VmIds.Smallest} to {VmIds.Largest}",
            text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id is >= VmIds.Smallest and <= VmIds.Largest);
        var pveNode = image.Text("pveNode", "", "the PVE node that has the template", PveName().IsMatch);
        image.RefuseOthers();
        switch (url.Length > 0, sha256.Length > 0, template.Length > 0, pveNode.Length > 0)
        {
            case (true, true, false, false):
                return ProxmoxImage.Download(url, sha256);
            case (false, false, true, true):
                return ProxmoxImage.CloneOf(int.Parse(template, CultureInfo.InvariantCulture), pveNode);
            default:
                string[] given = [.. new[] { ("url", url), ("sha256", sha256), ("template", template), ("pveNode", pveNode) }
                    .Where(entry => entry.Item2.Length > 0).Select(entry => entry.Item1)];
                image.Problem("url", "either good url and sha256 or good template and pveNode", given.Length == 0 ? "nothing" : string.Join(", ", given));
                return ProxmoxDefaults.Settings.Image;
        }
    }

    private static bool IsEndpoint(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == "https";

    [GeneratedRegex("^[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$")]
    private static partial Regex PveName();

    [GeneratedRegex("^[a-zA-Z][a-zA-Z0-9._-]*[a-zA-Z0-9]$")]
    private static partial Regex StoreName();

    [GeneratedRegex("^[a-zA-Z][a-zA-Z0-9_]{1,14}$")]
    private static partial Regex BridgeName();

    [GeneratedRegex("^[a-z_][a-z0-9_-]*$")]
    private static partial Regex LoginName();

    [GeneratedRegex("^[a-zA-Z0-9][a-zA-Z0-9._-]*$")]
    private static partial Regex CpuName();

    [GeneratedRegex("^[a-z][a-z0-9]{0,2}$")]
    private static partial Regex ShortPrefix();

    [GeneratedRegex("^[0-9a-f]{64}$")]
    private static partial Regex Sha256();
}
