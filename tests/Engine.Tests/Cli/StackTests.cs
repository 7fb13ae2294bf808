using CarbonioInfra.Engine.Configuration;

namespace CarbonioInfra.Engine.Tests.Cli;

/// <summary>The verbs of <c>stack</c>.</summary>
public sealed class StackTests : IDisposable
{
    private readonly EngineFixture _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task Init_writes_every_setting_and_says_what_is_to_be_filled_in()
    {
        await File.WriteAllTextAsync(_engine["Pulumi.yaml"], """
            name: proj
            runtime: dotnet
            stackConfigDir: stacks
            config:
              sizes: { type: object, description: How big., default: { gib: 10, text: "no" } }
              platform: { type: string, description: "Where the nodes run: existing or lab." }
              key: { type: string, default: "" }
            """, TestContext.Current.CancellationToken);
        Assert.Equal(0, await _engine.RunAsync("stack", "init", "prod"));

        Assert.EndsWith("fill in proj:platform\n", _engine.Output, StringComparison.Ordinal);
        Assert.Equal(
            """
            # Stack prod: what is peculiar to it. Pulumi.yaml has every setting with its type and default.
            config:
              # Where the nodes run: existing or lab.
              proj:platform:
              # How big.
              # proj:sizes: {gib: 10, text: "no"}
              # proj:key: ""

            """, await File.ReadAllTextAsync(_engine["stacks/Pulumi.prod.yaml"], TestContext.Current.CancellationToken));
        Assert.Equal(0, await _engine.RunAsync("config", "set", "prod", "platform", "existing"));
        Assert.Equal(["proj:platform"], StackFile.Read(ProjectFile.Read(_engine.Root), "prod").Config.Keys);

        Assert.Equal(1, await _engine.RunAsync("stack", "init", "prod"));
        Assert.Contains("There is a stack 'prod' already", _engine.Error, StringComparison.Ordinal);
        Assert.Contains("existing", await File.ReadAllTextAsync(_engine["stacks/Pulumi.prod.yaml"], TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ls_tells_stacks_and_what_they_have()
    {
        _engine.Configure("  proj:commands: { one: echo first }");
        await File.WriteAllTextAsync(_engine["stacks/Pulumi.staging.yaml"], "", TestContext.Current.CancellationToken);
        await _engine.RunAsync("up", "dev", "--yes");

        Assert.Equal(0, await _engine.RunAsync("stack", "ls"));
        Assert.Equal("dev      3 resources\nstaging  no resources\n", _engine.Output);
        await File.WriteAllTextAsync(_engine.StatePath, "{", TestContext.Current.CancellationToken);
        await _engine.RunAsync("stack", "ls");
        Assert.Contains("dev      its state is damaged", _engine.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rm_refuses_while_there_are_resources_asks_and_leaves_only_logs()
    {
        _engine.Configure("  proj:commands: { one: echo first }");
        await _engine.RunAsync("up", "dev", "--yes");
        Assert.Equal(1, await _engine.RunAsync("stack", "rm", "dev", "--yes"));
        Assert.Contains("has 3 resources: ", _engine.Error, StringComparison.Ordinal);

        await _engine.RunAsync("destroy", "dev", "--yes");
        await _engine.RunAsync("stack", "ls");
        Assert.Equal("dev  no resources\n", _engine.Output);
        _engine.Input = new StringReader("no\n");
        Assert.Equal(1, await _engine.RunAsync("stack", "rm", "dev"));
        Assert.True(File.Exists(_engine["stacks/Pulumi.dev.yaml"]));
        Assert.Equal(0, await _engine.RunAsync("stack", "rm", "dev", "--yes"));
        Assert.False(File.Exists(_engine["stacks/Pulumi.dev.yaml"]));
        Assert.Equal(["logs"], Directory.GetFileSystemEntries(_engine.StateDirectory).Select(Path.GetFileName));
    }
}
