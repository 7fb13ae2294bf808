using System.Text.Json;
using CarbonioInfra.Sdk.Tests.Support;
using Pulumi;

namespace CarbonioInfra.Sdk.Tests.Outputs;

public sealed class JsonTests
{
    [Fact]
    public async Task Outputs_and_inputs_inside_stand_with_their_values()
    {
        var graph = new Dictionary<string, object?>
        {
            ["output"] = Output.Create("a"),
            ["late"] = Output.Create(LaterAsync()),
            ["list"] = new InputList<string> { "x", Output.Create("y") },
            ["map"] = new InputMap<int> { { "k", 1 } },
            ["plain"] = null,
        };

        Assert.Equal(
            """{"output":"a","late":[1,2],"list":["x","y"],"map":{"k":1},"plain":null}""",
            await Values.ValueOf(Output.JsonSerialize(Output.Create(graph))));
    }

    [Fact]
    public async Task Options_are_those_of_the_caller()
    {
        var options = new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };
        var json = Output.JsonSerialize(Output.Create(new Shape(3)), options);

        Assert.Equal("""{"size":3}""", await Values.ValueOf(json));
        Assert.Equal(new Shape(3), await Values.ValueOf(Output.JsonDeserialize<Shape>(json, options)));
    }

    [Fact]
    public async Task An_unknown_deep_inside_makes_the_text_unknown()
    {
        var graph = new[] { new Dictionary<string, Output<string>> { ["x"] = Values.UnknownOutput("later") } };

        Assert.False(await Values.IsKnown(Output.JsonSerialize(Output.Create(graph))));
    }

    private static async Task<int[]> LaterAsync()
    {
        await Task.Yield();
        return [1, 2];
    }

    private sealed record Shape(int Size);
}
