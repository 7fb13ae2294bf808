using CarbonioInfra.Engine.State;

namespace CarbonioInfra.Engine.Tests.State;

public sealed class DependencyOrderTests
{
    [Fact]
    public void Everything_comes_after_what_it_refers_to_and_otherwise_by_name()
    {
        var resources = new[] { Of("d"), Of("a", "c"), Of("c", "d"), Of("b") };

        Assert.Equal(["d", "c", "a", "b"], DependencyOrder.Sort(resources).Select(resource => resource.Urn));
        Assert.Equal(["d", "c", "a", "b"], DependencyOrder.Sort([.. resources.Reverse()]).Select(resource => resource.Urn));
    }

    [Fact]
    public void A_live_resource_comes_before_its_leftover() => Assert.Equal(
        [false, true],
        DependencyOrder.Sort([Of("a") with { Delete = true }, Of("a")]).Select(resource => resource.Delete));

    [Fact]
    public void A_circle_is_named() => Assert.EndsWith(
        "in a circle:\n  b\n  a",
        Assert.Throws<EngineException>(() => DependencyOrder.Sort([Of("a", "b"), Of("b", "a"), Of("c")])).Message, StringComparison.Ordinal);

    [Fact]
    public void Long_chains_are_no_problem() => Assert.Equal(
        100_000,
        DependencyOrder.Sort([.. Enumerable.Range(0, 100_000).Select(number => Of($"{number:D6}", $"{number + 1:D6}"))]).Length);

    private static ResourceState Of(string urn, params string[] dependencies) =>
        new() { Urn = urn, Type = "t", Dependencies = [.. dependencies] };
}
