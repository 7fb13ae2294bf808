using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Steps;

/// <summary>Marks secrets in what a provider returns in plain.</summary>
internal static class SecretOutputs
{
    /// <summary>
    /// Outputs that the program declared secret become so, and each output whose same-named input is (or, inside maps and
    /// lists, holds) a secret.
    /// </summary>
    public static PropertyMap Mark(PropertyMap outputs, PropertyMap inputs, IReadOnlyCollection<string> additional) =>
        PropertyMap.From(outputs.Select(output => KeyValuePair.Create(output.Key,
            additional.Contains(output.Key) ? new PropertyValue.Secret(output.Value) : Mark(output.Value, inputs.Get(output.Key)))));

    private static PropertyValue Mark(PropertyValue output, PropertyValue input) => (output, input) switch
    {
        (PropertyValue.Secret, _) => output,
        (_, PropertyValue.Secret) => new PropertyValue.Secret(output),
        (PropertyValue.Map outputs, PropertyValue.Map inputs) when input.HoldsSecret() => Mark(outputs.Properties, inputs.Properties, []),
        // Positions need not correspond, so the whole list is secret.
        (PropertyValue.List, PropertyValue.List) when input.HoldsSecret() => new PropertyValue.Secret(output),
        _ => output,
    };
}
