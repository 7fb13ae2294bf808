using System.Collections.Concurrent;
using System.Collections.Immutable;
using CarbonioInfra.Components.Addresses;
using CarbonioInfra.Components.Nodes.Baseline;
using CarbonioInfra.Components.Platforms;
using CarbonioInfra.Components.Ports;
using CarbonioInfra.Components.Topologies;
using Pulumi;
using Pulumi.Testing;
using Pulumi.Utilities;

namespace CarbonioInfra.Lab.Tests;

/// <summary>What the platform declares, without making any of it.</summary>
public sealed class LabPlatformTests : IDisposable
{
    private const string HostKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGtleQ==";

    private static readonly string Repositories = $$$"""
        {"carbonio":{"url":"https://198.18.7.1:3143/release/ubuntu","keyUrl":"https://198.18.7.1:3143/release/zextras.asc","keyFingerprint":"{{{new string('A', 40)}}}"},
        "postgreSql":{"url":"https://198.18.7.1:3143/pub/repos/apt","keyUrl":"https://198.18.7.1:3143/media/keys/ACCC4CF8.asc","keyFingerprint":"{{{new string('B', 40)}}}"}}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("carbonio-lab-platform-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Every_node_is_a_host_made_by_the_script_with_its_key_on_standard_input()
    {
        var (resources, hosts) = await ProvisionAsync();

        Assert.Equal(13, hosts.Hosts.Count);
        var machine = resources["svc2-machine"];
        var address = hosts.Hosts["svc2"].Address;
        Assert.EndsWith(".12", address, StringComparison.Ordinal);
        Assert.Equal($"../embedded/Lab/lab.sh host-up svc2 --stack stack --address {address} --user root --system ubuntu-24.04", machine["create"]);
        Assert.Equal("../embedded/Lab/lab.sh host-down svc2 --stack stack", machine["delete"]);
        Assert.Equal("ssh-ed25519 public", machine["stdin"]);
        Assert.Equal(new object[] { machine["create"], "ssh-ed25519 public" }, (ImmutableArray<object>)machine["triggers"]);
        Assert.Equal("svc2.example.com", hosts.Hosts["svc2"].Fqdn);
        Assert.Equal(HostKey, await OutputUtilities.GetValueAsync(hosts.Hosts["svc2"].Connection.HostKey.ToOutput()));
    }

    [Fact]
    public async Task One_host_is_reached_by_a_user_who_needs_sudo()
    {
        var (resources, hosts) = await ProvisionAsync();

        Assert.Equal("carbonio", hosts.Hosts[LabPlatform.SudoOnlyNode].Connection.User);
        Assert.Contains("--user carbonio ", (string)resources["video2-machine"]["create"], StringComparison.Ordinal);
        Assert.Equal(12, hosts.Hosts.Values.Count(host => host.Connection.User == "root"));
    }

    [Fact]
    public async Task The_network_has_a_subnet_that_holds_every_address()
    {
        var (resources, hosts) = await ProvisionAsync();

        var create = (string)resources["lab-network"]["create"];
        var subnet = create[(create.LastIndexOf(' ') + 1)..];
        Assert.Equal($"../embedded/Lab/lab.sh network-up --stack stack --subnet {subnet}", create);
        Assert.Equal("../embedded/Lab/lab.sh network-down --stack stack", resources["lab-network"]["delete"]);
        Assert.All(hosts.Hosts.Values, host => Assert.StartsWith(subnet[..^"0/24".Length], host.Address, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Load_balancers_share_an_address_of_the_lab_that_is_no_hosts()
    {
        var groups = NodeGroups.HighAvailability with { LoadBalancer = ["lb1", "lb0"] };
        var (_, lab) = await ProvisionAsync(Topology.FromGroups("example.com", groups));

        Assert.EndsWith(".81", lab.Hosts["lb1"].Address, StringComparison.Ordinal);
        Assert.Equal(lab.Hosts["lb1"].Address[..^2] + "80", lab.LoadBalancer!.VirtualAddress);
        Assert.DoesNotContain(lab.Hosts.Values, host => host.Address == lab.LoadBalancer.VirtualAddress);
        Assert.Null((await ProvisionAsync()).Hosts.LoadBalancer);
    }

    [Fact]
    public async Task Only_hosts_behind_load_balancers_let_something_stand_in_until_Carbonio_is_there()
    {
        var (_, prepared) = await ProvisionAsync(installsCarbonio: false);
        var (_, installed) = await ProvisionAsync();

        Assert.Equal(["mta1", "mta2", "proxy1", "proxy2"],
            prepared.Hosts.Values.Where(host => !host.FurtherSteps.IsEmpty).Select(host => host.Name).Order(StringComparer.Ordinal));
        Assert.All(installed.Hosts.Values, host => Assert.Empty(host.FurtherSteps));
    }

    [Fact]
    public async Task Mailstores_have_a_folder_that_outlives_them()
    {
        var (resources, lab) = await ProvisionAsync();

        Assert.Equal(["mbox1", "mbox2"], lab.Hosts.Values.Where(host => host.DataDisk is not null).Select(host => host.Name).Order(StringComparer.Ordinal));
        Assert.Equal("../embedded/Lab/lab.sh data-up mbox1 --stack stack", resources["mbox1-data"]["create"]);
        Assert.Equal("../embedded/Lab/lab.sh data-down mbox1 --stack stack", resources["mbox1-data"]["delete"]);
        Assert.EndsWith(" --data", (string)resources["mbox1-machine"]["create"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_topology_that_does_not_fit_is_refused()
    {
        var nodes = Enumerable.Range(0, 300).Select(number => new Node($"n{number}", [Role.Proxy], 0, NodeSize.Proxy));

        var problem = Assert.Single(Platform().Problems(new Topology("example.com", [.. nodes]), PortTable.Carbonio));

        Assert.Equal($"topology: expected at most {AddressPlan.Capacity} nodes in a lab, found 300", problem);
        Assert.Empty(Platform().Problems(Topology.HighAvailability("example.com"), PortTable.Carbonio));
    }

    [Fact]
    public async Task Hosts_are_the_system_of_the_stack()
    {
        var (resources, _) = await ProvisionAsync(operatingSystem: "ubuntu 22.04");

        Assert.EndsWith(" --system ubuntu-22.04", (string)resources["svc1-machine"]["create"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_system_that_the_lab_cannot_present_is_refused()
    {
        var topology = Topology.HighAvailability("example.com");

        Assert.Equal("operatingSystem: expected ubuntu 22.04 or ubuntu 24.04 in a lab, found 'rhel 9'", Assert.Single(Platform("rhel 9").Problems(topology, PortTable.Carbonio)));
        Assert.Empty(Platform("ubuntu 22.04").Problems(topology, PortTable.Carbonio));
        Assert.Empty(Platform("nonsense").Problems(topology, PortTable.Carbonio));
    }

    [Fact]
    public async Task Repositories_are_those_that_the_network_serves()
    {
        var sources = NetworkUpOutput.Sources(Output.Create(Repositories));

        Assert.Equal("https://198.18.7.1:3143/release/ubuntu", await OutputUtilities.GetValueAsync(sources.Carbonio.Url.ToOutput()));
        Assert.Equal("https://198.18.7.1:3143/release/zextras.asc", await OutputUtilities.GetValueAsync(sources.Carbonio.KeyUrl.ToOutput()));
        Assert.Equal(new string('B', 40), await OutputUtilities.GetValueAsync(sources.PostgreSql.KeyFingerprint.ToOutput()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{\"carbonio\":1}")]
    [InlineData("{\"carbonio\":{\"url\":\"http://198.18.7.1/\"}}")]
    public void Output_without_a_repository_is_refused(string output)
    {
        var exception = Assert.Throws<RunException>(() => NetworkUpOutput.Parse(output, "carbonio", "url"));

        Assert.Contains("expected one JSON line with 'url' of 'carbonio'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fingerprint_is_a_whole_one() =>
        Assert.Throws<RunException>(() => NetworkUpOutput.Parse("{\"carbonio\":{\"keyFingerprint\":\"ABCD\"}}", "carbonio", "keyFingerprint"));

    [Theory]
    [InlineData("")]
    [InlineData("lab: waiting")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("{\"hostKey\":\"\"}")]
    [InlineData("{\"hostKey\":1}")]
    [InlineData("{\"hostKey\":\"ssh-rsa AAAA\"}")]
    public void Output_without_a_host_key_is_refused(string output)
    {
        Assert.Contains("expected one JSON line", Assert.Throws<RunException>(() => HostUpOutput.ParseHostKey(output)).Message, StringComparison.Ordinal);
    }

    private LabPlatform Platform(string operatingSystem = AcceptedSystems.Default, bool installsCarbonio = true) =>
        new(new LabPlaces(_folder, Path.Combine(_folder, "claims"), Path.Combine(_folder, "routes")), operatingSystem, installsCarbonio);

    private async Task<(Dictionary<string, ImmutableDictionary<string, object>> Resources, ProvisionedPlatform Hosts)> ProvisionAsync(
        Topology? wanted = null, string operatingSystem = AcceptedSystems.Default, bool installsCarbonio = true)
    {
        var mocks = new Mocks();
        ProvisionedPlatform? hosts = null;
        var topology = wanted ?? Topology.HighAvailability("example.com");
        await Deployment.TestAsync(mocks, new TestOptions { IsPreview = false }, () =>
        {
            hosts = Platform(operatingSystem, installsCarbonio).Provision(topology, PortTable.Carbonio);
            return new Dictionary<string, object?>();
        });
        return (mocks.Registered.Where(resource => resource.Type == "command:local:Command")
            .ToDictionary(resource => resource.Name!, resource => resource.Inputs), hosts!);
    }

    private sealed class Mocks : IMocks
    {
        public ConcurrentQueue<MockResourceArgs> Registered { get; } = new();

        public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
        {
            Registered.Enqueue(args);
            var stdout = args.Name switch
            {
                "lab-ssh-keygen" => "{\"privateKey\":\"private\",\"publicKey\":\"ssh-ed25519 public\"}",
                "lab-network" => Repositories,
                _ => $"{{\"name\":\"x\",\"address\":\"y\",\"hostKey\":\"{HostKey}\"}}",
            };
            return Task.FromResult<(string?, object)>((args.Name, args.Inputs.SetItem("stdout", stdout)));
        }

        public Task<object> CallAsync(MockCallArgs args) => throw new InvalidOperationException($"no plan may call {args.Token}");
    }
}
