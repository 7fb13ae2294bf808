using CarbonioInfra.Platforms.Tests.Simulation;

namespace CarbonioInfra.Platforms.Tests;

/// <summary>A state that version 7 of the Proxmox VE provider left, whose types version 8 calls otherwise.</summary>
public sealed class RenameTests
{
    /// <summary>Types of version 8 and what version 7 called them, written down apart from the program.</summary>
    private static readonly (string Now, string Former)[] Types =
    [
        ("proxmoxve:index/vmLegacy:VmLegacy", "proxmoxve:VM/virtualMachine:VirtualMachine"),
        ("proxmoxve:download/file:File", "proxmoxve:Download/file:File"),
        ("proxmoxve:index/fileLegacy:FileLegacy", "proxmoxve:Storage/file:File"),
        ("proxmoxve:index/poolLegacy:PoolLegacy", "proxmoxve:Permission/pool:Pool"),
        ("proxmoxve:index/hagroup:Hagroup", "proxmoxve:HA/hAGroup:HAGroup"),
        ("proxmoxve:index/haresource:Haresource", "proxmoxve:HA/hAResource:HAResource"),
        ("proxmoxve:firewall/ipsetLegacy:IpsetLegacy", "proxmoxve:Network/firewallIPSet:FirewallIPSet"),
        ("proxmoxve:cluster/firewall/security/groupLegacy:GroupLegacy", "proxmoxve:Network/firewallSecurityGroup:FirewallSecurityGroup"),
        ("proxmoxve:firewall/rulesLegacy:RulesLegacy", "proxmoxve:Network/firewallRules:FirewallRules"),
        ("proxmoxve:firewall/optionsLegacy:OptionsLegacy", "proxmoxve:Network/firewallOptions:FirewallOptions"),
    ];

    [Fact]
    public async Task Every_resource_keeps_its_identity()
    {
        using var site = await new Site(StackFiles.Dev.Replace("version: 9", "version: 8", StringComparison.Ordinal)).UpAsync();
        var before = Ids(site);
        site.RewriteState(text => Types.Aggregate(text, (state, type) => state.Replace(type.Now, type.Former, StringComparison.Ordinal)));
        Assert.All(Types, type => Assert.Contains(type.Former, site.Urns().Aggregate("", string.Concat), StringComparison.Ordinal));
        Assert.All(Types, type => Assert.DoesNotContain($"{type.Now}::", site.Urns().Aggregate("", string.Concat), StringComparison.Ordinal));

        Assert.Empty(await site.PreviewAsync());
        await site.UpAsync();

        Assert.Equal(before, Ids(site));
    }

    private static string[] Ids(Site site) =>
        [.. site.Resources().Select(resource => $"{resource["urn"]} {resource["id"]}").Order(StringComparer.Ordinal)];
}
