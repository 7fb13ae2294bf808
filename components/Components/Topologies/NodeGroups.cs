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
}
