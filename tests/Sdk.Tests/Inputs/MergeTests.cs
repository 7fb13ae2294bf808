using CarbonioInfra.Sdk.Tests.Support;
using Pulumi;

namespace CarbonioInfra.Sdk.Tests.Inputs;

/// <summary>Merging of resource options.</summary>
public sealed class MergeTests
{
    [Fact]
    public void The_second_wins_where_only_one_value_can_be()
    {
        var merged = CustomResourceOptions.Merge(
            new() { Version = "1", Protect = true, DeleteBeforeReplace = true, ImportId = "first" },
            new() { Version = "2", Protect = false, ImportId = null });

        Assert.Equal(("2", false, true, "first"), (merged.Version, merged.Protect, merged.DeleteBeforeReplace, merged.ImportId));
    }

    [Fact]
    public void Lists_are_joined_and_their_sources_left_alone()
    {
        var first = new CustomResourceOptions { IgnoreChanges = { "a" }, AdditionalSecretOutputs = { "x" } };
        var second = new CustomResourceOptions { IgnoreChanges = { "b" }, EnvVarMappings = { ["N"] = "V" } };
        var merged = CustomResourceOptions.Merge(first, second);
        merged.IgnoreChanges.Add("c");

        Assert.Equal(["a", "b", "c"], merged.IgnoreChanges);
        Assert.Equal(["x"], merged.AdditionalSecretOutputs);
        Assert.Equal("V", merged.EnvVarMappings["N"]);
        Assert.Equal((1, 1), (first.IgnoreChanges.Count, second.IgnoreChanges.Count));
    }

    [Fact]
    public async Task Dependencies_are_joined()
    {
        var count = 0;
        await Deployment.TestAsync(new EchoMocks(), new(), async () =>
        {
            var (a, b) = (new Thing("a"), new Thing("b"));
            var merged = ComponentResourceOptions.Merge(new() { DependsOn = { a } }, new() { DependsOn = { b } });
            count = (await Values.ValueOf(merged.DependsOn.ToOutput())).Length;
        });

        Assert.Equal(2, count);
    }

    [Fact]
    public async Task A_component_has_one_provider_per_package()
    {
        List<ProviderResource> providers = [];
        ThingProvider? second = null;
        await Deployment.TestAsync(new EchoMocks(), new(), () =>
        {
            second = new ThingProvider("second");
            providers = ComponentResourceOptions.Merge(
                new() { Providers = { new ThingProvider("first") } }, new() { Providers = { second } }).Providers;
        });

        Assert.Equal([second!], providers);
    }

    [Fact]
    public void Nothing_merges_with_anything()
    {
        Assert.Equal("1", CustomResourceOptions.Merge(null, new() { Version = "1" }).Version);
        Assert.Equal("1", ComponentResourceOptions.Merge(new() { Version = "1" }, null).Version);
        Assert.Null(CustomResourceOptions.Merge(null, null).Version);
    }
}
