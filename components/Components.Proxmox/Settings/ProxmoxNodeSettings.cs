namespace CarbonioInfra.Components.Proxmox.Settings;

/// <summary>What is different for one node.</summary>
/// <param name="Image">Default: null, that of all nodes. Another one makes this machine anew and no other.</param>
/// <param name="PveNode">Default: null, by <see cref="Topologies.Node.Zone"/>.</param>
/// <param name="DataDiskGiB">Size of the disk for <c>/opt</c>. Default: null, that of all mailstores.</param>
public sealed record ProxmoxNodeSettings(ProxmoxImage? Image = null, string? PveNode = null, int? DataDiskGiB = null);
