using CarbonioInfra.Engine.State;
using CarbonioInfra.Engine.Steps;

namespace CarbonioInfra.Engine.Tests.Steps;

public sealed class DeletionGraphTests
{
    [Fact]
    public async Task A_dependency_on_a_component_covers_its_children()
    {
        var component = new ResourceState { Urn = "comp", Type = "t" };
        var child = Custom("child") with { Parent = "comp" };
        var dependent = Custom("a-dependent") with { Dependencies = ["comp"] };

        Assert.Equal(["a-dependent", "child", "comp"], await OrderAsync(component, child, dependent));
    }

    [Fact]
    public async Task A_component_whose_children_need_the_dependent_does_not_block_everything()
    {
        var component = new ResourceState { Urn = "comp", Type = "t" };
        var child = Custom("child") with { Parent = "comp", Dependencies = ["dependent"] };
        var dependent = Custom("dependent") with { Dependencies = ["comp"] };

        Assert.Equal(["child", "dependent", "comp"], await OrderAsync(component, child, dependent));
    }

    [Fact]
    public async Task Independent_resources_go_at_the_same_time()
    {
        var both = new TaskCompletionSource();
        var waiting = 0;
        await new DeletionGraph([Custom("a"), Custom("b")]).RunAsync(async _ =>
        {
            if (Interlocked.Increment(ref waiting) == 2)
                both.SetResult();
            await both.Task;
            return true;
        });

        Assert.Equal(2, waiting);
    }

    private static async Task<List<string>> OrderAsync(params ResourceState[] resources)
    {
        var order = new List<string>();
        Assert.True(await new DeletionGraph(resources).RunAsync(resource =>
        {
            lock (order)
                order.Add(resource.Urn);
            return Task.FromResult(true);
        }));
        return order;
    }

    private static ResourceState Custom(string urn) => new() { Urn = urn, Type = "t:i:T", Custom = true };
}
