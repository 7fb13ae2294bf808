using CarbonioInfra.Engine.Providers;
using CarbonioInfra.Engine.Providers.Command;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Tests.Shared;

/// <summary>The command provider, but for its commands: every one succeeds at once, prints what the caller says, and is forgotten.</summary>
/// <param name="environment">Of the run.</param>
/// <param name="stdout">What a command prints, by its name. Default: one word.</param>
internal sealed class SimulatedCommands(ProviderEnvironment environment, Func<string, string>? stdout = null) : IResourceProvider
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
        Task.FromResult(new CreateResult(context.Name, inputs.With("stdout", stdout?.Invoke(context.Name) ?? "done").With("stderr", "")));

    public Task<PropertyMap> UpdateAsync(StepContext context, ResourceSnapshot current, PropertyMap newInputs,
        CancellationToken cancellationToken) => Task.FromResult(PropertyMap.From(current.Outputs.Where(output => !newInputs.ContainsKey(output.Key)).Concat(newInputs)));

    public Task DeleteAsync(StepContext context, ResourceSnapshot current, CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync() => _provider.DisposeAsync();
}
