using System.Collections.Immutable;
using System.Text;
using CarbonioInfra.Components.Certificates;
using CarbonioInfra.Components.Clusters;
using CarbonioInfra.Components.ObjectStores;
using CarbonioInfra.Components.ObjectStores.Minio;
using CarbonioInfra.Components.Platforms;
using CarbonioInfra.Components.Ports;
using CarbonioInfra.Components.Tests.LoadBalancers;
using CarbonioInfra.Components.Tests.Planning;
using CarbonioInfra.Components.Topologies;
using Pulumi;

namespace CarbonioInfra.Components.Tests.ObjectStores;

/// <summary>What a cluster with an S3 server of its own registers.</summary>
public sealed class ObjectStoragePlanTests
{
    private static readonly Topology WithServer = Topology.FromGroups("example.com", NodeGroups.HighAvailability with { ObjectStorage = ["s3"] });

    private static readonly MinioSettings Settings = new()
    {
        ServerUrl = "https://downloads.example.com/minio",
        ServerSha256 = new string('a', 64),
        ClientUrl = "https://downloads.example.com/mc",
        ClientSha256 = new string('b', 64),
    };

    [Fact]
    public async Task The_server_is_set_up_and_its_clients_trust_it_before_they_use_it()
    {
        var plan = await PlanAsync(Settings);
        var steps = plan.Commands().Keys.Where(name => !IsJavas(name) && (name.EndsWith("-trust", StringComparison.Ordinal) || name.EndsWith("-bucket", StringComparison.Ordinal)
            || name.Contains("-minio", StringComparison.Ordinal)));

        Assert.Equal(
            ["filesdocs1-trust", "filesdocs2-trust", "mbox1-bucket", "mbox1-trust", "mbox2-bucket", "mbox2-trust", "s3-bucket", "s3-minio", "s3-minio-bucket", "s3-trust"],
            steps.Order(StringComparer.Ordinal));
        Assert.Contains("endpoint='\\''https://s3.example.com:9000'\\''", plan.Create("mbox1-bucket"));
        Assert.Contains("certificate='\\''certificate'\\''", plan.Create("mbox2-trust"));
        Assert.Equal(["mbox1-java-trust", "mbox2-java-trust"], plan.Commands().Keys.Where(IsJavas).Order(StringComparer.Ordinal));
        Assert.Contains("certificate='\\''certificate'\\''", plan.Create("mbox2-java-trust"));
        Assert.Contains("debian_packages='\\''ca-certificates curl openssl python3'\\''", plan.Create("s3-packages"));
    }

    [Fact]
    public async Task Keys_are_made_once_each_for_its_own_use_and_seen_nowhere()
    {
        var plan = await PlanAsync(Settings);

        Assert.Equal(["minio-root-password", "minio-secret-key"],
            plan.Resources.Where(resource => resource.Type == "random:index/randomPassword:RandomPassword").Select(resource => resource.Name!)
                .Where(name => name.StartsWith("minio-", StringComparison.Ordinal)).Order());
        Assert.All(["minio-root-password", "minio-secret-key"], name =>
        {
            Assert.Equal(32, Convert.ToInt32(plan.Inputs(name)["length"], System.Globalization.CultureInfo.InvariantCulture));
            Assert.Equal(false, plan.Inputs(name)["special"]);
        });
        Assert.Equal(["private", "crandom-minio-root-password"], Secrets(plan, "s3-minio"));
        Assert.Equal(["crandom-minio-root-password", "crandom-minio-secret-key"], Secrets(plan, "s3-minio-bucket"));
        Assert.Equal(["carbonio-mail-user", "crandom-minio-secret-key"], Secrets(plan, "mbox1-bucket"));
        Assert.All(plan.Commands().Values, command => Assert.DoesNotContain("random-minio", command));
    }

    [Fact]
    public async Task The_certificate_is_for_the_servers_full_name()
    {
        var plan = await PlanAsync(Settings);

        Assert.Equal("example.com\n", plan.Inputs("object-storage-authority-openssl")["stdin"]);
        var inputs = plan.Inputs("object-storage-authority-s3-server-certificate");
        Assert.Equal("privatecertificate", inputs["stdin"]);
        Assert.Equal("s3.example.com", ((IReadOnlyDictionary<string, object>)inputs["environment"])["names"]);
    }

    [Fact]
    public async Task With_a_certificate_of_the_sites_there_is_no_authority_and_nobody_is_made_to_trust_it()
    {
        var plan = await PlanAsync(Settings with { Certificate = new ServerCertificate(Output.Create("chain"), Output.CreateSecret("key")) });

        Assert.DoesNotContain(plan.Resources, resource => resource.Type == "command:local:Command");
        Assert.DoesNotContain(plan.Commands().Keys, name => name.EndsWith("-trust", StringComparison.Ordinal));
        Assert.Contains("certificate='\\''chain'\\''", plan.Create("s3-minio"));
        Assert.Equal(["key", "crandom-minio-root-password"], Secrets(plan, "s3-minio"));
    }

    [Fact]
    public async Task Another_program_touches_the_servers_step_alone()
    {
        var before = (await PlanAsync(Settings)).Commands();
        var after = (await PlanAsync(Settings with { ServerUrl = "https://downloads.example.com/next", ServerSha256 = new string('c', 64) })).Commands();

        Assert.Equal(["s3-minio"], after.Keys.Where(name => before[name] != after[name]));
    }

    [Fact]
    public void Server_and_node_need_each_other()
    {
        var (plain, serving) = (new StubPlatform(null, MakesBucket: false), new StubPlatform(Settings, MakesBucket: false));

        Assert.Equal(["minio: expected {serverUrl, serverSha256, clientUrl, clientSha256} because s3 is in topology.objectStorage, found nothing"],
            ObjectStorageRules.Problems(WithServer, plain, null, null));
        Assert.Equal(["minio: expected nothing because no node is in topology.objectStorage, found settings"],
            ObjectStorageRules.Problems(Topology.HighAvailability("example.com"), plain, Settings, null));
        Assert.Equal(["minio: expected nothing because the platform brings an S3 server of its own, found settings"],
            ObjectStorageRules.Problems(WithServer, serving, Settings, null));
        Assert.Empty(ObjectStorageRules.Problems(WithServer, new StubPlatform(null, MakesBucket: true), null, null));
        Assert.Empty(ObjectStorageRules.Problems(WithServer, plain, Settings, null));
        Assert.Empty(ObjectStorageRules.Problems(WithServer, serving, null, null));
        Assert.Empty(ObjectStorageRules.Problems(Topology.HighAvailability("example.com"), plain, null, null));
    }

    [Fact]
    public void There_is_one_bucket_at_most()
    {
        var (plain, making) = (new StubPlatform(null, MakesBucket: false), new StubPlatform(null, MakesBucket: true));
        var external = new ExternalBucket(Store());

        Assert.Equal(["objectStorage: expected nothing because s3 in topology.objectStorage serves the bucket, found another bucket"],
            ObjectStorageRules.Problems(WithServer, plain, Settings, external));
        Assert.Equal(["objectStorage: expected nothing because the platform makes the bucket, found another bucket"],
            ObjectStorageRules.Problems(Topology.HighAvailability("example.com"), making, null, external));
        Assert.Empty(ObjectStorageRules.Problems(Topology.HighAvailability("example.com"), plain, null, external));
    }

    [Fact]
    public async Task A_platform_that_makes_a_bucket_and_does_not_say_so_is_refused()
    {
        var topology = Topology.HighAvailability("example.com");
        var error = await Assert.ThrowsAsync<RunException>(() => Plan.OfAsync(() => new CarbonioCluster("carbonio", new CarbonioClusterArgs
        {
            Topology = topology,
            Platform = new SilentPlatform(BalancedPlan.Platform(topology, virtualAddress: null)),
        })));

        Assert.Contains("SilentPlatform: expected MakesBucket to be true because the platform made a bucket, found false", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("authority", "filesdocs1-trust filesdocs2-trust mbox1-java-trust mbox1-trust mbox2-java-trust mbox2-trust")]
    [InlineData(null, "")]
    public async Task Who_uses_a_bucket_of_the_sites_comes_to_trust_the_authority_that_vouches_for_it(string? authority, string steps)
    {
        var topology = Topology.HighAvailability("example.com");
        var plan = await Plan.OfAsync(() => new CarbonioCluster("carbonio", new CarbonioClusterArgs
        {
            Topology = topology,
            Platform = BalancedPlan.Platform(topology, virtualAddress: null),
            ExternalBucket = new ExternalBucket(Store() with { Authority = authority is null ? null : Output.Create(authority) }),
        }));

        Assert.Equal(steps, string.Join(' ', plan.Commands().Keys.Where(name => name.EndsWith("-trust", StringComparison.Ordinal)).Order(StringComparer.Ordinal)));
        Assert.All(plan.Commands().Where(step => step.Key.EndsWith("-trust", StringComparison.Ordinal)),
            step => Assert.Contains("certificate='\\''authority'\\''", step.Value, StringComparison.Ordinal));
    }

    private static bool IsJavas(string step) => step.EndsWith("-java-trust", StringComparison.Ordinal);

    private static ObjectStore Store() => new()
    {
        Endpoint = Output.Create("https://s3.example.net"),
        Region = "eu-central-1",
        Bucket = Output.Create("mail"),
        AccessKey = Output.CreateSecret("access"),
        SecretKey = Output.CreateSecret("secret"),
    };

    private static Task<Plan> PlanAsync(MinioSettings settings) => Plan.OfAsync(() => new CarbonioCluster("carbonio", new CarbonioClusterArgs
    {
        Topology = WithServer,
        Platform = BalancedPlan.Platform(WithServer, virtualAddress: null),
        ObjectStorageServer = settings,
    }));

    private static string[] Secrets(Plan plan, string step) =>
        [.. ((string)plan.Inputs(step)["stdin"]).Trim().Split('\n').Select(line => Encoding.UTF8.GetString(Convert.FromBase64String(line)))];

    private sealed class SilentPlatform(IPlatform machines) : IPlatform
    {
        public ImmutableArray<string> Problems(Topology topology, PortTable ports) => machines.Problems(topology, ports);

        public ProvisionedPlatform Provision(Topology topology, PortTable ports, IReadOnlyCollection<Resource>? after) =>
            machines.Provision(topology, ports, after) with { ObjectStore = Store() };
    }

    private sealed record StubPlatform(IObjectStorageServer? ObjectStorageServer, bool MakesBucket) : IPlatform
    {
        public ImmutableArray<string> Problems(Topology topology, PortTable ports) => [];

        public ProvisionedPlatform Provision(Topology topology, PortTable ports, IReadOnlyCollection<Resource>? after) => throw new NotSupportedException();
    }
}
