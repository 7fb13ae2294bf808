using System.Collections.Immutable;
using CarbonioInfra.Components.Clusters;
using CarbonioInfra.Components.Topologies;
using CarbonioInfra.Platforms.Tests.Simulation;
using CarbonioInfra.Tests.Shared;

namespace CarbonioInfra.Platforms.Tests;

/// <summary>The order in which the engine runs the steps of an installation, against the list of edges between hosts.</summary>
public sealed class OrderTests(OrderTests.Installation installation) : IClassFixture<OrderTests.Installation>
{
    /// <summary>
    /// What must never change places, in the words of the vendor's documents and of what was seen to break, written down apart from the
    /// program: the first step of the first host, before the second step of the second.
    /// </summary>
    public static TheoryData<string, string> Strict => new()
    {
        { "svc1:bootstrap", "svc2:bootstrap" },
        { "svc1:multi-master", "svc2:bootstrap" },
        { "svc1:multi-master", "mta1:bootstrap" },
        { "svc1:multi-master", "mbox1:bootstrap" },
        { "svc2:multi-master", "proxy1:database-proxy" },
        { "svc1:mesh-join", "svc2:mesh-join" },
        { "svc2:mesh-join", "svc3:mesh-join" },
        { "svc3:mesh-join", "video1:mesh-join" },
        { "mbox1:bootstrap", "mbox2:bootstrap" },
        { "mta1:bootstrap", "mta2:bootstrap" },
        { "mbox2:bootstrap", "proxy1:bootstrap" },
        { "svc3:mesh-join", "svc1:patroni" },
        { "svc1:patroni", "svc2:patroni" },
        { "svc1:pending-setups", "svc2:pending-setups" },
        { "svc1:pending-setups", "svc3:pending-setups" },
        { "svc2:patroni", "mbox1:pending-setups" },
        { "mbox1:pending-setups", "mbox1:database-bootstraps" },
        { "mbox2:pending-setups", "mbox1:database-bootstraps" },
        { "mbox1:database-bootstraps", "filesdocs1:pending-setups" },
        { "filesdocs1:pending-setups", "filesdocs2:pending-setups" },
        { "video1:pending-setups", "video2:pending-setups" },
        { "filesdocs2:bootstrap", "svc1:auth-keys" },
        { "lb2:virtual-address", "lb1:keepalived" },
        { "s3:trust", "s3:bucket" },
        { "s3:bucket", "mbox2:bucket" },
        { "mbox2:trust", "mbox2:bucket" },
        { "mbox1:java-trust", "mbox2:java-trust" },
        { "proxy1:certificate", "proxy2:certificate-served" },
    };

    /// <summary>What needs nothing of each other, and would only make the installation slower if it waited.</summary>
    public static TheoryData<string, string> SideBySide => new()
    {
        { "svc2:bootstrap", "svc3:bootstrap" },
        { "proxy1:bootstrap", "proxy2:bootstrap" },
        { "filesdocs1:bootstrap", "video1:bootstrap" },
        { "mta1:bootstrap", "mbox1:bootstrap" },
        { "proxy1:mesh-join", "mta1:mesh-join" },
        { "svc2:pending-setups", "svc3:pending-setups" },
        { "mbox1:pending-setups", "mbox2:pending-setups" },
        { "mta1:pending-setups", "proxy1:pending-setups" },
        { "svc1:patroni", "mta1:mesh-join" },
        { "filesdocs1:packages", "svc1:bootstrap" },
        { "mbox1:bucket", "mbox2:bucket" },
        { "filesdocs1:bootstrap", "s3:bucket" },
    };

    [Fact]
    public void No_edge_between_hosts_is_planned_but_those_of_the_list()
    {
        var listed = Listed().SelectMany(edge => edge.Pairs).ToHashSet();

        Assert.Empty(installation.Graph.EdgesBetweenHosts().Where(edge => !listed.Contains(edge)).Select(edge => $"{edge.From} > {edge.To}"));
    }

    [Fact]
    public void Every_edge_of_the_list_is_between_steps_that_are_planned() =>
        Assert.Empty(Order.Edges.Except(Listed().Select(edge => edge.Edge)).Select(edge => $"{edge.From} > {edge.To}"));

    [Fact]
    public void No_edge_of_the_list_is_missing_and_none_is_there_that_others_imply()
    {
        var planned = installation.Graph.EdgesBetweenHosts().ToHashSet();

        Assert.All(Listed(), edge =>
        {
            Assert.All(edge.Pairs, pair => Assert.Contains(pair.From, installation.Graph.Before(pair.To)));
            Assert.True(edge.Pairs.Any(planned.Contains), $"{edge.Edge}: other edges imply it");
        });
    }

    [Theory]
    [MemberData(nameof(Strict))]
    public void A_strict_order_is_kept(string first, string second) =>
        Assert.Contains(first, installation.Before(second));

    [Theory]
    [MemberData(nameof(SideBySide))]
    public void What_is_independent_does_not_wait(string one, string other)
    {
        Assert.DoesNotContain(one, installation.Before(other));
        Assert.DoesNotContain(other, installation.Before(one));
    }

    private ImmutableArray<(CrossHostEdge Edge, ImmutableArray<(StepOfHost From, StepOfHost To)> Pairs)> Listed()
    {
        var steps = installation.Graph.Steps.ToHashSet();
        return [.. Order.Edges.Select(edge => (edge, Pairs(edge))).Where(edge => !edge.Item2.IsEmpty)];

        ImmutableArray<(StepOfHost, StepOfHost)> Pairs(CrossHostEdge edge) =>
        [
            .. from to in edge.ToNodes.In(installation.Topology)
               from before in Order.Before(installation.Topology, to, edge.To)
               where before.Step == edge.From && edge.FromNodes.Contains(installation.Topology, before.Node)
               let pair = (new StepOfHost(before.Node.Name, edge.From), new StepOfHost(to.Name, edge.To))
               where steps.Contains(pair.Item1) && steps.Contains(pair.Item2)
               select pair,
        ];
    }

    /// <summary>Everything that an installation can have: the lab's nodes, load balancers and bucket, and a certificate. Once for all tests.</summary>
    public sealed class Installation : IAsyncLifetime
    {
        internal Topology Topology { get; } = Topology.FromGroups("carbonio.test", NodeGroups.HighAvailability with { LoadBalancer = ["lb1", "lb2"], ObjectStorage = ["s3"] });

        internal StepGraph Graph { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            using var site = new Site(StackFiles.Lab);
            var certificate = SelfSignedCertificate.For(Topology.PublicHostname);
            await site.SetAsync("carbonio-infra:certificate", certificate.Pem);
            await site.SetSecretAsync("carbonio-infra:certificateKey", certificate.Key);
            await site.UpAsync();
            Graph = new StepGraph(site, [.. Topology.Nodes.Select(node => node.Name)]);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        internal IEnumerable<string> Before(string step) =>
            Graph.Before(Graph.Steps.Single(other => other.ToString() == step)).Select(other => other.ToString());
    }
}
