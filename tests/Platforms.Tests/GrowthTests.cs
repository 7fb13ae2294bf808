using System.Collections.Immutable;
using System.Text.RegularExpressions;
using CarbonioInfra.Platforms.Tests.Simulation;

namespace CarbonioInfra.Platforms.Tests;

/// <summary>More nodes for a running cluster are a change of the stack file, planned without touching what does not need to know.</summary>
public sealed partial class GrowthTests(GrowthTests.Running running) : IClassFixture<GrowthTests.Running>
{
    /// <summary>What every host knows of every other.</summary>
    private static readonly string[] OfAllHosts = ["firewall", "hosts-file", "peers"];

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

    /// <summary>Only these steps run again on hosts that were there, beside those of all hosts; nothing goes.</summary>
    private static void AssertUpdated(ImmutableArray<PlannedStep> plan, params string[] expected)
    {
        Assert.All(plan, step => Assert.Contains(step.Operation, (string[])["create", "update"]));
        Assert.Equal(
            expected.Order(StringComparer.Ordinal),
            plan.Where(step => step.Operation == "update").Select(step => step.Name)
                .Where(name => !OfAllHosts.Contains(Host().Replace(name, "")) && !name.EndsWith("-auth-keys", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal));
        Assert.All(plan.Where(step => step.Operation == "create"), step => Assert.Matches("^(mta3|mbox3|wsc[12])(-|$)", step.Name));
    }

    /// <summary>A cluster that is up, once for all tests: they only look at plans.</summary>
    public sealed class Running : IAsyncLifetime
    {
        internal Site Site { get; } = new(StackFiles.Lab);

        public async ValueTask InitializeAsync() => await Site.UpAsync();

        public ValueTask DisposeAsync()
        {
            Site.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    [GeneratedRegex("^[a-z]+[0-9]-")]
    private static partial Regex Host();
}
