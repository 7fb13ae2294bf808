using System.Collections.Concurrent;
using System.Collections.Immutable;
using CarbonioInfra.Components.Addresses;
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
        Assert.Equal($"../embedded/Lab/lab.sh host-up svc2 --stack stack --address {address} --user root", machine["create"]);
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
        Assert.EndsWith("--user carbonio", (string)resources["video2-machine"]["create"], StringComparison.Ordinal);
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
    public async Task Only_hosts_behind_load_balancers_let_something_stand_in()
    {
        var (_, lab) = await ProvisionAsync();

        Assert.Equal(["mta1", "mta2", "proxy1", "proxy2"],
            lab.Hosts.Values.Where(host => !host.FurtherSteps.IsEmpty).Select(host => host.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_topology_that_does_not_fit_is_refused()
    {
        var nodes = Enumerable.Range(0, 300).Select(number => new Node($"n{number}", [Role.Proxy], 0, NodeSize.Proxy));

        var problem = Assert.Single(Platform().Problems(new Topology("example.com", [.. nodes])));

        Assert.Equal($"topology: expected at most {AddressPlan.Capacity} nodes in a lab, found 300", problem);
        Assert.Empty(Platform().Problems(Topology.HighAvailability("example.com")));
    }

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

    private LabPlatform Platform() => new(new LabPlaces(_folder, Path.Combine(_folder, "claims"), Path.Combine(_folder, "routes")));

    private async Task<(Dictionary<string, ImmutableDictionary<string, object>> Resources, ProvisionedPlatform Hosts)> ProvisionAsync(
        Topology? wanted = null)
    {
        var mocks = new Mocks();
        ProvisionedPlatform? hosts = null;
        var topology = wanted ?? Topology.HighAvailability("example.com");
        await Deployment.TestAsync(mocks, new TestOptions { IsPreview = false }, () =>
        {
            hosts = Platform().Provision(topology, PortTable.Carbonio);
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
            var stdout = args.Name == "lab-ssh-keygen"
                ? "{\"privateKey\":\"private\",\"publicKey\":\"ssh-ed25519 public\"}"
                : $"{{\"name\":\"x\",\"address\":\"y\",\"hostKey\":\"{HostKey}\"}}";
            return Task.FromResult<(string?, object)>((args.Name, args.Inputs.SetItem("stdout", stdout)));
        }

        public Task<object> CallAsync(MockCallArgs args) => throw new InvalidOperationException($"no plan may call {args.Token}");
    }
}
