using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Nodes;
using CarbonioInfra.Components.Settings;
using Pulumi;

namespace CarbonioInfra.Components.Roles.Postgres;

/// <summary>
/// PostgreSQL under Patroni, with the service mesh's Consul as its memory: one node leads, the others follow, and a transaction is
/// acknowledged when a follower has it too. Step <c>postgres</c> prepares the first node's cluster, <c>patroni</c> takes over.
/// </summary>
public sealed class PostgresCluster : ComponentResource
{
    /// <summary>The superuser with whose password Patroni and the bootstraps of the databases connect.</summary>
    public const string AdminRole = "carbonio_adm";

    /// <summary>The role as which followers follow.</summary>
    public const string ReplicationRole = "carbonio_postgres_replica";

    /// <summary>Patroni's name for the cluster; its keys in Consul are below <c>service/</c> and this.</summary>
    public const string Scope = "carbonio-psql-cluster";

    /// <summary>Connections at a time: 500. Source: the vendor's requirement for PostgreSQL.</summary>
    public const int MaxConnections = 500;

    /// <summary>TCP port of PostgreSQL.</summary>
    public const int Port = 5432;

    /// <summary>TCP port of Patroni's REST API: <c>GET /</c> answers 200 on the leader alone.</summary>
    public const int PatroniPort = 8008;

    /// <summary>How passwords may be kept. <c>md5</c> is what the vendor's playbook sets; new installations have no need of it.</summary>
    public static ImmutableArray<string> PasswordEncryptions { get; } = ["scram-sha-256", "md5"];

    /// <summary>How long a leader that is silent stays leader: 30 s.</summary>
    public static readonly TimeSpan LeaderLease = TimeSpan.FromSeconds(30);

    /// <summary>WAL that is kept for a follower that was away: 1600 MB. Source: the vendor's 100 segments of 16 MB.</summary>
    public const int WalKeepMegabytes = 1600;

    // Consul's datacenter, as the vendor's mesh names it.
    private const string Datacenter = "dc1";
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(40);
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    private readonly PostgresClusterArgs _args;
    private readonly PostgresPlaces _places;

    /// <summary>Declares the component; <see cref="AddPreparation"/> and <see cref="AddPatroni"/> add its steps.</summary>
    /// <exception cref="RunException">There is no node, or <see cref="PostgresClusterArgs.PasswordEncryption"/> is none.</exception>
    public PostgresCluster(string name, PostgresClusterArgs args, ComponentResourceOptions? options = null)
        : base("carbonio-infra:roles:PostgresCluster", name, options)
    {
        SettingsReader.ThrowIfAny("PostgreSQL", [.. Problems(args)]);
        _args = args;
        _places = PostgresPlaces.Of(args.OperatingSystem, args.Version);
        RegisterOutputs(new Dictionary<string, object?>
        {
            ["nodes"] = args.Nodes.Select(node => node.Host.Name).ToList(),
            ["version"] = args.Version,
        });
    }

    /// <summary>Adds step <c>postgres</c>: roles and database on the first node, nothing that would be lost on the others.</summary>
    public void AddPreparation()
    {
        foreach (var node in _args.Nodes)
        {
            node.Add("postgres", Script("postgres", node)
                .With("version", _args.Version)
                .With("create_cluster", _places.CreateCluster)
                .With("patroni_configuration", _places.PatroniConfiguration), this);
        }
    }

    /// <summary>Adds step <c>patroni</c>: the first node leads unless another one does, the others follow.</summary>
    public void AddPatroni()
    {
        for (var index = 0; index < _args.Nodes.Length; index++)
        {
            var node = _args.Nodes[index];
            node.Add("patroni", Script("patroni", node)
                .With("name", node.Host.Fqdn)
                .With("address", node.Host.Address)
                // A node's verdict is on those before it: the others are still to come.
                .With("members", Members(_args.Nodes))
                .With("judged_members", Members(_args.Nodes[..(index + 1)]))
                .With("scope", Scope)
                .With("datacenter", Datacenter)
                .With("configuration", _places.PatroniConfiguration)
                .With("dynamic_configuration", DynamicConfiguration)
                .With("native_units", _places.NativeUnits)
                .With("start_file", _places.StartFile)
                .With("max_connections", Number(MaxConnections))
                .With("patience_seconds", "900")
                .WithSecret("mesh_password", _args.MeshPassword), this, Deadline);
        }
    }

    // What all members share, in Consul.
    private static string DynamicConfiguration { get; } = JsonSerializer.Serialize(new
    {
        ttl = (int)LeaderLease.TotalSeconds,
        loop_wait = 10,
        retry_timeout = 10,
        maximum_lag_on_failover = 1024 * 1024,
        synchronous_mode = true,
        postgresql = new
        {
            use_pg_rewind = true,
            use_slots = true,
            parameters = new
            {
                wal_level = "replica",
                hot_standby = "on",
                wal_keep_size = $"{WalKeepMegabytes}MB",
                // Without it Patroni starts PostgreSQL with 100, whatever else says more.
                max_connections = MaxConnections,
                max_wal_senders = 10,
                max_replication_slots = 10,
                // pg_rewind needs it in clusters without checksums.
                wal_log_hints = "on",
            },
        },
    }, Readable);

    private HostScript Script(string step, CarbonioNode node) => HostScript.Load($"Roles/Postgres/{step}.sh")
        .With("first", node == _args.Nodes[0] ? "yes" : "no")
        .With("bin_dir", _places.BinDirectory)
        .With("config_dir", _places.ConfigDirectory)
        .With("data_dir", _places.DataDirectory)
        .With("cluster_unit", _places.ClusterUnit)
        .With("access_rules", AccessRules())
        .With("password_encryption", _args.PasswordEncryption)
        .With("admin_role", AdminRole)
        .With("replication_role", ReplicationRole)
        .WithSecret("postgres_admin_password", _args.AdminPassword)
        .WithSecret("postgres_replication_password", _args.ReplicationPassword);

    /// <summary>The whole pg_hba.conf: the administrator of the host, then one host a line.</summary>
    private string AccessRules()
    {
        var method = _args.PasswordEncryption;
        var nodes = _args.Nodes.Select(node => node.Host.Address).Prepend("127.0.0.1").ToArray();
        var clients = _args.Clients.Select(host => host.Address);
        return string.Join('\n',
        [
            "local all postgres peer",
            $"local all all {method}",
            .. nodes.Concat(clients).Distinct().Select(address => $"host all all {address}/32 {method}"),
            .. nodes.Select(address => $"host replication {ReplicationRole} {address}/32 {method}"),
        ]);
    }

    private static string Members(ImmutableArray<CarbonioNode> nodes) =>
        string.Join(' ', nodes.Select(node => $"{node.Host.Fqdn}={node.Host.Address}"));

    private static IEnumerable<string> Problems(PostgresClusterArgs args)
    {
        if (args.Nodes.IsEmpty)
            yield return "nodes: expected at least one, found none";
        if (!PasswordEncryptions.Contains(args.PasswordEncryption))
            yield return $"passwordEncryption: expected one of {string.Join(", ", PasswordEncryptions)}, found '{args.PasswordEncryption}'";
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
