using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Providers.Random;

/// <summary>
/// Runs the resources of Pulumi's <c>random</c> package that have to do with names and secrets, as its provider of version
/// 4.21 does: RandomPassword, RandomString, RandomId and RandomUuid.
/// </summary>
public sealed class RandomProvider : IResourceProvider
{
    private static readonly Dictionary<string, RandomResource> Resources = new(StringComparer.Ordinal)
    {
        ["random:index/randomId:RandomId"] = new RandomIdResource(),
        ["random:index/randomPassword:RandomPassword"] = new RandomStringResource(isPassword: true),
        ["random:index/randomString:RandomString"] = new RandomStringResource(isPassword: false),
        ["random:index/randomUuid:RandomUuid"] = new RandomUuidResource(),
    };

    public string Package => "random";

    public IReadOnlyList<ProviderStatistic> Statistics => [];

    public CheckResult Check(CheckRequest request) => Resources.TryGetValue(request.Type, out var resource)
        ? new(request.NewInputs, resource.Check(request.NewInputs))
        : new(request.NewInputs, [new("", Unsupported(request.Type))]);

    public DiffResult Diff(DiffRequest request)
    {
        var changes = Resource(request.Current.Type).Changes(request.Current.Inputs, request.NewInputs);
        return changes.Count == 0 ? DiffResult.None : new(DiffKind.Replace, changes);
    }

    public PropertyMap PreviewCreate(string type, PropertyMap inputs) => Resource(type).Preview(inputs);

    /// <summary>Nothing is ever updated, so there is nothing that an update would change.</summary>
    public PropertyMap PreviewUpdate(ResourceSnapshot current, PropertyMap newInputs) => current.Outputs;

    // On a pool thread because of bcrypt, which is slow on purpose.
    public Task<CreateResult> CreateAsync(StepContext context, PropertyMap inputs, CancellationToken cancellationToken) =>
        Task.Run(() => Resource(context.Type).Create(context, inputs), cancellationToken);

    public Task<PropertyMap> UpdateAsync(StepContext context, ResourceSnapshot current, PropertyMap newInputs,
        CancellationToken cancellationToken) => Task.FromResult(current.Outputs);

    public Task DeleteAsync(StepContext context, ResourceSnapshot current, CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static RandomResource Resource(string type) =>
        Resources.TryGetValue(type, out var resource) ? resource : throw new ProviderException(Unsupported(type));

    private static string Unsupported(string type) => $"resource type {type} is not supported by the embedded engine";
}
