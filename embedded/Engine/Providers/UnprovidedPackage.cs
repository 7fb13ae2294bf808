using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Providers;

/// <summary>
/// Stands in for a provider that this engine does not have, as far as a preview needs one: with the package's schema it fills
/// in defaults and tells replacements from updates; without, every difference is an update.
/// </summary>
internal sealed class UnprovidedPackage(string package, PackageSchema? schema) : IResourceProvider
{
    public string Package => package;

    public IReadOnlyList<ProviderStatistic> Statistics => [];

    public CheckResult Check(CheckRequest request) =>
        new(schema?.WithDefaults(request.Type, request.NewInputs) ?? request.NewInputs);

    public DiffResult Diff(DiffRequest request)
    {
        var changes = PropertyDifference.Between(request.Current.Inputs, request.NewInputs);
        if (changes.Count == 0)
            return DiffResult.None;
        var replaces = changes.Any(change => schema?.ReplacesOnChange(request.Current.Type, change.Path) == true);
        return new(replaces ? DiffKind.Replace : DiffKind.Update, changes);
    }

    // What a provider would add cannot be told; what it would keep are the inputs.
    public PropertyMap PreviewCreate(string type, PropertyMap inputs) => inputs;

    public PropertyMap PreviewUpdate(ResourceSnapshot current, PropertyMap newInputs) =>
        PropertyMap.From(current.Outputs.Select(output => KeyValuePair.Create(output.Key, (PropertyValue)PropertyValue.Unknown.Instance))
            .Concat(newInputs));

    public Task<CreateResult> CreateAsync(StepContext context, PropertyMap inputs, CancellationToken cancellationToken) =>
        throw NotHere();

    public Task<PropertyMap> UpdateAsync(StepContext context, ResourceSnapshot current, PropertyMap newInputs,
        CancellationToken cancellationToken) => throw NotHere();

    public Task DeleteAsync(StepContext context, ResourceSnapshot current, CancellationToken cancellationToken) => throw NotHere();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private ProviderException NotHere() => new($"this engine has no provider for package '{package}'; use the pulumi CLI");
}
