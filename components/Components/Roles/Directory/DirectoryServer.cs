using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Nodes;
using Pulumi;

namespace CarbonioInfra.Components.Roles.Directory;

/// <summary>
/// One of two OpenLDAP servers that are masters of each other. The primary gets the steps <c>directory-settings</c> and
/// <c>multi-master</c>, the secondary <c>multi-master</c>, which ends when both are in sync. Both come after the node's bootstrap.
/// </summary>
public sealed class DirectoryServer : ComponentResource
{
    /// <summary>Number of the primary among the masters; the secondary has the next one (<c>LDAPSERVERID</c> of its bootstrap).</summary>
    public const int PrimaryId = 1;

    /// <summary>How long the secondary may take until it has what the primary has: the vendor's replication tries again every 60 s.</summary>
    public static readonly TimeSpan SyncPatience = TimeSpan.FromMinutes(5);

    /// <summary>Adds the steps to <paramref name="node"/>.</summary>
    /// <param name="node">The directory server.</param>
    /// <param name="args">Its peer, and on the primary the settings.</param>
    /// <param name="options">Component options.</param>
    public DirectoryServer(CarbonioNode node, DirectoryServerArgs args, ComponentResourceOptions? options = null)
        : base("carbonio-infra:roles:DirectoryServer", $"{node.Host.Name}-directory-server-role", options)
    {
        var isPrimary = args.Settings is not null;
        if (args.Settings is { } settings)
        {
            node.Add("directory-settings", HostScript.Load("Roles/Directory/directory-settings.sh")
                .With("domain", settings.Domain)
                .With("log_host", settings.LogHost)
                .With("public_hostname", settings.PublicHostname)
                .With("trusted_addresses", string.Join(' ', settings.TrustedAddresses)), this);
        }

        node.Add("multi-master", HostScript.Load("Roles/Directory/multi-master.sh")
            .With("fqdn", node.Host.Fqdn)
            .With("peer", args.Peer.Fqdn)
            .With("is_first", isPrimary ? "yes" : "no")
            .With("server_id", Number.Of(isPrimary ? PrimaryId : PrimaryId + 1))
            .With("patience_seconds", Number.Seconds(SyncPatience)), this);
        RegisterOutputs();
    }
}
