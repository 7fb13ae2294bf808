using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Tests.Steps;

/// <summary>Inputs of <see cref="FakeProvider"/>'s resources, and what a stack has of them.</summary>
internal static class TestInputs
{
    /// <summary>One whose change is an update.</summary>
    public static PropertyMap Text(string value) => PropertyMap.Of(("text", value));

    /// <summary>One whose change is a replacement.</summary>
    public static PropertyMap Replacing(string value) => PropertyMap.Of(("replace", value));

    public static IEnumerable<string> Names(this TestStack stack) => stack.State.Resources
        .Where(resource => !Urn.IsProvider(resource.Urn)).Select(resource => Urn.NameOf(resource.Urn)).Order(StringComparer.Ordinal);
}
