using System.Collections.Concurrent;
using System.Collections.Immutable;
using CarbonioInfra.Components.Addresses;
using CarbonioInfra.Components.Clusters;
using CarbonioInfra.Components.ObjectStores;
using CarbonioInfra.Components.ObjectStores.Minio;
using CarbonioInfra.Components.Proxmox.Settings;
using CarbonioInfra.Components.Topologies;
using CarbonioInfra.Tests.Shared;
using Pulumi;
using Pulumi.Testing;

namespace CarbonioInfra.Components.Proxmox.Tests.Planning;

/// <summary>What a cluster on Proxmox VE registers, run against mocks.</summary>
internal sealed class ProxmoxPlan
{
    private ProxmoxPlan(Mocks mocks) => Resources = [.. mocks.Registered];

    public static ProxmoxSettings Settings { get; } = new()
    {
        Endpoint = "https://pve1.example.com:8006/",
        PveNodes = ["pve1", "pve2", "pve3"],
        Image = ProxmoxImage.Download("https://images.example.com/noble.img", new string('a', 64)),
        Datastore = "vms",
        FileDatastore = "files",
        Network = "10.30.0.0/24",
        Gateway = "10.30.0.1",
        DnsServers = ["10.30.0.2"],
        VirtualAddress = "10.30.0.9",
        Administrators = ["198.51.100.0/24", "203.0.113.0/28"],
    };

    public static MinioSettings Minio { get; } = new()
    {
        ServerUrl = "https://downloads.example.com/minio",
        ServerSha256 = new string('a', 64),
        ClientUrl = "https://downloads.example.com/mc",
        ClientSha256 = new string('b', 64),
    };

    public static Topology Topology { get; } = Topology.FromGroups("example.com",
        NodeGroups.HighAvailability with { LoadBalancer = ["lb1", "lb2"], ObjectStorage = ["s3"] });

    public ImmutableArray<MockResourceArgs> Resources { get; }

    public static async Task<ProxmoxPlan> OfAsync(ProxmoxSettings settings, Topology? topology = null)
    {
        var mocks = new Mocks();
        await Deployment.TestAsync(mocks, new TestOptions { IsPreview = false }, () => { _ = Cluster(settings, topology ?? Topology); });
        return new ProxmoxPlan(mocks);
    }

    /// <summary>The options of all resources.</summary>
    public static Task<PlannedOptions> OptionsAsync(ProxmoxSettings settings) => PlannedOptions.OfAsync(new Mocks(), () => _ = Cluster(settings, Topology));

    /// <summary>The same, of a cluster that uses a bucket of somebody else's.</summary>
    public static Task<PlannedOptions> OptionsAsync(ExternalBucket bucket) => PlannedOptions.OfAsync(new Mocks(), () =>
        _ = Cluster(Settings, Topology.FromGroups("example.com", NodeGroups.HighAvailability with { LoadBalancer = ["lb1", "lb2"] }), bucket));

    /// <summary>The inputs of every resource of a type such as <c>index/vmLegacy:VmLegacy</c>, by name.</summary>
    public ImmutableDictionary<string, ImmutableDictionary<string, object>> Of(string type) =>
        Resources.Where(resource => resource.Type == $"proxmoxve:{type}").ToImmutableDictionary(resource => resource.Name!, resource => resource.Inputs);

    /// <summary>The machines of nodes, by node name.</summary>
    public ImmutableDictionary<string, ImmutableDictionary<string, object>> Machines() => Of("index/vmLegacy:VmLegacy")
        .Where(entry => entry.Key.EndsWith("-machine", StringComparison.Ordinal))
        .ToImmutableDictionary(entry => entry.Key[..^"-machine".Length], entry => entry.Value);

    public static ImmutableDictionary<string, object> Map(object value) => (ImmutableDictionary<string, object>)value;

    public static ImmutableArray<ImmutableDictionary<string, object>> Maps(object value) => [.. ((IEnumerable<object>)value).Select(Map)];

    /// <summary>The VM id of the machine of <paramref name="node"/>.</summary>
    public static int VmId(Node node) => Settings.FirstVmId + AddressPlan.Assign(Topology.Nodes)[node];

    private static CarbonioCluster Cluster(ProxmoxSettings settings, Topology topology, ExternalBucket? bucket = null) => new("carbonio", new CarbonioClusterArgs
    {
        Topology = topology,
        Platform = new ProxmoxPlatform(settings),
        ObjectStorageServer = topology.With(Role.ObjectStorage).IsEmpty ? null : Minio,
        ExternalBucket = bucket,
    });

    private sealed class Mocks : IMocks
    {
        public ConcurrentQueue<MockResourceArgs> Registered { get; } = new();

        public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
        {
            Registered.Enqueue(args);
            var state = args.Inputs.ToBuilder();
            state["stdout"] = args.Type == "command:local:Command" ? """{"privateKey":"private","publicKey":"public","certificate":"certificate"}""" : "none";
            state["stderr"] = "";
            if (args.Type == "proxmoxve:index/vmLegacy:VmLegacy")
                state["disks"] = Maps(args.Inputs["disks"]).Select(disk => disk.SetItem("pathInDatastore", $"{args.Name}-path")).ToImmutableArray();

            return Task.FromResult<(string?, object)>(($"{args.Name}-id", state.ToImmutable()));
        }

        public Task<object> CallAsync(MockCallArgs args) => throw new InvalidOperationException($"no plan may call {args.Token}");
    }
}
