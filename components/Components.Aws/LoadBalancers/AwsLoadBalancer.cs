using System.Collections.Immutable;
using System.Globalization;
using CarbonioInfra.Components.Aws.Network;
using CarbonioInfra.Components.LoadBalancers;
using CarbonioInfra.Components.Ports;
using CarbonioInfra.Components.Topologies;
using Pulumi;
using Pulumi.Aws.Ec2;
using Pulumi.Aws.LB;
using Pulumi.Aws.LB.Inputs;

namespace CarbonioInfra.Components.Aws.LoadBalancers;

/// <summary>
/// A public network load balancer with a fixed address in every zone: one listener for each balanced port, each with a health check
/// of its own. Nodes see the clients' addresses.
/// </summary>
public sealed class AwsLoadBalancer : ComponentResource
{
    // IMAP IDLE and WebSockets are silent for up to half an hour.
    private const int IdleSeconds = 3600;
    private const int CheckSeconds = 10;

    // AWS takes 32 characters (API CreateTargetGroup). Pulumi's provider names a target group AutoName("name", 32, "-"): the logical
    // name, a hyphen and 7 hexadecimal digits (pulumi-aws, provider; pulumi-terraform-bridge, AutoName). A longer one is an error in `up` alone.
    private const int LongestTargetGroupName = 32 - 8;

    /// <summary>Makes it.</summary>
    public AwsLoadBalancer(
        string name, AwsNetwork network, SecurityGroup group, Topology topology, PortTable ports,
        IReadOnlyDictionary<string, Instance> machines, bool protect, ComponentResourceOptions? options = null)
        : base("carbonio-infra:aws:AwsLoadBalancer", $"{name}-public-load-balancer", options)
    {
        var child = new CustomResourceOptions { Parent = this };
        var addresses = network.Edge.Select((_, zone) => new Eip($"{name}-address-{zone + 1}", new EipArgs
        {
            Domain = "vpc",
            Tags = { ["Name"] = $"{name}-{zone + 1}" },
        }, new CustomResourceOptions { Parent = this, Protect = protect })).ToImmutableArray();
        LoadBalancer = new LoadBalancer($"{name}-nlb", new LoadBalancerArgs
        {
            LoadBalancerType = "network",
            Internal = false,
            EnableCrossZoneLoadBalancing = true,
            EnableDeletionProtection = protect,
            SecurityGroups = { group.Id },
            SubnetMappings = network.Edge.Zip(addresses, (subnet, address) => new LoadBalancerSubnetMappingArgs
            {
                SubnetId = subnet.Id,
                AllocationId = address.AllocationId,
            }).ToList(),
            Tags = { ["Name"] = name },
        }, new CustomResourceOptions { Parent = this, DependsOn = { network.OpenInternet } });

        foreach (var port in ports.BalancedPorts.Where(port => !port.Behind.In(topology).IsEmpty))
            Listen(name, port, network, topology, machines, child);
        Entry = new LoadBalancerEntry
        {
            DnsName = LoadBalancer.DnsName,
            PublicAddresses = [.. addresses.Select(address => address.PublicIp)],
        };
        RegisterOutputs();
    }

    /// <summary>The load balancer.</summary>
    public LoadBalancer LoadBalancer { get; }

    /// <summary>Where clients reach it.</summary>
    public LoadBalancerEntry Entry { get; }

    /// <summary>Port and load balancer belong to each other, so that the port alone tells two of them apart.</summary>
    private static string TargetGroupName(string nodes, string port)
    {
        var longest = LongestTargetGroupName - 1 - port.Length;
        return $"{(nodes.Length > longest ? nodes[..longest].TrimEnd('-') : nodes)}-{port}";
    }

    private void Listen(
        string name, BalancedPort port, AwsNetwork network, Topology topology, IReadOnlyDictionary<string, Instance> machines,
        CustomResourceOptions child)
    {
        var number = port.Port.ToString(CultureInfo.InvariantCulture);
        var targets = new TargetGroup(TargetGroupName(port.Behind.Name, number), new TargetGroupArgs
        {
            VpcId = network.Vpc.Id,
            Port = port.Port,
            Protocol = "TCP",
            TargetType = "instance",
            PreserveClientIp = "true",
            DeregistrationDelay = 60,
            HealthCheck = new TargetGroupHealthCheckArgs
            {
                Protocol = "TCP",
                Port = number,
                Interval = CheckSeconds,
                Timeout = CheckSeconds / 2,
                HealthyThreshold = 2,
                UnhealthyThreshold = 2,
            },
            Tags = { ["Name"] = $"{name}-{number}" },
        }, child);
        _ = new Listener($"{name}-{number}", new ListenerArgs
        {
            LoadBalancerArn = LoadBalancer.Arn,
            Port = port.Port,
            Protocol = "TCP",
            TcpIdleTimeoutSeconds = IdleSeconds,
            DefaultActions = { new ListenerDefaultActionArgs { Type = "forward", TargetGroupArn = targets.Arn } },
            Tags = { ["Name"] = $"{name}-{number}" },
        }, child);
        foreach (var node in port.Behind.In(topology))
        {
            _ = new TargetGroupAttachment($"{node.Name}-{number}", new TargetGroupAttachmentArgs
            {
                TargetGroupArn = targets.Arn,
                TargetId = machines[node.Name].Id,
            }, child);
        }
    }
}
