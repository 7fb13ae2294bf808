using System.Collections.Immutable;
using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Nodes;
using CarbonioInfra.Components.Roles;
using CarbonioInfra.Components.Roles.AuthKeys;
using CarbonioInfra.Components.Roles.Collaboration;
using CarbonioInfra.Components.Roles.Databases;
using CarbonioInfra.Components.Roles.Directory;
using CarbonioInfra.Components.Roles.Mailstore;
using CarbonioInfra.Components.Roles.Monitoring;
using CarbonioInfra.Components.Roles.Mta;
using CarbonioInfra.Components.Roles.Postgres;
using CarbonioInfra.Components.Roles.Proxy;
using CarbonioInfra.Components.Roles.Video;
using CarbonioInfra.Components.Secrets;
using CarbonioInfra.Components.Topologies;
using Pulumi;

namespace CarbonioInfra.Components.Clusters;

/// <summary>
/// Carbonio on prepared nodes, from the first bootstrap to services that answer. The sequence of calls is the sequence of steps on each
/// node; what waits for other nodes is in <see cref="Order"/>.
/// </summary>
internal sealed class CarbonioInstallation : ComponentResource
{
    private readonly CarbonioInstallationArgs _args;
    private readonly CarbonioSecrets _secrets;
    private readonly BootstrapSite _site;
    private readonly PostgresCluster _postgres;

    public CarbonioInstallation(string name, CarbonioInstallationArgs args, ComponentResourceOptions? options = null)
        : base("carbonio-infra:cluster:CarbonioInstallation", name, options)
    {
        _args = args;
        _secrets = new CarbonioSecrets("secret", args.Cluster.SecretGenerations, Child());
        _site = new BootstrapSite(Topology.PublicHostname, args.Cluster.TimeZone, TrustedNetworks.Of(Hosts));
        _postgres = Postgres();

        _postgres.AddPreparation();
        ConfigureDirectory();
        ConfigureOthers();
        JoinMesh();
        _postgres.AddPatroni();
        RegisterClusterServices();
        CompleteMailstores();
        RegisterOthers();
        CompleteSite();
        RegisterOutputs();
    }

    /// <summary>The key that signs the domain's mail.</summary>
    public Dkim? Dkim { get; private set; }

    /// <summary>Password of <c>zextras@DOMAIN</c>.</summary>
    public Output<string> AdministratorPassword => _secrets.Administrator;

    private Topology Topology => _args.Cluster.Topology;

    private ImmutableArray<Host> Hosts => [.. _args.Nodes.Select(node => node.Host)];

    private ImmutableArray<CarbonioNode> Carbonio => [.. _args.Nodes.Where(node => node.Host.Node.IsCarbonio)];

    private ImmutableArray<CarbonioNode> With(Role role) => [.. _args.Nodes.Where(node => node.Host.Node.Has(role))];

    private PostgresCluster Postgres() => new("postgres", new PostgresClusterArgs
    {
        Nodes = With(Role.Postgres),
        Clients = [.. With(Role.Mailstore).Select(node => node.Host)],
        OperatingSystem = _args.Cluster.OperatingSystem,
        Version = _args.Cluster.PostgresVersion,
        PasswordEncryption = _args.Cluster.PostgresPasswordEncryption,
        AdminPassword = _secrets.PostgresAdmin,
        ReplicationPassword = _secrets.PostgresReplication,
        MeshPassword = _secrets.Mesh,
    }, Child());

    private void ConfigureDirectory()
    {
        var servers = With(Role.DirectoryServer);
        foreach (var (node, peer) in new[] { (servers[0], servers[1]), (servers[1], servers[0]) })
        {
            Bootstrap(node);
            _ = new DirectoryServer(node, new DirectoryServerArgs
            {
                Peer = peer.Host,
                Settings = node == servers[0] ? DirectorySettings.Of(Topology, Hosts, Topology.PublicHostname) : null,
            }, Child());
        }
    }

    private void ConfigureOthers()
    {
        var directory = With(Role.DirectoryServer).Select(node => node.Host).ToImmutableArray();
        var databases = With(Role.Postgres).Select(node => node.Host).ToImmutableArray();
        var others = Carbonio.Where(node => !node.Host.Node.Has(Role.DirectoryServer));
        // Proxies come after mailstores.
        foreach (var node in others.OrderBy(node => node.Host.Node.Has(Role.Proxy)))
        {
            Bootstrap(node);
            new DatabaseProxy(node, directory, node.Host.Node.Has(Role.Mailstore) ? databases : [], Child()).AddSteps();
        }
    }

    private void JoinMesh()
    {
        var servers = With(Role.MeshServer);
        foreach (var node in servers.Concat(Carbonio.Except(servers)))
        {
            node.Add("mesh-join", HostScript.Load("Nodes/Installation/mesh-join.sh")
                .With("kind", node.Host.Node.Has(Role.MeshServer) ? "server" : "agent")
                .With("founder", node == servers[0] ? "yes" : "no")
                .With("address", node.Host.Address)
                .With("program", HostScript.Load("Nodes/Installation/mesh-setup.py").Text)
                .With("patience_seconds", "300")
                .WithSecret("mesh_password", _secrets.Mesh), node);
        }
    }

    private void RegisterClusterServices()
    {
        var broker = With(Role.MessageBroker);
        foreach (var node in broker.Concat(With(Role.MeshServer).Except(broker)))
            PendingSetups(node, isStrict: true);
        foreach (var node in With(Role.Monitoring))
            _ = new Monitoring(node, Child());
    }

    private void CompleteMailstores()
    {
        var mailstores = With(Role.Mailstore);
        foreach (var node in mailstores)
            PendingSetups(node, isStrict: false);
        new DatabaseConnectors(mailstores[0], _secrets.PostgresAdmin, Child()).AddSteps();
        for (var index = 0; index < mailstores.Length; index++)
            _ = new Mailstore(mailstores[index], [.. mailstores[..(index + 1)].Select(node => node.Host.Fqdn)], _secrets.Mesh, Child());
        if (_args.ObjectStoreAuthority is { } authority)
        {
            foreach (var node in mailstores)
                _ = new JavaTrust(node, authority, Child());
        }

        _ = new Administrator(mailstores[0], $"{Administrator.DefaultName}@{Topology.Domain}", _secrets.Administrator, Child());
        if (_args.Cluster.LicenseToken is { } token)
            _ = new License(mailstores[0], token, mailstores.Length > 1, Child());
        else
            Log.Warn(License.MissingWarning, this);
    }

    private void RegisterOthers()
    {
        foreach (var node in Carbonio.Where(node => !node.Host.Node.Has(Role.MeshServer) && !node.Host.Node.Has(Role.Mailstore)))
            PendingSetups(node, isStrict: true);

        var mtas = With(Role.Mta);
        foreach (var node in mtas)
        {
            _ = new Mta(node, new MtaArgs
            {
                TrustedNetworks = _site.TrustedNetworks,
                LoadBalancers = _args.LoadBalancers,
                CleansUpTraining = node == mtas[0],
            }, Child());
        }

        foreach (var node in With(Role.Proxy))
            _ = new Proxy(node, Topology.PublicHostname, Child());
        var dispatcher = With(Role.WorkstreamCollaboration).FirstOrDefault();
        foreach (var node in With(Role.Collaboration).Union(With(Role.WorkstreamCollaboration)))
            _ = new Collaboration(node, node == dispatcher, _secrets.Mesh, Child());
        foreach (var node in With(Role.Video))
            _ = new Video(node, _args.Platform.PublicAddresses.TryGetValue(node.Host.Name, out var address) ? address : node.Host.Address, Child());
    }

    private void CompleteSite()
    {
        Dkim = new Dkim(With(Role.Mta)[0], Topology.Domain, _args.Cluster.DkimPublished, Child());
        if (_args.Cluster.Certificate is { } certificate)
        {
            var proxies = With(Role.Proxy);
            foreach (var node in proxies)
            {
                _ = new PublicCertificate(node, new PublicCertificateArgs
                {
                    Domain = Topology.Domain,
                    PublicHostname = Topology.PublicHostname,
                    Certificate = certificate,
                    IsFirst = node == proxies[0],
                }, Child());
            }
        }

        foreach (var node in Carbonio)
        {
            _ = new Syslog(node, With(Role.Monitoring)[0].Host.Fqdn, Child());
            _ = new AuthKeys(node, [.. Carbonio.Select(other => other.Host.Fqdn)], Child());
        }
    }

    private void Bootstrap(CarbonioNode node) => node.Add("bootstrap", BootstrapKeys.Script(Topology, node.Host, _secrets, _site), node);

    private void PendingSetups(CarbonioNode node, bool isStrict) => node.Add("pending-setups", HostScript.Load("Nodes/Installation/pending-setups.sh")
        .With("strictness", isStrict ? "strict" : "lenient")
        .WithSecret("mesh_password", _secrets.Mesh), node);

    private ComponentResourceOptions Child() => new() { Parent = this };
}
