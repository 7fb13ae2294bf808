using CarbonioInfra.Engine.Providers;
using CarbonioInfra.Engine.Providers.Command;
using CarbonioInfra.Engine.Providers.Command.Ssh;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Tests.Providers.Command;

/// <summary>A command provider as the engine drives it, with short names for what the tests do all the time.</summary>
internal sealed class Remote : IAsyncDisposable
{
    public const string CommandType = "command:remote:Command";

    public CommandProvider Provider { get; init; } = Create(Liveness.Default);

    public RecordingLog Log { get; } = new();

    public long ConnectionsOpened => Provider.Statistics.Single().Value;

    /// <summary>The connection input for a test server: pinned, and not patient.</summary>
    public static PropertyMap Connection(SshServer server, params IEnumerable<(string Name, PropertyValue Value)> changes) =>
        PropertyMap.From(PropertyMap.Of(
                ("host", server.Address),
                ("port", server.Port),
                ("user", SshServer.User),
                ("privateKey", server.UserKey),
                ("hostKey", server.HostKey),
                ("dialErrorLimit", 0))
            .Concat(PropertyMap.Of(changes)));

    public static PropertyMap Inputs(PropertyMap connection, string create, params IEnumerable<(string Name, PropertyValue Value)> more) =>
        PropertyMap.From(PropertyMap.Of(("connection", connection), ("create", create)).Concat(PropertyMap.Of(more)));

    /// <summary>Checks and creates.</summary>
    public async Task<PropertyMap> CreateAsync(PropertyMap inputs, TimeSpan? timeout = null, CancellationToken? cancellationToken = null,
        CancellationToken? stopping = null)
    {
        var result = await Provider.CreateAsync(Context(timeout) with { Stopping = stopping ?? CancellationToken.None }, Check(inputs), cancellationToken ?? TestContext.Current.CancellationToken);
        return result.Outputs;
    }

    public Task<PropertyMap> RunAsync(SshServer server, string command, params IEnumerable<(string Name, PropertyValue Value)> more) =>
        CreateAsync(Inputs(Connection(server), command, more));

    public PropertyMap Check(PropertyMap inputs, string type = CommandType)
    {
        var result = Provider.Check(new CheckRequest("urn", type, "step", PropertyMap.Empty, inputs));
        Assert.Empty(result.Failures);
        return result.Inputs;
    }

    public StepContext Context(TimeSpan? timeout = null, string type = CommandType) => new("urn", type, "step", Log, timeout);

    public static CommandProvider Create(Liveness liveness) =>
        new(new ProviderEnvironment(Path.GetTempPath(), Path.GetTempPath(), "test"), liveness);

    public ValueTask DisposeAsync() => Provider.DisposeAsync();
}
