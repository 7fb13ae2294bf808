namespace CarbonioInfra.Components.Proxmox.Settings;

/// <summary>The defaults of optional settings, with harmless values for what a stack file must say.</summary>
internal static class ProxmoxDefaults
{
    public static ProxmoxSettings Settings { get; } = new()
    {
        Endpoint = "",
        PveNodes = [],
        Image = ProxmoxImage.Download("", ""),
        Datastore = "",
        FileDatastore = "",
        Network = "",
        Gateway = "",
        DnsServers = [],
        VirtualAddress = "",
        Administrators = [],
    };
}
