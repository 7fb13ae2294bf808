using System.Collections.Immutable;
using System.Text.RegularExpressions;
using CarbonioInfra.Platforms.Tests.Simulation;

namespace CarbonioInfra.Platforms.Tests;

/// <summary>More nodes for a running cluster are a change of the stack file, planned without touching what does not need to know.</summary>
public sealed partial class GrowthTests(GrowthTests.Running running) : IClassFixture<GrowthTests.Running>
{
    /// <summary>What every host knows of every other.</summary>
    private static readonly string[] OfAllHosts = ["firewall", "hosts-file", "peers"];

    private static readonly string[] New = ["mta3", "mbox3", "wsc1", "wsc2"];

    [Fact]
    public async Task A_third_MTA_is_made_known_to_load_balancers()
    {
        var plan = await GrowAsync("mta: [mta1, mta2]", "mta: [mta1, mta2, mta3]");

        AssertMade(plan, "mta3", "packages", "bootstrap", "mesh-join", "pending-setups", "database-proxy", "mta", "syslog", "auth-keys");
        AssertUpdated(plan, "lb1-haproxy", "lb2-haproxy");
    }

    [Fact]
    public async Task A_third_mailstore_is_made_known_to_databases_and_MTAs()
    {
        var plan = await GrowAsync("mailstore: [mbox1, mbox2]", "mailstore: [mbox1, mbox2, mbox3]");

        AssertMade(plan, "mbox3", "data-disk", "packages", "bootstrap", "mesh-join", "pending-setups", "database-proxy", "mailstore", "syslog", "auth-keys");
        Assert.Contains(plan, step => step is { Operation: "create", Name: "mbox3-data" });
        AssertUpdated(plan, [.. Databases, .. Mtas]);
    }

    [Fact]
    public async Task Workstream_collaboration_gets_nodes_of_its_own()
    {
        var plan = await GrowAsync("video: [video1, video2]", "video: [video1, video2]\n    workstreamCollaboration: [wsc1, wsc2]");

        foreach (var node in new[] { "wsc1", "wsc2" })
            AssertMade(plan, node, "packages", "bootstrap", "mesh-join", "pending-setups", "database-proxy", "collaboration", "syslog", "auth-keys");
        AssertUpdated(plan, [.. Mtas, "filesdocs1-packages", "filesdocs2-packages", "filesdocs1-collaboration", "filesdocs2-collaboration"]);
    }

    /// <summary>The databases let in the hosts that they know.</summary>
    private static string[] Databases => ["svc1-postgres", "svc2-postgres", "svc1-patroni", "svc2-patroni"];

    /// <summary>MTAs take mail of the hosts that send it without a login, which their bootstraps were told too.</summary>
    private static string[] Mtas => ["mta1-bootstrap", "mta2-bootstrap", "mta1-mta", "mta2-mta"];

    private async Task<ImmutableArray<PlannedStep>> GrowAsync(string before, string after)
    {
        Assert.Contains(before, StackFiles.Lab, StringComparison.Ordinal);
        running.Site.StackFile = StackFiles.Lab.Replace(before, after, StringComparison.Ordinal);
        return await running.Site.PreviewAsync();
    }

    private static void AssertMade(ImmutableArray<PlannedStep> plan, string node, params string[] steps) =>
        Assert.All(["machine", .. OfAllHosts, .. steps], name =>
            Assert.Equal("create", Assert.Single(plan, step => step.Name == $"{node}-{name}").Operation));

    /// <summary>Only these steps run again on hosts that were there, beside those that tell them of the new nodes; nothing goes.</summary>
    private void AssertUpdated(ImmutableArray<PlannedStep> plan, params string[] expected)
    {
        Assert.All(plan, step => Assert.Contains(step.Operation, (string[])["create", "update"]));
        Assert.All(plan.Where(step => step.Operation == "create"), step => Assert.Contains(Host().Match(step.Name).Groups["name"].Value, New));
        var updates = plan.Where(step => step.Operation == "update").ToLookup(step => OfOthers(step.Name));
        Assert.Equal(expected.Order(StringComparer.Ordinal), updates[false].Select(step => step.Name).Order(StringComparer.Ordinal));
        var told = updates[true].ToArray();
        Assert.Equal(running.Hosts.Order(StringComparer.Ordinal), told.Where(step => step.Name.EndsWith("-hosts-file", StringComparison.Ordinal))
            .Select(step => Host().Match(step.Name).Groups["name"].Value).Order(StringComparer.Ordinal));
        var addresses = told.SelectMany(step => step.Changes).SelectMany(change => NewHost().Matches(change.New!)).Select(line => line.Groups["address"].Value)
            .ToHashSet(StringComparer.Ordinal);
        Assert.All(told, step => AssertOnlyAdded(step, [.. New, .. addresses]));
    }

    /// <summary>Whether the step tells a host of all others, or lets them in.</summary>
    private static bool OfOthers(string name) => OfAllHosts.Append("auth-keys").Contains(Host().Replace(name, ""));

    /// <summary>The step's text has all words that it had, and more that name new nodes or their addresses.</summary>
    private static void AssertOnlyAdded(PlannedStep step, string[] nodes)
    {
        var change = Assert.Single(step.Changes);
        var (before, after) = (Words(change.Old!), Words(change.New!));
        var added = Without(after, before);

        Assert.Equal("create", change.Path);
        Assert.Equal([], Without(before, after));
        Assert.NotEmpty(added);
        Assert.All(added, word => Assert.True(nodes.Any(node => word.Contains(node, StringComparison.Ordinal)), $"{step.Name} has a new '{word}'"));

        static List<string> Words(string text) => [.. Word().Matches(text).Select(word => word.Value)];

        static List<string> Without(List<string> words, List<string> others) =>
            [.. words.GroupBy(word => word, StringComparer.Ordinal).SelectMany(group => group.Skip(others.Count(other => other == group.Key)))];
    }

    /// <summary>A cluster that is up, once for all tests: they only look at plans.</summary>
    public sealed class Running : IAsyncLifetime
    {
        internal Site Site { get; } = new(StackFiles.Lab);

        internal IEnumerable<string> Hosts => Site.Urns().Select(urn => urn.Split("::")[^1])
            .Where(name => name.EndsWith("-machine", StringComparison.Ordinal)).Select(name => name[..^"-machine".Length]);

        public async ValueTask InitializeAsync() => await Site.UpAsync();

        public ValueTask DisposeAsync()
        {
            Site.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    [GeneratedRegex("^(?<name>[a-z]+[0-9]?)(-|$)")]
    private static partial Regex Host();

    // A line of a file of hosts.
    [GeneratedRegex(@"(?<address>[0-9.]+)\s+(mta3|mbox3|wsc[12])\.\S+ ")]
    private static partial Regex NewHost();

    // Without the quotes of the shell, and quotes of those.
    [GeneratedRegex(@"[^\s'\\""]+")]
    private static partial Regex Word();
}
