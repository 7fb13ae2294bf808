using CarbonioInfra.Engine.Cli.Verbs;

namespace CarbonioInfra.Engine.Tests.Cli;

/// <summary>What a command line is refused for, and what it leaves behind.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly EngineFixture _engine = new();

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData("preview", "nosuch")]
    [InlineData("up", "nosuch", "--yes")]
    [InlineData("destroy", "nosuch", "--yes")]
    [InlineData("outputs", "nosuch")]
    public async Task A_stack_that_does_not_exist_leaves_nothing_behind_and_the_others_are_told(params string[] arguments)
    {
        _engine.Configure();

        Assert.Equal(1, await _engine.RunAsync(arguments));
        Assert.Contains("There is no stack 'nosuch'", _engine.Error, StringComparison.Ordinal);
        Assert.Contains("Known stacks: dev.", _engine.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_engine.StateDirectory));
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a/b")]
    public async Task What_is_no_name_of_a_stack_is_refused_as_an_argument(string name)
    {
        _engine.Configure();

        Assert.Equal(1, await _engine.RunAsync("up", name, "--yes"));
        Assert.Contains($"STACK: expected 1 to 100 letters, digits, '-', '_' or '.', found '{name}'", _engine.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_engine.StateDirectory));
    }

    [Fact]
    public async Task A_preview_writes_nothing_but_its_log()
    {
        _engine.Configure("  proj:commands: { one: echo first }");

        Assert.Equal(0, await _engine.RunAsync("preview", "dev"));
        var written = Directory.GetFileSystemEntries(_engine.StateDirectory, "*", SearchOption.AllDirectories);
        Assert.Equal(["logs", "preview.log"], written.Select(path => Path.GetFileName(path).Split('-')[^1]));
    }

    [Fact]
    public async Task A_preview_does_not_make_up_a_passphrase_for_secrets_that_it_cannot_open()
    {
        _engine.Configure("  proj:token: { secure: v1:AAAA:AAAA }", "encryptionsalt: v1:AAAA:v1:AAAA:AAAA");

        Assert.Equal(1, await _engine.RunAsync("preview", "dev"));
        Assert.Contains("The lab's own is not there", _engine.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_engine.StateDirectory, "dev.passphrase")));
    }

    [Theory]
    [InlineData("--nonsense")]
    [InlineData("extra")]
    public async Task Arguments_are_checked_before_the_lab_is_prepared(string argument)
    {
        _engine.Configure("  proj:commands: { one: echo first }");
        _engine.LabScript = Script($"touch {_engine["prepared"]}");

        Assert.Equal(1, await _engine.RunAsync("up", "dev", "--yes", argument));
        Assert.Contains(argument, _engine.Error, StringComparison.Ordinal);
        Assert.Contains("`./carbonio-infra up --help`", _engine.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_engine["prepared"]));
    }

    [Fact]
    public async Task Only_up_of_a_lab_prepares_the_machine_and_not_without_it()
    {
        _engine.Configure("  proj:commands: { one: echo first }");
        _engine.LabScript = Script($"echo \"$*\" >>{_engine["prepared"]}; ! [ -e {_engine["broken"]} ]");

        Assert.Equal(0, await _engine.RunAsync("preview", "dev"));
        Assert.False(File.Exists(_engine["prepared"]));
        await File.WriteAllTextAsync(_engine["broken"], "", TestContext.Current.CancellationToken);
        Assert.Equal(1, await _engine.RunAsync("up", "dev", "--yes"));
        Assert.Contains("Nothing was changed", _engine.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_engine.StatePath));
        Assert.Equal("install-packages --yes\n", await File.ReadAllTextAsync(_engine["prepared"], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_help_tells_every_verb_and_no_inner_option()
    {
        Assert.Equal(0, await _engine.RunAsync("--help"));

        Assert.All(["preview", "up", "destroy", "outputs", "lab"], verb => Assert.Contains($"\n  {verb} ", _engine.Output, StringComparison.Ordinal));
        Assert.Contains("power-off, power-on", _engine.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("--root", _engine.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("--program", _engine.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("--lab-script", _engine.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_help_and_the_labs_script_tell_the_same_verbs()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Pulumi.yaml")))
            folder = folder.Parent!;
        var script = await File.ReadAllLinesAsync(Path.Combine(folder.FullName, "embedded/Lab/lab.sh"), TestContext.Current.CancellationToken);
        var usage = script.SkipWhile(line => !line.StartsWith("usage:", StringComparison.Ordinal)).TakeWhile(line => line != "TEXT")
            .Where(line => line.StartsWith("    ", StringComparison.Ordinal) && line[4] != ' ').Select(line => line.Trim().Split(' ')[0]);

        // What only `up` and `destroy` call is left out.
        Assert.Equal(Lab.SubVerbs, usage.Except(["network-up", "network-down", "data-up", "data-down", "host-up", "host-down", "sweep"]));
    }

    /// <summary>A script that stands for the lab's.</summary>
    private string Script(string text)
    {
        var path = _engine["lab.sh"];
        File.WriteAllText(path, $"#!/bin/sh\n{text}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
