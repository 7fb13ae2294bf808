using System.Collections.Immutable;
using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.LoadBalancers;
using CarbonioInfra.Components.Ports;
using CarbonioInfra.Components.Settings;
using CarbonioInfra.Components.Topologies;
using Pulumi;
using Pulumi.Random;

[assembly: CarbonioInfra.Components.Platforms.CarbonioPlatform(
    "existing", typeof(CarbonioInfra.Components.Platforms.Existing.ExistingPlatform))]

namespace CarbonioInfra.Components.Platforms.Existing;

/// <summary>Machines that somebody else made and that are only to be prepared; firewalls are theirs too.</summary>
public sealed class ExistingPlatform : IPlatform
{
    private readonly ImmutableDictionary<string, ExistingHost> _hosts;
    private readonly Output<string> _privateKey;

    /// <summary>A platform from the settings <c>existingHosts</c>, <c>sshPrivateKey</c> and <c>virtualAddress</c>.</summary>
    public ExistingPlatform(SettingsReader settings)
        : this(ExistingHostsReader.Read(settings), settings.RequiredSecret("sshPrivateKey", "the private key that the hosts authorize"))
    {
        VirtualAddress = settings.Text("virtualAddress", "") is { Length: > 0 } address ? address : null;
    }

    /// <summary>A platform from machines by node name.</summary>
    /// <param name="hosts">One machine for each node.</param>
    /// <param name="privateKey">The SSH key that they authorize.</param>
    public ExistingPlatform(IReadOnlyDictionary<string, ExistingHost> hosts, Output<string> privateKey)
    {
        _hosts = hosts.ToImmutableDictionary();
        _privateKey = privateKey;
    }

    /// <summary>The address that load balancer nodes share; in their network, nobody else's. Default: null, there are no such nodes.</summary>
    public string? VirtualAddress { get; init; }

    /// <inheritdoc/>
    public ImmutableArray<string> Problems(Topology topology, PortTable ports) =>
    [
        .. topology.Nodes.Where(node => !_hosts.ContainsKey(node.Name))
            .Select(node => $"existingHosts.{node.Name}: expected a machine for this node of the topology, found nothing"),
        .. PlatformRules.UnknownNodes("existingHosts", _hosts.Keys, topology),
        .. _hosts.Where(entry => entry.Value.Address.Length > 0).GroupBy(entry => entry.Value.Address).Where(group => group.Count() > 1)
            .Select(group => $"existingHosts: expected an address of its own for every machine, found {group.Key} for "
                + string.Join(" and ", group.Select(entry => entry.Key).Order(StringComparer.Ordinal))),
        .. VirtualAddressProblems(topology),
    ];

    /// <inheritdoc/>
    public ProvisionedPlatform Provision(Topology topology, PortTable ports, IReadOnlyCollection<Resource>? after = null) =>
        new(topology.Nodes.ToImmutableDictionary(node => node.Name, node => ToHost(topology, node, _hosts[node.Name], after ?? [])))
        {
            LoadBalancer = VirtualAddress is null ? null : new LoadBalancerEntry { VirtualAddress = VirtualAddress },
        };

    private IEnumerable<string> VirtualAddressProblems(Topology topology)
    {
        var balancers = string.Join(" and ", topology.With(Role.LoadBalancer).Select(node => node.Name));
        if (VirtualAddress is null)
        {
            if (balancers.Length > 0)
                yield return $"virtualAddress: expected the IPv4 address that {balancers} share, found nothing";
        }
        else if (balancers.Length == 0)
        {
            yield return $"virtualAddress: expected nothing because no node is in topology.loadBalancer, found '{VirtualAddress}'";
        }
        else if (!ExistingHostsReader.IsAddress(VirtualAddress))
        {
            yield return $"virtualAddress: expected the IPv4 address that {balancers} share, found '{VirtualAddress}'";
        }
        else if (_hosts.Where(entry => entry.Value.Address == VirtualAddress).Select(entry => entry.Key).FirstOrDefault() is { } owner)
        {
            yield return $"virtualAddress: expected an address that no node has of its own, found {VirtualAddress}, the address of {owner}";
        }
    }

    private Host ToHost(Topology topology, Node node, ExistingHost existing, IReadOnlyCollection<Resource> after) => new()
    {
        Node = node,
        Fqdn = topology.Fqdn(node),
        Address = existing.Address,
        MinimumSize = existing.MinimumSize ?? node.Size,
        Machine = new RandomId($"{node.Name}-machine", new RandomIdArgs
        {
            ByteLength = 8,
            Keepers = { ["generation"] = existing.Generation },
        }, new CustomResourceOptions { DependsOn = after.ToArray() }),
        Connection = new HostConnection
        {
            Address = existing.Address,
            Port = existing.Port,
            User = existing.User,
            PrivateKey = _privateKey,
            HostKey = existing.HostKey,
        },
    };
}
