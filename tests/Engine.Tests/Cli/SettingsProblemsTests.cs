namespace CarbonioInfra.Engine.Tests.Cli;

/// <summary>What is wrong with a stack file is told in one go, by whoever finds it: the engine knows types, the program meanings.</summary>
public sealed class SettingsProblemsTests : IDisposable
{
    private readonly EngineFixture _engine = new();

    public SettingsProblemsTests() => File.WriteAllText(_engine["Pulumi.yaml"], """
        name: proj
        runtime: dotnet
        main: program
        stackConfigDir: stacks
        config:
          platform: { type: string }
          end: { type: string, default: "" }
          token: { type: string, default: "" }
          count: { type: integer, default: 1 }
          commands: { type: object, default: {} }
        """);

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData("preview", "dev")]
    [InlineData("up", "dev", "--yes")]
    public async Task Problems_of_types_and_of_meaning_come_together(params string[] arguments)
    {
        _engine.Configure("  proj:end: error\n  proj:count: many\n  proj:nonsense: 1");

        Assert.Equal(1, await _engine.RunAsync(arguments));
        Assert.Contains("error: this went wrong", _engine.Output, StringComparison.Ordinal);
        Assert.Contains("'proj:count': expected a whole number, found 'many'", _engine.Output, StringComparison.Ordinal);
        Assert.Contains("'proj:nonsense' is no setting of the project", _engine.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(_engine.StatePath));
    }

    [Fact]
    public async Task A_program_that_does_not_mind_does_not_make_a_mistyped_setting_good()
    {
        _engine.Configure($"  proj:count: many\n  proj:commands: {{ one: touch {_engine["touched"]} }}");

        Assert.Equal(1, await _engine.RunAsync("up", "dev", "--yes"));
        Assert.Contains("'proj:count': expected a whole number", _engine.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(_engine["touched"]));
    }

    [Fact]
    public async Task Destroy_runs_no_program_and_names_them_all_the_same()
    {
        _engine.Configure("  proj:count: many\n  proj:nonsense: 1");

        Assert.Equal(1, await _engine.RunAsync("destroy", "dev", "--yes"));
        Assert.Contains("'proj:count': expected a whole number, found 'many'", _engine.Error, StringComparison.Ordinal);
        Assert.Contains("'proj:nonsense' is no setting", _engine.Error, StringComparison.Ordinal);
    }
}
