using System.Collections.Immutable;
using CarbonioInfra.Components.Aws.LoadBalancers;
using CarbonioInfra.Components.Dns;
using CarbonioInfra.Components.Topologies;
using Pulumi;
using Pulumi.Aws.Route53;
using Pulumi.Aws.Route53.Inputs;

namespace CarbonioInfra.Components.Aws.Dns;

/// <summary>The records of a Route 53 zone that can be made before Carbonio runs: all but DKIM and PTR.</summary>
public sealed class Route53Records : ComponentResource
{
    private const int TtlSeconds = 300;

    /// <summary>Makes the records.</summary>
    /// <param name="name">Name of the component.</param>
    /// <param name="zone">Id of the zone.</param>
    /// <param name="topology">Whose domain it is.</param>
    /// <param name="loadBalancer">What the public names are aliases of.</param>
    /// <param name="records">Every record that the site's DNS must have.</param>
    /// <param name="options">Component options.</param>
    public Route53Records(
        string name, string zone, Topology topology, AwsLoadBalancer loadBalancer, IEnumerable<DnsRecord> records,
        ComponentResourceOptions? options = null)
        : base("carbonio-infra:aws:Route53Records", $"{name}-dns-records", options)
    {
        Records = [.. records.Where(record => record.Origin is (DnsOrigin.Site or DnsOrigin.LoadBalancer) && IsInZone(record)).Select(record => record.Origin == DnsOrigin.LoadBalancer
            ? new Record(Called(record), new RecordArgs
            {
                ZoneId = zone,
                Name = record.Name,
                Type = RecordType.A,
                Aliases =
                {
                    new RecordAliasArgs
                    {
                        Name = loadBalancer.LoadBalancer.DnsName,
                        ZoneId = loadBalancer.LoadBalancer.ZoneId,
                        EvaluateTargetHealth = true,
                    },
                },
            }, new CustomResourceOptions { Parent = this })
            : new Record(Called(record), new RecordArgs
            {
                ZoneId = zone,
                Name = record.Name,
                Type = record.Type,
                Ttl = TtlSeconds,
                Records = record.Values.Apply(values => values.ToList()),
            }, new CustomResourceOptions { Parent = this }))];
        RegisterOutputs();

        // The public host name may be of another domain.
        bool IsInZone(DnsRecord record) => record.Label == topology.Domain || record.Label.EndsWith($".{topology.Domain}", StringComparison.Ordinal);

        string Called(DnsRecord record) => $"{(record.Label == topology.Domain ? "domain" : record.Label[..^(topology.Domain.Length + 1)])}-{record.Type}";
    }

    /// <summary>The records.</summary>
    public ImmutableArray<Record> Records { get; }
}
