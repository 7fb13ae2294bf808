using Pulumi;

namespace CarbonioInfra.Components.Platforms;

/// <summary>What must be there before a platform makes anything.</summary>
public static class Beforehand
{
    /// <summary>
    /// Lets all resources of a component, and of components in it, wait for <paramref name="resources"/>: a component's own
    /// <see cref="ResourceOptions.DependsOn"/> is not passed on to them.
    /// </summary>
    /// <param name="options">The component's options; they are changed.</param>
    /// <param name="resources">What they wait for; null or empty: nothing.</param>
    /// <returns><paramref name="options"/>.</returns>
    public static ComponentResourceOptions Of(ComponentResourceOptions options, IReadOnlyCollection<Resource>? resources)
    {
        if (resources is { Count: > 0 })
        {
            options.ResourceTransformations.Add(made => made.Options is CustomResourceOptions custom
                ? new ResourceTransformationResult(made.Args, CustomResourceOptions.Merge(custom, new CustomResourceOptions { DependsOn = resources.ToArray() }))
                : null);
        }

        return options;
    }
}
