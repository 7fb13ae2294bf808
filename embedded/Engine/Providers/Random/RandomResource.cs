using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Providers.Random;

/// <summary>
/// One resource type of the random package: generated once, then fixed. Any effective change of an input makes a new one;
/// writing a default down, or marking an input secret, is none.
/// </summary>
internal abstract class RandomResource
{
    /// <summary>The outputs that are generated rather than given.</summary>
    public abstract IReadOnlyList<string> Generated { get; }

    /// <summary>Every problem of the inputs.</summary>
    public abstract IReadOnlyList<CheckFailure> Check(PropertyMap inputs);

    /// <summary>The inputs as they take effect: defaults filled in, nothing that does not count.</summary>
    public abstract PropertyMap Effective(PropertyMap inputs);

    /// <summary>Generates the id and the outputs of <see cref="Generated"/>.</summary>
    public abstract (string Id, PropertyMap Generated) Create(PropertyMap effective);

    /// <summary>What changed between two sets of inputs.</summary>
    public IReadOnlyList<PropertyChange> Changes(PropertyMap old, PropertyMap @new) =>
        PropertyDifference.Between(Effective(old.Reveal()), Effective(@new.Reveal()));

    public PropertyMap Preview(PropertyMap inputs) =>
        Outputs(inputs, PropertyMap.Of(Generated.Select(name => (name, (PropertyValue)PropertyValue.Unknown.Instance))));

    public CreateResult Create(StepContext context, PropertyMap inputs)
    {
        var failures = Check(inputs);
        if (failures.Count > 0)
            throw new ProviderException($"{context.Name}: {string.Join("; ", failures.Select(failure => $"{failure.Property} {failure.Reason}"))}");
        var (id, generated) = Create(Effective(inputs.Reveal()));
        return new(id, Outputs(inputs, generated));
    }

    // Secret marks on inputs stay: the defaults come first, then the inputs as the program sent them.
    private PropertyMap Outputs(PropertyMap inputs, PropertyMap generated) =>
        PropertyMap.From(Effective(inputs.Reveal()).Concat(inputs).Concat(generated));
}
