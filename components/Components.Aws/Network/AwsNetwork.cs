using System.Collections.Immutable;
using CarbonioInfra.Components.Aws.Settings;
using Pulumi;
using Pulumi.Aws.Ec2;

namespace CarbonioInfra.Components.Aws.Network;

/// <summary>
/// A VPC over the zones: private subnets whose way out are NAT gateways, public subnets for nodes with addresses of their own,
/// and subnets for load balancer and NAT gateways. S3 is reached without either.
/// </summary>
public sealed class AwsNetwork : ComponentResource
{
    private const string Everywhere = "0.0.0.0/0";

    private readonly ImmutableDictionary<string, Subnet> _private;
    private readonly ImmutableDictionary<string, Subnet> _public;

    /// <summary>Makes the network.</summary>
    public AwsNetwork(string name, AwsSettings settings, ComponentResourceOptions? options = null)
        : base("carbonio-infra:aws:AwsNetwork", $"{name}-network", options)
    {
        var child = new CustomResourceOptions { Parent = this };
        Vpc = new Vpc($"{name}-vpc", new VpcArgs
        {
            CidrBlock = settings.Network,
            EnableDnsHostnames = true,
            Tags = Named(name),
        }, child);
        var gateway = new InternetGateway($"{name}-internet", new InternetGatewayArgs { VpcId = Vpc.Id, Tags = Named(name) }, child);
        var subnets = settings.EffectiveSubnets;
        _private = Subnets("private", subnets.Private);
        _public = Subnets("public", subnets.Public);
        var edge = Subnets("edge", subnets.Edge);
        Edge = [.. settings.Zones.Select(zone => edge[zone])];

        var outward = Table("public");
        OpenInternet = new Route($"{name}-public-internet", new RouteArgs
        {
            RouteTableId = outward.Id,
            DestinationCidrBlock = Everywhere,
            GatewayId = gateway.Id,
        }, child);
        foreach (var zone in settings.Zones)
        {
            Associate($"public-{zone}", outward, _public[zone]);
            Associate($"edge-{zone}", outward, edge[zone]);
        }

        var tables = ImmutableArray.CreateBuilder<RouteTable>();
        var natRoutes = ImmutableArray.CreateBuilder<Resource>();
        NatGateway? nat = null;
        foreach (var zone in settings.Zones)
        {
            if (nat is null || settings.NatPerZone)
                nat = Nat(zone);
            var table = Table($"private-{zone}");
            tables.Add(table);
            natRoutes.Add(new Route($"{name}-private-{zone}-nat", new RouteArgs
            {
                RouteTableId = table.Id,
                DestinationCidrBlock = Everywhere,
                NatGatewayId = nat.Id,
            }, child));
            Associate($"private-{zone}", table, _private[zone]);
        }

        _ = new VpcEndpoint($"{name}-s3", new VpcEndpointArgs
        {
            VpcId = Vpc.Id,
            ServiceName = $"com.amazonaws.{settings.Region}.s3",
            VpcEndpointType = "Gateway",
            RouteTableIds = { tables.Append(outward).Select(table => (Input<string>)table.Id).ToArray() },
            Tags = Named($"{name}-s3"),
        }, child);
        WaysOut = [OpenInternet, .. natRoutes];
        RegisterOutputs();

        ImmutableDictionary<string, Subnet> Subnets(string kind, ImmutableArray<string> networks) =>
            settings.Zones.Zip(networks).ToImmutableDictionary(entry => entry.First, entry => new Subnet($"{name}-{kind}-{entry.First}", new SubnetArgs
            {
                VpcId = Vpc.Id,
                AvailabilityZone = entry.First,
                CidrBlock = entry.Second,
                Tags = Named($"{name}-{kind}-{entry.First}"),
            }, child));

        RouteTable Table(string kind) => new($"{name}-{kind}", new RouteTableArgs { VpcId = Vpc.Id, Tags = Named($"{name}-{kind}") }, child);

        void Associate(string kind, RouteTable table, Subnet subnet) =>
            _ = new RouteTableAssociation($"{name}-{kind}", new RouteTableAssociationArgs { RouteTableId = table.Id, SubnetId = subnet.Id }, child);

        NatGateway Nat(string zone)
        {
            var address = new Eip($"{name}-nat-{zone}-address", new EipArgs { Domain = "vpc", Tags = Named($"{name}-nat-{zone}") },
                new CustomResourceOptions { Parent = this, DependsOn = { gateway } });
            return new NatGateway($"{name}-nat-{zone}", new NatGatewayArgs
            {
                AllocationId = address.AllocationId,
                SubnetId = edge[zone].Id,
                Tags = Named($"{name}-nat-{zone}"),
            }, new CustomResourceOptions { Parent = this, DependsOn = { OpenInternet } });
        }
    }

    /// <summary>The VPC.</summary>
    public Vpc Vpc { get; }

    /// <summary>Subnets for load balancers, in the order of the zones.</summary>
    public ImmutableArray<Subnet> Edge { get; }

    /// <summary>What must be there before anything public works.</summary>
    public Route OpenInternet { get; }

    /// <summary>What must be there before a node reaches package repositories.</summary>
    public ImmutableArray<Resource> WaysOut { get; }

    /// <summary>The subnet for nodes in <paramref name="zone"/>.</summary>
    public Subnet For(string zone, bool isPublic) => (isPublic ? _public : _private)[zone];

    private static InputMap<string> Named(string name) => new() { ["Name"] = name };
}
