using System.Collections.Immutable;
using CarbonioInfra.Components.Topologies;
using Pulumi;

namespace CarbonioInfra.Components.Proxmox.Settings;

/// <summary>What a <see cref="ProxmoxPlatform"/> is made of.</summary>
public sealed record ProxmoxSettings
{
    /// <summary>URL of the API, for example <c>https://pve1.example.com:8006/</c>.</summary>
    public required string Endpoint { get; init; }

    /// <summary>API token as <c>user@realm!name=secret</c>. Default: null, the provider reads <c>PROXMOX_VE_API_TOKEN</c>.</summary>
    public Output<string>? ApiToken { get; init; }

    /// <summary>Whether the API's certificate is taken unchecked. Default false.</summary>
    public bool Insecure { get; init; }

    /// <summary>Login name on PVE nodes, for snippets, which the API does not take; by the SSH agent. Default <c>root</c>.</summary>
    public string SshUser { get; init; } = "root";

    /// <summary>Major version of Proxmox VE: 8 has HA groups, 9 has rules instead. Default 9.</summary>
    public int Version { get; init; } = 9;

    /// <summary>The PVE nodes over which machines are spread, at least three.</summary>
    public required ImmutableArray<string> PveNodes { get; init; }

    /// <summary>What machines begin as.</summary>
    public required ProxmoxImage Image { get; init; }

    /// <summary>Datastore of disks.</summary>
    public required string Datastore { get; init; }

    /// <summary>Datastore with the content types <c>snippets</c> and, for downloaded images, <c>import</c>.</summary>
    public required string FileDatastore { get; init; }

    /// <summary>Network of all machines in CIDR notation, at least a /24.</summary>
    public required string Network { get; init; }

    /// <summary>The network's gateway.</summary>
    public required string Gateway { get; init; }

    /// <summary>Addresses of DNS servers.</summary>
    public required ImmutableArray<string> DnsServers { get; init; }

    /// <summary>The address that load balancer nodes share.</summary>
    public required string VirtualAddress { get; init; }

    /// <summary>Networks in CIDR notation from which administrators and the deployment come.</summary>
    public required ImmutableArray<string> Administrators { get; init; }

    /// <summary>Bridge on every PVE node. Default <c>vmbr0</c>.</summary>
    public string Bridge { get; init; } = "vmbr0";

    /// <summary>VLAN on the bridge, from 1 to 4094. Default: null, untagged.</summary>
    public int? Vlan { get; init; }

    /// <summary>Login name of the image. Default <c>ubuntu</c>.</summary>
    public string User { get; init; } = "ubuntu";

    /// <summary>Processor type; all PVE nodes must have it. Default <c>x86-64-v2-AES</c>.</summary>
    public string CpuType { get; init; } = "x86-64-v2-AES";

    /// <summary>Beginning of names that are the PVE cluster's, up to three characters. Default <c>cio</c>.</summary>
    public string Prefix { get; init; } = "cio";

    /// <summary>
    /// First of the 1,000 VM ids that belong to this stack, from 100 to 999,999,000; nobody else in the PVE cluster may have one of
    /// them. Another value makes every machine anew. Default 7000.
    /// </summary>
    public int FirstVmId { get; init; } = 7000;

    /// <summary>Pool to be made for all machines. Default: null, none.</summary>
    public string? Pool { get; init; }

    /// <summary>Size in GiB of a mailstore's disk for <c>/opt</c>. Default 500.</summary>
    public int DataDiskGiB { get; init; } = 500;

    /// <summary>
    /// Whether Proxmox VE starts machines of a lost PVE node on another one. Datastores must then be shared by all PVE nodes.
    /// Default true.
    /// </summary>
    public bool HighAvailability { get; init; } = true;

    /// <summary>Whether one group lets nodes reach each other on everything, instead of one group for each set of nodes.</summary>
    public bool SimpleFirewall { get; init; }

    /// <summary>Whether data disks refuse to be deleted. Default true.</summary>
    public bool Protect { get; init; } = true;

    /// <summary>What is different for single nodes, by name.</summary>
    public ImmutableDictionary<string, ProxmoxNodeSettings> Nodes { get; init; } = ImmutableDictionary<string, ProxmoxNodeSettings>.Empty;

    /// <summary>The PVE node that is set for a node, or null.</summary>
    internal string? PveNodeOf(Node node) => For(node.Name).PveNode;

    internal ProxmoxNodeSettings For(string node) => Nodes.GetValueOrDefault(node, new ProxmoxNodeSettings());

    /// <summary>Every image with its setting, that of all nodes first.</summary>
    internal IEnumerable<(string Key, ProxmoxImage Image)> Images() =>
    [
        ("proxmox.image", Image),
        .. Nodes.Where(entry => entry.Value.Image is not null).OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => ($"proxmox.nodes.{entry.Key}.image", entry.Value.Image!)),
    ];

    internal ProxmoxImage ImageOf(string node) => For(node).Image ?? Image;
}
