using CarbonioInfra.Engine.Providers;
using CarbonioInfra.Engine.Providers.Command;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Tests.Providers.Command;

/// <summary>What the command provider decides without running anything: checks, differences and previews.</summary>
public sealed class CommandDiffTests : IAsyncLifetime
{
    private const string RemoteType = "command:remote:Command";
    private const string LocalType = "command:local:Command";

    private readonly CommandProvider _provider = new(new ProviderEnvironment("/", "/", "test"));

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    public static TheoryData<string, PropertyMap, PropertyMap, DiffKind> Differences => new()
    {
        { "nothing", Inputs(), Inputs(), DiffKind.None },
        { "create", Inputs(("create", "a")), Inputs(("create", "b")), DiffKind.Update },
        { "update added", Inputs(), Inputs(("update", "b")), DiffKind.Update },
        { "delete removed", Inputs(("delete", "b")), Inputs(), DiffKind.Update },
        { "stdin", Inputs(("stdin", "a")), Inputs(("stdin", "b")), DiffKind.Update },
        { "logging", Inputs(("logging", "none")), Inputs(("logging", "stderr")), DiffKind.Update },
        { "environment", Inputs(("environment", PropertyMap.Of(("A", "1")))), Inputs(("environment", PropertyMap.Of(("A", "2")))), DiffKind.Update },
        { "secret-ness", Inputs(("stdin", "a")), Inputs(("stdin", new PropertyValue.Secret("a"))), DiffKind.Update },
        { "unknown", Inputs(("stdin", "a")), Inputs(("stdin", PropertyValue.Unknown.Instance)), DiffKind.Update },
        { "connection", Inputs(Host("a")), Inputs(Host("b")), DiffKind.Update },
        { "same triggers", Inputs(Triggers("a")), Inputs(Triggers("a")), DiffKind.None },
        { "trigger changed", Inputs(Triggers("a")), Inputs(Triggers("b")), DiffKind.Replace },
        { "trigger added", Inputs(Triggers("a")), Inputs(Triggers("a", "b")), DiffKind.Replace },
        { "trigger removed", Inputs(Triggers("a", "b")), Inputs(Triggers("a")), DiffKind.Replace },
        { "trigger not known yet", Inputs(Triggers("a")), Inputs(Triggers(PropertyValue.Unknown.Instance)), DiffKind.Replace },
        { "triggers introduced", Inputs(), Inputs(Triggers("a")), DiffKind.Replace },
        { "triggers dropped", Inputs(Triggers("a")), Inputs(), DiffKind.Replace },
        { "empty triggers are not absent ones", Inputs(), Inputs(Triggers()), DiffKind.Replace },
        { "trigger and text", Inputs(Triggers("a"), ("create", "a")), Inputs(Triggers("b"), ("create", "b")), DiffKind.Replace },
    };

    [Theory]
    [MemberData(nameof(Differences), DisableDiscoveryEnumeration = true)]
    public void Triggers_replace_and_all_else_updates(string what, PropertyMap old, PropertyMap @new, DiffKind expected)
    {
        Assert.NotEmpty(what);
        foreach (var type in (string[])[RemoteType, LocalType, "command:remote:CopyToRemote"])
        {
            var difference = _provider.Diff(new DiffRequest("urn", new(type, "id", old, PropertyMap.Empty), @new, []));

            Assert.Equal(expected, difference.Kind);
            Assert.Equal(expected != DiffKind.None, difference.Changes.Count > 0);
            Assert.False(difference.DeleteBeforeReplace);
        }
    }

    [Fact]
    public void Check_fills_in_the_connections_defaults_and_makes_it_secret()
    {
        var inputs = PropertyMap.Of(("connection", PropertyMap.Of(("host", "svc1"), ("proxy", PropertyMap.Of(("host", "bastion"), ("user", "admin"))))));

        var result = _provider.Check(new CheckRequest("urn", RemoteType, "step", PropertyMap.Empty, inputs));

        Assert.Empty(result.Failures);
        var defaults = PropertyMap.Of(("user", "root"), ("port", 22), ("dialErrorLimit", 10), ("perDialTimeout", 15));
        var expected = PropertyMap.From(defaults.Concat(PropertyMap.Of(
            ("host", "svc1"),
            ("proxy", PropertyMap.From(defaults.Concat(PropertyMap.Of(("host", "bastion"), ("user", "admin"))))))));
        Assert.Equal(new PropertyValue.Secret(expected), result.Inputs.Get("connection"));
        Assert.Equal(result.Inputs, _provider.Check(new CheckRequest("urn", RemoteType, "step", result.Inputs, result.Inputs)).Inputs);
    }

    [Fact]
    public void What_is_not_known_yet_passes_the_check()
    {
        var unknown = PropertyValue.Unknown.Instance;
        var inputs = PropertyMap.Of(
            ("connection", PropertyMap.Of(("host", unknown), ("port", unknown), ("hostKey", unknown))),
            ("create", unknown), ("triggers", unknown), ("environment", PropertyMap.Of(("A", unknown))));

        Assert.Empty(_provider.Check(new CheckRequest("urn", RemoteType, "step", PropertyMap.Empty, inputs)).Failures);
        Assert.Empty(_provider.Check(
            new CheckRequest("urn", RemoteType, "step", PropertyMap.Empty, inputs.With("connection", unknown))).Failures);
    }

    [Fact]
    public void Every_problem_is_reported_at_once_with_its_place()
    {
        var inputs = PropertyMap.Of(
            ("connection", PropertyMap.Of(("port", 70_000), ("dialErrorLimit", -2), ("perDialTimeout", "soon"), ("hostKey", "none"),
                ("proxy", PropertyMap.Of(("host", ""), ("user", ""), ("proxy", PropertyMap.Of(("host", "x"))))))),
            ("create", 5),
            ("logging", "loud"),
            ("environment", PropertyMap.Of(("A", 1))),
            ("triggers", "x"),
            ("addPreviousOutputInEnv", "yes"));

        var failures = _provider.Check(new CheckRequest("urn", RemoteType, "step", PropertyMap.Empty, inputs)).Failures;

        Assert.Equal(
            [
                "addPreviousOutputInEnv", "connection.dialErrorLimit", "connection.host", "connection.hostKey", "connection.perDialTimeout",
                "connection.port", "connection.proxy.host", "connection.proxy.proxy", "connection.proxy.user", "create", "environment.A", "logging",
                "triggers",
            ],
            failures.Select(failure => failure.Property).Order(StringComparer.Ordinal));
        Assert.Contains(new("connection.port", "expected a whole number from 1 to 65535, found 70000"), failures);
        Assert.Contains(new("logging", "expected one of stdout, stderr, stdoutAndStderr, none, found \"loud\""), failures);
    }

    [Theory]
    [InlineData(RemoteType, "connection", "is required")]
    [InlineData(LocalType, "assetPaths", "is not supported by the embedded engine")]
    [InlineData(LocalType, "interpreter", "expected at least one word, found an empty list")]
    [InlineData("command:remote:CopyFile", "", "resource type command:remote:CopyFile is not supported by the embedded engine")]
    public void What_cannot_work_is_refused(string type, string property, string reason)
    {
        var inputs = type == LocalType ? PropertyMap.Of((property, PropertyValue.ListOf())) : PropertyMap.Empty;

        var failures = _provider.Check(new CheckRequest("urn", type, "step", PropertyMap.Empty, inputs)).Failures;

        Assert.Equal([new CheckFailure(property, reason)], failures);
    }

    [Fact]
    public void A_preview_knows_output_only_where_nothing_changes()
    {
        var inputs = Inputs(("create", "a"));
        var current = new ResourceSnapshot(RemoteType, "id", inputs, inputs.With("stdout", "out").With("stderr", ""));

        Assert.IsType<PropertyValue.Unknown>(_provider.PreviewCreate(RemoteType, inputs).Get("stdout"));
        Assert.Equal("out", _provider.PreviewUpdate(current, inputs).TextOf("stdout"));
        Assert.IsType<PropertyValue.Unknown>(_provider.PreviewUpdate(current, Inputs(("create", "b"))).Get("stdout"));
        Assert.IsType<PropertyValue.Unknown>(_provider.PreviewUpdate(current, Inputs(("create", PropertyValue.Unknown.Instance))).Get("stderr"));
    }

    private static PropertyMap Inputs(params IEnumerable<(string Name, PropertyValue Value)> inputs) => PropertyMap.Of(inputs);

    private static (string Name, PropertyValue Value) Triggers(params IEnumerable<PropertyValue> triggers) =>
        ("triggers", PropertyValue.ListOf(triggers));

    private static (string Name, PropertyValue Value) Host(string host) =>
        ("connection", new PropertyValue.Secret(PropertyMap.Of(("host", host))));
}
