using Pulumi;

namespace CarbonioInfra.Components.Proxmox;

/// <summary>
/// What types were called in version 7 of the provider. Version 8 renamed all of them; an alias keeps a stack's machines where
/// Pulumi would otherwise make new ones.
/// </summary>
internal static class FormerTypes
{
    public const string Machine = "proxmoxve:VM/virtualMachine:VirtualMachine";
    public const string Download = "proxmoxve:Download/file:File";
    public const string File = "proxmoxve:Storage/file:File";
    public const string Pool = "proxmoxve:Permission/pool:Pool";
    public const string HaGroup = "proxmoxve:HA/hAGroup:HAGroup";
    public const string HaResource = "proxmoxve:HA/hAResource:HAResource";
    public const string IpSet = "proxmoxve:Network/firewallIPSet:FirewallIPSet";
    public const string SecurityGroup = "proxmoxve:Network/firewallSecurityGroup:FirewallSecurityGroup";
    public const string Rules = "proxmoxve:Network/firewallRules:FirewallRules";
    public const string Options = "proxmoxve:Network/firewallOptions:FirewallOptions";

    /// <summary>Options of a child of <paramref name="parent"/> that was of <paramref name="type"/>.</summary>
    public static CustomResourceOptions Child(Resource parent, string type) => new()
    {
        Parent = parent,
        Aliases = { new Alias { Type = type } },
    };
}
