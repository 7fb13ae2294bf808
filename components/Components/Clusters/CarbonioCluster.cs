using System.Collections.Immutable;
using CarbonioInfra.Components.Certificates;
using CarbonioInfra.Components.LoadBalancers;
using CarbonioInfra.Components.Dns;
using CarbonioInfra.Components.Nodes;
using CarbonioInfra.Components.Nodes.Baseline;
using CarbonioInfra.Components.Nodes.Repositories;
using CarbonioInfra.Components.ObjectStores;
using CarbonioInfra.Components.Roles.Mta;
using CarbonioInfra.Components.Settings;
using CarbonioInfra.Components.Topologies;
using Pulumi;

namespace CarbonioInfra.Components.Clusters;

/// <summary>A Carbonio cluster: a topology on a platform.</summary>
public sealed class CarbonioCluster : ComponentResource
{
    /// <summary>Provisions and prepares every node.</summary>
    /// <param name="name">Name of the component.</param>
    /// <param name="args">Topology and platform.</param>
    /// <param name="options">Component options.</param>
    /// <exception cref="RunException">
    /// Topology or platform settings have problems; the message lists all, nothing was made. Or the platform made a bucket although its
    /// <see cref="Platforms.IPlatform.MakesBucket"/> is false, which only its provisioning tells: its machines are registered by then.
    /// </exception>
    public CarbonioCluster(string name, CarbonioClusterArgs args, ComponentResourceOptions? options = null)
        : base("carbonio-infra:cluster:CarbonioCluster", name, options)
    {
        SettingsReader.ThrowIfAny("topology",
        [
            .. TopologyRules.Problems(args.Topology),
            .. args.Platform.Problems(args.Topology, args.Ports),
            .. AcceptedSystems.Problems(args.OperatingSystem),
            .. ObjectStorageRules.Problems(args.Topology, args.Platform, args.ObjectStorageServer, args.ExternalBucket),
        ]);
        foreach (var warning in TopologyRules.SinglePointsOfFailure(args.Topology))
            Log.Warn(warning, this);

        var storageServer = args.Platform.ObjectStorageServer ?? args.ObjectStorageServer;
        var provisioned = args.Platform.Provision(
            args.Topology, args.Ports, args.ExternalBucket is { CheckBeforehand: true } bucket ? [bucket.Check(this)] : null);
        if (provisioned.ObjectStore is not null && !args.Platform.MakesBucket)
            throw new RunException($"{args.Platform.GetType().Name}: expected MakesBucket to be true because the platform made a bucket, found false");
        var nodeArgs = new CarbonioNodeArgs
        {
            Topology = args.Topology,
            AllHosts = [.. args.Topology.Nodes.Select(node => provisioned.Hosts[node.Name])],
            Ports = args.Ports,
            OperatingSystem = args.OperatingSystem,
            SystemUpgrade = args.SystemUpgrade,
            PackageSources = args.InstallCarbonio
                ? args.PackageSources ?? provisioned.PackageSources ?? PackageSources.Public(args.OperatingSystem)
                : null,
            PostgresVersion = args.PostgresVersion,
            Roster = new NodeRoster(),
            ObjectStorageServer = storageServer,
        };
        Nodes = [.. nodeArgs.AllHosts.Select(host => new CarbonioNode(host, nodeArgs, new ComponentResourceOptions { Parent = this }))];
        foreach (var node in Nodes)
            node.CheckPeers();

        LoadBalancer = provisioned.LoadBalancer;
        BalancedPorts = BalancedListener.Of(args.Ports, args.Topology, nodeArgs.AllHosts);
        if (!args.Topology.With(Role.LoadBalancer).IsEmpty)
            AddLoadBalancer(args);
        ObjectStore = (provisioned.ObjectStore ?? args.ExternalBucket?.Store) is { } store ? Trusted(store, args) : AddObjectStorage(args, storageServer);
        if (ObjectStore is not null)
        {
            foreach (var role in new[] { Role.ObjectStorage, Role.Mailstore })
            {
                foreach (var node in Nodes.Where(node => node.Host.Node.Has(role)))
                    node.Add("bucket", ObjectStore.Check(), this);
            }
        }

        if (args.InstallCarbonio)
        {
            var installation = new CarbonioInstallation("installation", new CarbonioInstallationArgs
            {
                Cluster = args,
                Nodes = Nodes,
                Platform = provisioned,
                ObjectStoreAuthority = ObjectStore?.Authority,
                LoadBalancers =
                [
                    .. Nodes.Where(node => node.Host.Node.Has(Role.LoadBalancer)).Select(node => node.Host.Address),
                    .. LoadBalancer?.VirtualAddress is { } address ? [address] : Array.Empty<string>(),
                ],
            }, new ComponentResourceOptions { Parent = this });
            Dkim = installation.Dkim;
            AdministratorPassword = installation.AdministratorPassword;
        }

        DnsRecords = MailDnsRecords.Of(args.Topology, provisioned.LoadBalancer, provisioned.PublicAddresses, Dkim?.Record);
        RegisterOutputs();
    }

    /// <summary>The nodes, in the topology's order.</summary>
    public ImmutableArray<CarbonioNode> Nodes { get; }

    /// <summary>Where clients reach MTAs and proxies, or null when the site balances by itself.</summary>
    public LoadBalancerEntry? LoadBalancer { get; }

    /// <summary>The bucket for mail, or null when there is none.</summary>
    public ObjectStore? ObjectStore { get; }

    /// <summary>The key that signs the domain's mail, or null where Carbonio is not installed.</summary>
    public Dkim? Dkim { get; }

    /// <summary>Password of the administrator <c>zextras@DOMAIN</c>, a secret; null where Carbonio is not installed.</summary>
    public Output<string>? AdministratorPassword { get; }

    /// <summary>What a load balancer passes on, whoever runs it.</summary>
    public ImmutableArray<BalancedListener> BalancedPorts { get; }

    /// <summary>What the site's public DNS must say.</summary>
    public ImmutableArray<DnsRecord> DnsRecords { get; }

    private ObjectStore Trusted(ObjectStore store, CarbonioClusterArgs args)
    {
        if (store.Authority is { } authority)
        {
            foreach (var node in Clients(args))
                node.Add("trust", CertificateAuthority.Trust(authority), this);
        }

        return store;
    }

    private IEnumerable<CarbonioNode> Clients(CarbonioClusterArgs args) =>
        Nodes.Where(node => ObjectStorage.IsClient(args.Ports, args.Topology, node.Host.Node));

    private ObjectStore? AddObjectStorage(CarbonioClusterArgs args, IObjectStorageServer? server) =>
        Nodes.FirstOrDefault(node => node.Host.Node.Has(Role.ObjectStorage)) is not { } storage ? null
            : new ObjectStorage("object-storage", new ObjectStorageArgs
            {
                Node = storage,
                Server = server!,
                Clients = [.. Clients(args)],
            }, new ComponentResourceOptions { Parent = this }).Store;

    private void AddLoadBalancer(CarbonioClusterArgs args)
    {
        var address = LoadBalancer?.VirtualAddress
            ?? throw new RunException($"{args.Platform.GetType().Name}: expected a virtual address for the load balancer nodes, found none");
        _ = new HaproxyLoadBalancer("load-balancer", new HaproxyLoadBalancerArgs
        {
            Nodes = [.. Nodes.Where(node => node.Host.Node.Has(Role.LoadBalancer))],
            VirtualAddress = address,
            Listeners = BalancedPorts,
        }, new ComponentResourceOptions { Parent = this });
    }
}
