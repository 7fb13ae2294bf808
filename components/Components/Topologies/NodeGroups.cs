using System.Collections.Immutable;

namespace CarbonioInfra.Components.Topologies;

/// <summary>Node names by group, as the vendor's node table has them and as a stack file lists them.</summary>
public sealed record NodeGroups
{
    /// <summary>PostgreSQL, directory, mesh servers, Kafka, Zookeeper; exactly three.</summary>
    public ImmutableArray<string> Cluster { get; init; } = [];

    /// <summary>Mail transfer agents; at least one.</summary>
    public ImmutableArray<string> Mta { get; init; } = [];

    /// <summary>Web, IMAP and POP proxies; at least one.</summary>
    public ImmutableArray<string> Proxy { get; init; } = [];

    /// <summary>Mailstore and provisioning; at least one.</summary>
    public ImmutableArray<string> Mailstore { get; init; } = [];

    /// <summary>Files, preview, docs, tasks.</summary>
    public ImmutableArray<string> Collaboration { get; init; } = [];

    /// <summary>Nodes for chats alone. Default: none, chats run on the collaboration nodes.</summary>
    public ImmutableArray<string> WorkstreamCollaboration { get; init; } = [];

    /// <summary>Video servers.</summary>
    public ImmutableArray<string> Video { get; init; } = [];

    /// <summary>
    /// HAProxy and keepalived, exactly two; for platforms without a load balancer. Default: none, the platform or the site balances.
    /// </summary>
    public ImmutableArray<string> LoadBalancer { get; init; } = [];

    /// <summary>An S3 server, at most one. Default: none, the platform or the site stores objects.</summary>
    public ImmutableArray<string> ObjectStorage { get; init; } = [];

    /// <summary>The groups of Scenario HA.</summary>
    public static NodeGroups HighAvailability { get; } = new()
    {
        Cluster = ["svc1", "svc2", "svc3"],
        Mta = ["mta1", "mta2"],
        Proxy = ["proxy1", "proxy2"],
        Mailstore = ["mbox1", "mbox2"],
        Collaboration = ["filesdocs1", "filesdocs2"],
        Video = ["video1", "video2"],
    };

    /// <summary>
    /// The rules for roles (<see cref="TopologyRules"/>) in terms of groups, each beginning with the group; empty exactly when the
    /// topology made of these groups has no role problem.
    /// </summary>
    public ImmutableArray<string> Problems()
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        if (Cluster.Length != 3)
            problems.Add($"cluster: expected exactly 3 names (quorum), found {Found(Cluster)}");
        foreach (var (group, names) in new[] { ("mta", Mta), ("proxy", Proxy), ("mailstore", Mailstore) })
        {
            if (names.IsEmpty)
                problems.Add($"{group}: expected at least 1 name, found none");
        }

        if (!Video.IsEmpty && Collaboration.IsEmpty && WorkstreamCollaboration.IsEmpty)
            problems.Add("workstreamCollaboration: expected at least 1 name here or in collaboration because there are video servers, found none");
        if (LoadBalancer.Length is not (0 or 2))
            problems.Add($"loadBalancer: expected no names or exactly 2 (one takes over from the other), found {Found(LoadBalancer)}");
        if (ObjectStorage.Length > 1)
            problems.Add($"objectStorage: expected at most 1 name, found {Found(ObjectStorage)}");
        return problems.ToImmutable();
    }

    private static string Found(ImmutableArray<string> names) =>
        names.IsEmpty ? "none" : $"{names.Length} ({string.Join(", ", names)})";
}
