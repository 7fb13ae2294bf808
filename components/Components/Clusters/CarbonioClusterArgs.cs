using System.Collections.Immutable;
using CarbonioInfra.Components.Nodes;
using CarbonioInfra.Components.Nodes.Baseline;
using CarbonioInfra.Components.ObjectStores;
using CarbonioInfra.Components.Nodes.Repositories;
using CarbonioInfra.Components.Platforms;
using CarbonioInfra.Components.Ports;
using CarbonioInfra.Components.Roles.Postgres;
using CarbonioInfra.Components.Roles.Proxy;
using CarbonioInfra.Components.Secrets;
using CarbonioInfra.Components.Topologies;
using Pulumi;

namespace CarbonioInfra.Components.Clusters;

/// <summary>What a <see cref="CarbonioCluster"/> is made of.</summary>
public sealed record CarbonioClusterArgs
{
    /// <summary>The nodes. See <see cref="Topology.HighAvailability"/>.</summary>
    public required Topology Topology { get; init; }

    /// <summary>Where they run.</summary>
    public required IPlatform Platform { get; init; }

    /// <summary>Who must reach whom. Default: Carbonio's ports.</summary>
    public PortTable Ports { get; init; } = PortTable.Carbonio;

    /// <summary>
    /// What serves S3 where the topology has a node for it and the platform brings nothing of its own. Default: null, there is no such node.
    /// </summary>
    public IObjectStorageServer? ObjectStorageServer { get; init; }

    /// <summary>
    /// A bucket for mail that somebody else made, where neither a node nor the platform makes one. Default: null, there is none.
    /// </summary>
    public ExternalBucket? ExternalBucket { get; init; }

    /// <summary>
    /// The operating system of every node, one of <see cref="AcceptedSystems.All"/>. Default: <see cref="AcceptedSystems.Default"/>.
    /// </summary>
    public string OperatingSystem { get; init; } = AcceptedSystems.Default;

    /// <summary>Whether the distribution's packages are upgraded before Carbonio's are installed. Default true.</summary>
    public bool SystemUpgrade { get; init; } = true;

    /// <summary>Whether Carbonio is installed. Default true; otherwise the nodes are prepared for it and nothing more.</summary>
    public bool InstallCarbonio { get; init; } = true;

    /// <summary>Where Carbonio's packages come from. Default: null, the platform's own sources or else the public ones.</summary>
    public PackageSources? PackageSources { get; init; }

    /// <summary>PostgreSQL's major version. Default: <see cref="CarbonioNodeArgs.DefaultPostgresVersion"/>.</summary>
    public string PostgresVersion { get; init; } = CarbonioNodeArgs.DefaultPostgresVersion;

    /// <summary>How PostgreSQL keeps passwords, one of <see cref="PostgresCluster.PasswordEncryptions"/>. Default <c>scram-sha-256</c>.</summary>
    public string PostgresPasswordEncryption { get; init; } = PostgresCluster.PasswordEncryptions[0];

    /// <summary>Time zone of accounts that have chosen none, an IANA name. Default <c>UTC</c>.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>The vendor's license; a secret. Default: null, the advanced modules stay off and mailboxes have no replicas.</summary>
    public Output<string>? LicenseToken { get; init; }

    /// <summary>The certificate that proxies show for <see cref="Topology.PublicHostname"/>. Default: null, one of Carbonio's own authority.</summary>
    public TlsCertificate? Certificate { get; init; }

    /// <summary>Whether the public DNS has the domain's DKIM record; mail is signed from then on. Default false.</summary>
    public bool DkimPublished { get; init; }

    /// <summary>A text for each secret that shall be made anew when the text changes. Default: none. See <see cref="CarbonioSecrets.Rotatable"/>.</summary>
    public IReadOnlyDictionary<string, string> SecretGenerations { get; init; } = ImmutableDictionary<string, string>.Empty;
}
