using CarbonioInfra.Sdk.Tests.Recording;
using CarbonioInfra.Sdk.Tests.Support;
using Pulumi;

namespace CarbonioInfra.Sdk.Tests.Running;

public sealed class ConfigTests
{
    private const string Json =
        """
        { "proj:text": "hello", "proj:yes": "true", "proj:odd": "True", "proj:number": "42", "proj:half": "1.5",
          "proj:object": "{\"Size\":3,\"names\":[\"a\"]}", "proj:config:legacy": "old", "other:key": "elsewhere" }
        """;

    [Fact]
    public Task Values_have_the_types_that_the_program_asks_for() => RunAsync(config =>
    {
        Assert.Equal("hello", config.Require("text"));
        Assert.True(config.RequireBoolean("yes"));
        Assert.Equal(42, config.RequireInt32("number"));
        Assert.Equal(1.5, config.RequireDouble("half"));
        Assert.Equal(3, config.RequireObject<Shape>("object").Size);
        Assert.Equal("old", config.Require("legacy"));
        Assert.Equal("elsewhere", new Config("other").Require("key"));
        Assert.Equal("elsewhere", new Config("other:config").Require("key"));
    });

    [Fact]
    public Task Property_names_of_objects_are_case_sensitive() =>
        RunAsync(config => Assert.Empty(config.RequireObject<Shape>("object").Names));

    [Fact]
    public Task Absent_values_are_null() => RunAsync(config =>
    {
        Assert.Null(config.Get("absent"));
        Assert.Null(config.GetBoolean("absent"));
        Assert.Null(config.GetInt32("absent"));
        Assert.Null(config.GetDouble("absent"));
        Assert.Null(config.GetObject<Shape>("absent"));
        Assert.Null(config.GetSecret("absent"));
        Assert.Null(config.GetSecretInt32("absent"));
        Assert.Null(config.GetSecretObject<Shape>("absent"));
    });

    [Fact]
    public async Task Secrets_are_what_the_program_reads_as_secrets()
    {
        Output<string>? text = null;
        Output<int>? number = null;
        await RunAsync(config => (text, number) = (config.RequireSecret("text"), config.GetSecretInt32("number")));

        Assert.True(await Output.IsSecretAsync(text!));
        Assert.True(await Output.IsSecretAsync(number!));
        Assert.Equal(42, await Values.ValueOf(number!));
    }

    [Fact]
    public Task Values_of_the_wrong_type_are_named() => RunAsync(config =>
    {
        AssertFails("Configuration 'proj:odd' value 'True' is not a valid Boolean", () => config.GetBoolean("odd"));
        AssertFails("Configuration 'proj:text' value 'hello' is not a valid Int32", () => config.RequireInt32("text"));
        AssertFails("Configuration 'proj:text' value 'hello' is not a valid Double", () => config.GetDouble("text"));
        AssertFails(
            $"Configuration 'proj:text' value 'hello' is not a valid {typeof(Shape).FullName}",
            () => config.GetObject<Shape>("text"));
    });

    [Fact]
    public Task Missing_values_are_named_with_the_command_that_sets_them() => RunAsync(config => AssertFails(
        "Missing Required configuration variable 'proj:absent'\n" +
        "\tplease set a value using the command `pulumi config set proj:absent <value>`",
        () => config.Require("absent")));

    private static void AssertFails(string message, Func<object?> read) =>
        Assert.Equal(message, Assert.ThrowsAny<RunException>(read).Message);

    private static async Task RunAsync(Action<Config> program)
    {
        Exception? failure = null;
        await ProgramRun.StackAgainstAsync(
            new Recorder(),
            () =>
            {
                var stack = new Stack();
                failure = Record.Exception(() => program(new Config()));
                return stack;
            },
            Json);
        Assert.Null(failure);
    }

    private sealed record Shape
    {
        public int Size { get; init; }

        public string[] Names { get; init; } = [];
    }
}
