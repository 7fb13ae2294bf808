using System.Globalization;
using System.Text.RegularExpressions;
using CarbonioInfra.Engine.Providers.Command.Ssh;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Providers.Command;

/// <summary>Runs the resources of Pulumi's <c>command</c> package, as its provider of version 1.2 does.</summary>
public sealed partial class CommandProvider : IResourceProvider
{
    private static readonly string[] ConnectionSecretNames = ["password", "privateKey", "privateKeyPassword"];

    private readonly ConnectionPool _connections;
    private readonly Dictionary<string, CommandResource> _resources;

    public CommandProvider(ProviderEnvironment environment)
        : this(environment, Liveness.Default)
    {
    }

    internal CommandProvider(ProviderEnvironment environment, Liveness liveness)
    {
        _connections = new(liveness);
        _resources = new(StringComparer.Ordinal)
        {
            ["command:remote:Command"] = new RemoteCommandResource(_connections),
            ["command:remote:CopyToRemote"] = new CopyToRemoteResource(_connections, environment.ProgramDirectory),
            ["command:local:Command"] = new LocalCommandResource(environment.ProgramDirectory),
        };
    }

    public string Package => "command";

    public IReadOnlyList<ProviderStatistic> Statistics => [new("SSH connections opened", _connections.Opened)];

    /// <summary>Not host, port and user of a connection, which is secret as a whole but is what messages are about.</summary>
    public IEnumerable<string> SecretTexts(PropertyMap properties) => properties.Without("connection").SecretTexts()
        .Concat(ConnectionSecrets(properties.Get("connection")));

    /// <summary>That of a command which starts with <c>timeout</c>.</summary>
    public TimeSpan? DeadlineOf(string type, PropertyMap inputs) =>
        inputs.TextOf("create") is { } command && TimeoutCommand().Match(command) is { Success: true } match
            ? TimeSpan.FromSeconds(int.Parse(match.Groups["seconds"].Value, CultureInfo.InvariantCulture))
            : null;

    public CheckResult Check(CheckRequest request) => _resources.TryGetValue(request.Type, out var resource)
        ? resource.Check(request.NewInputs)
        : new(request.NewInputs, [new("", $"resource type {request.Type} is not supported by the embedded engine")]);

    public DiffResult Diff(DiffRequest request) => CommandResource.Diff(request);

    public PropertyMap PreviewCreate(string type, PropertyMap inputs) => Resource(type).PreviewCreate(inputs);

    public PropertyMap PreviewUpdate(ResourceSnapshot current, PropertyMap newInputs) =>
        Resource(current.Type).PreviewUpdate(current, newInputs);

    public Task<CreateResult> CreateAsync(StepContext context, PropertyMap inputs, CancellationToken cancellationToken) =>
        Resource(context.Type).CreateAsync(context, inputs, cancellationToken);

    public Task<PropertyMap> UpdateAsync(StepContext context, ResourceSnapshot current, PropertyMap newInputs,
        CancellationToken cancellationToken) =>
        Resource(context.Type).UpdateAsync(context, current, newInputs, cancellationToken);

    public Task DeleteAsync(StepContext context, ResourceSnapshot current, CancellationToken cancellationToken) =>
        Resource(context.Type).DeleteAsync(context, current, cancellationToken);

    /// <summary>Closes every connection.</summary>
    public ValueTask DisposeAsync() => _connections.DisposeAsync();

    [GeneratedRegex(@"^(sudo -n )?timeout (-k \d+ )?(?<seconds>\d{1,9}) ")]
    private static partial Regex TimeoutCommand();

    private static IEnumerable<string> ConnectionSecrets(PropertyValue connection) => connection.Reveal() is PropertyValue.Map map
        ? ConnectionSecretNames.Select(map.Properties.TextOf).OfType<string>()
            .Concat(ConnectionSecrets(map.Properties.Get("proxy")))
        : [];

    private CommandResource Resource(string type) => _resources.TryGetValue(type, out var resource)
        ? resource
        : throw new ProviderException($"resource type {type} is not supported by the embedded engine");
}
