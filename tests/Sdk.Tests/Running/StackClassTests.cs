using CarbonioInfra.Sdk.Tests.Recording;
using CarbonioInfra.Sdk.Tests.Support;
using Pulumi;
using Pulumi.Testing;

namespace CarbonioInfra.Sdk.Tests.Running;

/// <summary>Programs that are a class.</summary>
public sealed class StackClassTests
{
    [Fact]
    public async Task Output_properties_are_the_outputs_of_the_stack()
    {
        var mocks = new EchoMocks();
        var resources = await Deployment.TestAsync<GoodStack>(mocks, new TestOptions { IsPreview = false });

        Assert.IsType<GoodStack>(resources[0]);
        var outputs = Assert.Single(mocks.Outputs);
        Assert.Equal("urn:pulumi:stack::project::pulumi:pulumi:Stack::project-stack", outputs.Urn);
        Assert.Equal(["Count", "text"], outputs.Outputs.Keys.Order());
        Assert.Equal(3.0, await Values.ValueOf(outputs.Outputs["Count"]));
    }

    [Fact]
    public async Task Outputs_must_be_assigned() => Assert.Equal(
        "Output(s) 'text' have no value assigned. [Output] attributed properties must be assigned inside Stack constructor.",
        (await Assert.ThrowsAsync<RunException>(() => Deployment.TestAsync<UnassignedStack>(new EchoMocks()))).Message);

    [Fact]
    public async Task Outputs_must_be_outputs() => Assert.Equal(
        "Output(s) 'text' have incorrect type. [Output] attributed properties must be instances of Output<T>.",
        (await Assert.ThrowsAsync<RunException>(() => Deployment.TestAsync<MistypedStack>(new EchoMocks()))).Message);

    [Fact]
    public async Task Stacks_can_come_from_a_service_provider()
    {
        var resources = await Deployment.TestWithServiceProviderAsync<UnassignableStack>(new EchoMocks(), new Services());

        Assert.Equal("from the container", Assert.IsType<UnassignableStack>(resources[0]).Name);
    }

    [Fact]
    public async Task A_throwing_constructor_is_not_wrapped()
    {
        var recorder = new Recorder();
        await ProgramRun.StackAgainstAsync(recorder, () => new ThrowingStack());

        Assert.Equal(["not today"], recorder.Errors);
    }

    private sealed class GoodStack : Stack
    {
        public GoodStack() => Text = new Thing("thing", new ThingArgs { Text = "x" }).Text;

        [Output("text")]
        public Output<string> Text { get; }

        [Output]
        public Output<int> Count { get; } = Output.Create(3);
    }

    private sealed class UnassignedStack : Stack
    {
        [Output("text")]
        public Output<string>? Text { get; set; }
    }

    private sealed class MistypedStack : Stack
    {
        [Output("text")]
        public string Text { get; } = "x";
    }

    private sealed class UnassignableStack(string name) : Stack
    {
        public string Name { get; } = name;
    }

    private sealed class ThrowingStack : Stack
    {
        public ThrowingStack() => throw new RunException("not today");
    }

    private sealed class Services : IServiceProvider
    {
        public object? GetService(Type serviceType) => new UnassignableStack("from the container");
    }
}
