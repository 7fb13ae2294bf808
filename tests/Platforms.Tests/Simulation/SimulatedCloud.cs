using System.Globalization;
using System.Text.Json;
using CarbonioInfra.Engine.Providers;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Platforms.Tests.Simulation;

/// <summary>
/// A provider that decides by the package's schema, as the engine does for every package that it does not have, and makes resources
/// that exist in the state alone. A resource that is made anew has another id and other outputs.
/// </summary>
internal sealed class SimulatedCloud : IResourceProvider
{
    private readonly UnprovidedPackage _decisions;
    private readonly JsonElement _resources;
    private int _made;

    private SimulatedCloud(string package, string schema)
    {
        _decisions = new(package, PackageSchema.Read(schema));
        using var document = JsonDocument.Parse(File.ReadAllText(schema));
        _resources = document.RootElement.GetProperty("resources").Clone();
    }

    public string Package => _decisions.Package;

    public IReadOnlyList<ProviderStatistic> Statistics => [];

    public static SimulatedCloud Aws() => new("aws", Schema("Pulumi.Aws"));

    public static SimulatedCloud Proxmox() => new("proxmoxve", Schema("Pulumi.ProxmoxVE"));

    public CheckResult Check(CheckRequest request) => _decisions.Check(request);

    public DiffResult Diff(DiffRequest request) => _decisions.Diff(request);

    public PropertyMap PreviewCreate(string type, PropertyMap inputs) => _decisions.PreviewCreate(type, inputs);

    public PropertyMap PreviewUpdate(ResourceSnapshot current, PropertyMap newInputs) => _decisions.PreviewUpdate(current, newInputs);

    public Task<CreateResult> CreateAsync(StepContext context, PropertyMap inputs, CancellationToken cancellationToken)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{context.Name}-{Interlocked.Increment(ref _made)}");
        return Task.FromResult(new CreateResult(id, Outputs(context.Type, id, inputs)));
    }

    public Task<PropertyMap> UpdateAsync(StepContext context, ResourceSnapshot current, PropertyMap newInputs, CancellationToken cancellationToken) =>
        Task.FromResult(Outputs(context.Type, current.Id, newInputs));

    public Task DeleteAsync(StepContext context, ResourceSnapshot current, CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync() => _decisions.DisposeAsync();

    private static string Schema(string sdk) => Path.Combine(Site.Repository, "embedded", "Sdk", sdk, "schema.json");

    /// <summary>The inputs, and a text for every other property that is one; a disk's path in its datastore too.</summary>
    private PropertyMap Outputs(string type, string id, PropertyMap inputs)
    {
        var outputs = inputs;
        if (_resources.TryGetProperty(type, out var resource))
        {
            foreach (var property in resource.GetProperty("properties").EnumerateObject().Where(property => !inputs.ContainsKey(property.Name)
                && property.Value.TryGetProperty("type", out var kind) && kind.GetString() == "string"))
            {
                outputs = outputs.With(property.Name, $"{id}-{property.Name}");
            }
        }

        return inputs.Get("disks") is PropertyValue.List disks
            ? outputs.With("disks", PropertyValue.ListOf(disks.Items.OfType<PropertyValue.Map>().Select(PropertyValue (disk) =>
                disk.Properties.With("pathInDatastore", $"{id}-disk"))))
            : outputs;
    }
}
