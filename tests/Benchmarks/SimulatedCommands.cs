using CarbonioInfra.Engine.Providers;
using CarbonioInfra.Engine.Providers.Command;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Benchmarks;

/// <summary>The command provider, but for its commands: every one succeeds at once and prints one word.</summary>
internal sealed class SimulatedCommands(ProviderEnvironment environment) : IResourceProvider
{
    private readonly CommandProvider _provider = new(environment);

    public string Package => _provider.Package;

    public IReadOnlyList<ProviderStatistic> Statistics => [];

    public IEnumerable<string> SecretTexts(PropertyMap properties) => _provider.SecretTexts(properties);

    public CheckResult Check(CheckRequest request) => _provider.Check(request);

    public DiffResult Diff(DiffRequest request) => _provider.Diff(request);

    public PropertyMap PreviewCreate(string type, PropertyMap inputs) => _provider.PreviewCreate(type, inputs);

    public PropertyMap PreviewUpdate(ResourceSnapshot current, PropertyMap newInputs) => _provider.PreviewUpdate(current, newInputs);

    public Task<CreateResult> CreateAsync(StepContext context, PropertyMap inputs, CancellationToken cancellationToken) =>
        Task.FromResult(new CreateResult(context.Name, inputs.With("stdout", "done").With("stderr", "")));

    public Task<PropertyMap> UpdateAsync(StepContext context, ResourceSnapshot current, PropertyMap newInputs,
        CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task DeleteAsync(StepContext context, ResourceSnapshot current, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask DisposeAsync() => _provider.DisposeAsync();
}
