using System.Collections.Immutable;
using CarbonioInfra.Components.Aws.Dns;
using CarbonioInfra.Components.Aws.Firewalls;
using CarbonioInfra.Components.Aws.LoadBalancers;
using CarbonioInfra.Components.Aws.Machines;
using CarbonioInfra.Components.Aws.Network;
using CarbonioInfra.Components.Aws.ObjectStores;
using CarbonioInfra.Components.Aws.Settings;
using CarbonioInfra.Components.Dns;
using CarbonioInfra.Components.Firewalls;
using CarbonioInfra.Components.Platforms;
using CarbonioInfra.Components.Ports;
using CarbonioInfra.Components.Settings;
using CarbonioInfra.Components.Topologies;
using Pulumi;
using Pulumi.Aws.Ec2;
using Pulumi.Aws.Inputs;

[assembly: CarbonioPlatform("aws", typeof(CarbonioInfra.Components.Aws.AwsPlatform))]

namespace CarbonioInfra.Components.Aws;

/// <summary>
/// A VPC of its own in one region of AWS: instances over its zones, firewalling from the ports table, a network load balancer, a
/// bucket, and records in Route 53 if the zone is there.
/// </summary>
public sealed class AwsPlatform : IPlatform
{
    // Service quota "EC2-VPC Elastic IPs" of a new account.
    private const int DefaultAddressQuota = 5;

    private const string Name = "carbonio";

    private readonly AwsSettings _settings;

    /// <summary>A platform from the setting <c>aws</c>.</summary>
    public AwsPlatform(SettingsReader settings) : this(AwsSettingsReader.Read(settings))
    {
    }

    /// <summary>A platform from given settings.</summary>
    public AwsPlatform(AwsSettings settings) => _settings = settings;

    /// <inheritdoc/>
    public bool MakesBucket => true;

    /// <inheritdoc/>
    public ImmutableArray<string> Problems(Topology topology, PortTable ports) =>
    [
        .. new AwsProblems(_settings, topology).All(),
        .. new SecurityGroupQuotas(_settings, Plan(topology, ports)).Problems(topology),
    ];

    /// <inheritdoc/>
    public ProvisionedPlatform Provision(Topology topology, PortTable ports, IReadOnlyCollection<Resource>? after = null)
    {
        var plan = Plan(topology, ports);
        Warn(topology);
        var providerArgs = new Pulumi.Aws.ProviderArgs
        {
            Region = _settings.Region,
            DefaultTags = new ProviderDefaultTagsArgs { Tags = { ["carbonio-infra"] = topology.Domain } },
        };
        if (_settings.Account is not null)
            providerArgs.AllowedAccountIds.Add(_settings.Account);
        var options = Beforehand.Of(new ComponentResourceOptions { Provider = new Pulumi.Aws.Provider("aws", providerArgs) }, after);

        var network = new AwsNetwork(Name, _settings, options);
        var groups = new SecurityGroups(Name, plan, ports, network.Vpc, _settings, options);
        var machines = new AwsMachines(Name, topology, _settings, network, groups, options);
        var loadBalancer = new AwsLoadBalancer(
            Name, network, groups.LoadBalancer, topology, ports, machines.Instances, _settings.Protect, options);
        var bucket = new S3Bucket(Name, new S3BucketArgs
        {
            Region = _settings.Region,
            KmsKey = _settings.KmsKey,
            Protect = _settings.Protect,
            KeepDeletedObjectsDays = _settings.KeepDeletedObjectsDays,
        }, options);
        AddNames(topology, machines, loadBalancer, options);
        return new ProvisionedPlatform(machines.Hosts)
        {
            LoadBalancer = loadBalancer.Entry,
            ObjectStore = bucket.Store,
            PublicAddresses = machines.PublicAddresses,
        };
    }

    private FirewallPlan Plan(Topology topology, PortTable ports) => _settings.SimpleFirewall
        ? FirewallPlan.Simple(topology, ports, SecurityGroups.Outside)
        : FirewallPlan.Strict(topology, ports, SecurityGroups.Outside);

    private void AddNames(Topology topology, AwsMachines machines, AwsLoadBalancer loadBalancer, ComponentResourceOptions options)
    {
        ImmutableArray<Resource> records = [];
        if (_settings.HostedZone is { } zone)
        {
            records = [.. new Route53Records(Name, zone, topology, loadBalancer,
                MailDnsRecords.Of(topology, loadBalancer.Entry, machines.PublicAddresses), options).Records];
        }

        if (!_settings.ReverseDns)
            return;
        foreach (var node in topology.With(Role.Mta))
        {
            // AWS looks the name up before it takes it.
            _ = new EipDomainName($"{node.Name}-reverse", new EipDomainNameArgs
            {
                AllocationId = machines.Addresses[node.Name].AllocationId,
                DomainName = topology.Fqdn(node),
            }, new CustomResourceOptions { Provider = options.Provider, DependsOn = records.ToArray() });
        }
    }

    private void Warn(Topology topology)
    {
        (string What, int Count)[] addresses =
        [
            ("nodes", topology.Nodes.Count(ElasticAddresses.HasOne)),
            ("load balancer", _settings.Zones.Length),
            ("NAT", _settings.NatPerZone ? _settings.Zones.Length : 1),
            ("bastion", _settings.Bastion ? 1 : 0),
        ];
        var sum = addresses.Sum(entry => entry.Count);
        if (sum > DefaultAddressQuota)
        {
            Log.Warn($"aws: this needs {sum} Elastic IPs ({string.Join(", ", addresses.Where(entry => entry.Count > 0).Select(entry => $"{entry.What} {entry.Count}"))}); "
                + $"an account has {DefaultAddressQuota} in a region unless its quota was raised");
        }

        Placeholders.Warn(AwsPlaceholders.In(_settings));
        Log.Warn("aws: EC2 blocks outbound port 25 to public addresses until AWS lifts that for the account and region; "
            + "until then mail leaves by a smart host on port 587");
    }
}
