using System.Collections.Immutable;
using Pulumi;
using Pulumi.Testing;

namespace CarbonioInfra.Sdk.Tests;

public sealed class MocksTests
{
    [Fact]
    public async Task Lambda_program_returns_its_resources_and_outputs()
    {
        var (resources, outputs) = await Deployment.TestAsync(new EchoMocks(), new TestOptions { IsPreview = false }, () =>
        {
            var component = new Group("outer");
            return new Dictionary<string, object?> { ["echo"] = component.First.Echo };
        });

        Assert.Equal(["outer", "outer-a"], resources.Select(resource => resource.GetResourceName()));
        Assert.Equal("hello", await Value((Output<string>)outputs["echo"]!));
    }

    private static Task<T> Value<T>(Output<T> output) => Pulumi.Utilities.OutputUtilities.GetValueAsync(output);

    private sealed class EchoMocks : IMocks
    {
        public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args) =>
            Task.FromResult<(string?, object)>((args.Name + "-id", args.Inputs));

        public Task<object> CallAsync(MockCallArgs args) => throw new NotSupportedException();
    }

    private sealed class Group : ComponentResource
    {
        public Group(string name)
            : base("test:index:Group", name) =>
            First = new Thing($"{name}-a", new ThingArgs { Echo = "hello" }, new CustomResourceOptions { Parent = this });

        public Thing First { get; }
    }

    private sealed class ThingArgs : ResourceArgs
    {
        [Input("echo")]
        public Input<string>? Echo { get; set; }
    }

    private sealed class Thing(string name, ThingArgs args, CustomResourceOptions? options = null)
        : CustomResource("test:index:Thing", name, args, options)
    {
        [Output("echo")]
        public Output<string> Echo { get; private set; } = null!;
    }
}
