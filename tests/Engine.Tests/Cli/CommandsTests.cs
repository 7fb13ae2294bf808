using System.Text.Json;

namespace CarbonioInfra.Engine.Tests.Cli;

/// <summary>The commands with a real program process, real state files and local commands.</summary>
public sealed class CommandsTests : IDisposable
{
    private readonly EngineFixture _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task Up_creates_then_does_nothing_then_updates_then_destroys()
    {
        _engine.Configure("  proj:commands: { one: echo first, two: echo second }");
        Assert.Equal(0, await _engine.RunAsync("up", "dev", "--yes"));
        Assert.Contains("2 to create", _engine.Output, StringComparison.Ordinal);
        Assert.Contains("2 created", _engine.Output, StringComparison.Ordinal);
        Assert.Contains("SSH connections opened: 0", _engine.Output, StringComparison.Ordinal);
        Assert.Contains("  +  one created (", _engine.Output, StringComparison.Ordinal);
        Assert.Contains("[2 of 2]", _engine.Output, StringComparison.Ordinal);
        Assert.Contains("Critical path (2 steps", _engine.Output, StringComparison.Ordinal);

        var state = await _engine.StateAsync();
        Assert.Equal(0, await _engine.RunAsync("up", "dev", "--yes"));
        Assert.StartsWith("2 unchanged", LinesWithout("running in")[0], StringComparison.Ordinal);
        Assert.Equal(state, await _engine.StateAsync());

        _engine.Configure("  proj:commands: { one: echo first, two: echo changed }");
        Assert.Equal(0, await _engine.RunAsync("preview", "dev"));
        Assert.Contains("~  update   two  local:Command  [create]", _engine.Output, StringComparison.Ordinal);
        Assert.Contains("1 to update, 1 unchanged", _engine.Output, StringComparison.Ordinal);
        Assert.Equal(state, await _engine.StateAsync());
        Assert.Equal(0, await _engine.RunAsync("up", "dev", "--yes"));
        Assert.Contains("1 updated, 1 unchanged", _engine.Output, StringComparison.Ordinal);

        Assert.Equal(0, await _engine.RunAsync("destroy", "dev", "--yes"));
        Assert.Contains("2 deleted", _engine.Output, StringComparison.Ordinal);
        using var left = JsonDocument.Parse(await _engine.StateAsync());
        Assert.Equal(0, left.RootElement.GetProperty("deployment").GetProperty("resources").GetArrayLength());
    }

    [Fact]
    public async Task Outputs_are_masked_until_asked_for()
    {
        _engine.Configure("  proj:token: hunter22\n  proj:commands: { one: echo first }");
        await _engine.RunAsync("up", "dev", "--yes");
        Assert.DoesNotContain("hunter22", await _engine.StateAsync(), StringComparison.Ordinal);

        await _engine.RunAsync("outputs", "dev");
        Assert.Equal(["one    first", "plain  p", "token  [secret]"], LinesWithout("running in"));
        await _engine.RunAsync("outputs", "dev", "--json", "--show-secrets");
        using var json = JsonDocument.Parse(_engine.Output);
        Assert.Equal("hunter22", json.RootElement.GetProperty("token").GetString());
    }

    [Fact]
    public async Task Outputs_of_a_stack_that_never_ran_say_so()
    {
        _engine.Configure();
        Assert.Equal(0, await _engine.RunAsync("outputs", "dev"));
        Assert.Contains("Stack 'dev' is not up", _engine.Output, StringComparison.Ordinal);
        Assert.Equal(0, await _engine.RunAsync("outputs", "dev", "--json"));
        Assert.Equal("{}", _engine.Output.Trim());
    }

    [Fact]
    public async Task What_the_program_says_in_plan_and_run_is_shown_once()
    {
        _engine.Configure("  proj:end: warning\n  proj:commands: { one: echo first }");
        Assert.Equal(0, await _engine.RunAsync("up", "dev", "--yes"));

        Assert.Equal(1, _engine.Output.Split('\n').Count(line => line == "warning: this looks odd"));
        Assert.Equal(1, _engine.Output.Split('\n').Count(line => line == "a line"));
        Assert.Equal(2, (await _engine.LogsAsync()).Split('\n').Count(line => line.EndsWith("WARNING this looks odd", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Up_asks_and_no_is_respected()
    {
        _engine.Configure("  proj:commands: { one: echo first }");
        Assert.Equal(1, await _engine.RunAsync("up", "dev"));
        Assert.Contains("--yes", _engine.Error, StringComparison.Ordinal);

        _engine.Input = new StringReader("no\n");
        Assert.Equal(1, await _engine.RunAsync("up", "dev"));
        Assert.Contains("Nothing was changed", _engine.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_engine.StatePath));

        _engine.Input = new StringReader("yes\n");
        Assert.Equal(0, await _engine.RunAsync("up", "dev"));
    }

    [Theory]
    [InlineData("y\n\n YES \n", 0, 2)]
    [InlineData("y\nn\n", 1, 1)]
    [InlineData("sure\n", 1, 1)]
    public async Task What_is_neither_yes_nor_no_is_asked_again(string answers, int exit, int again)
    {
        _engine.Configure("  proj:commands: { one: echo first }");
        _engine.Input = new StringReader(answers);

        Assert.Equal(exit, await _engine.RunAsync("up", "dev"));
        Assert.Equal(again, _engine.Output.Split("Expected the whole word yes, or no; found '").Length - 1);
        Assert.Equal(exit == 0, File.Exists(_engine.StatePath));
    }

    [Fact]
    public async Task Resources_without_provider_are_previewed_but_not_applied()
    {
        _engine.Configure($"  proj:end: unprovided\n  proj:commands: {{ one: touch {_engine["touched"]} }}");
        Assert.Equal(0, await _engine.RunAsync("preview", "dev"));
        Assert.Contains("+  create   net  ec2/vpc:Vpc", _engine.Output, StringComparison.Ordinal);

        Assert.Equal(1, await _engine.RunAsync("up", "dev", "--yes"));
        Assert.Contains("aws: net", _engine.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_engine["touched"]));
        Assert.False(File.Exists(_engine.StatePath));
    }

    [Theory]
    [InlineData("error", "error: this went wrong")]
    [InlineData("crash", "error: Program exited with non-zero exit code: 3")]
    [InlineData("bail", "error: The program ended early")]
    public async Task A_program_that_ends_badly_fails_the_plan_and_changes_nothing(string end, string message)
    {
        _engine.Configure($"  proj:end: {end}\n  proj:commands: {{ one: touch {_engine["touched"]} }}");

        Assert.Equal(1, await _engine.RunAsync("up", "dev", "--yes"));
        Assert.Contains(message, _engine.Output, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed", _engine.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_engine["touched"]));
    }

    [Fact]
    public async Task A_program_that_ends_without_signal_is_complete()
    {
        _engine.Configure("  proj:end: no signal\n  proj:commands: { one: echo first, two: echo second }");
        Assert.Equal(0, await _engine.RunAsync("up", "dev", "--yes"));
        _engine.Configure("  proj:end: no signal\n  proj:commands: { one: echo first }");
        Assert.Equal(0, await _engine.RunAsync("up", "dev", "--yes"));

        Assert.Contains("1 deleted, 1 unchanged", _engine.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_step_tells_its_last_lines_skips_what_needs_it_and_fails_the_run()
    {
        _engine.Configure("  proj:commands: { one: echo first, two: \"echo what I saw; exit 4\", three: echo third }");
        Assert.Equal(1, await _engine.RunAsync("up", "dev", "--yes"));

        Assert.Contains("1 created, 1 failed, 1 skipped in ", _engine.Output, StringComparison.Ordinal);
        Assert.EndsWith("""

              !  two failed to create
                 ended     exit status 4: running "echo what I saw; exit 4" on this machine
                 its output
                   what I saw

            1 step skipped because two failed

            """, _engine.Output, StringComparison.Ordinal);
        var log = await File.ReadAllTextAsync(Directory.GetFiles(Path.Combine(_engine.StateDirectory, "logs")).Single(),
            TestContext.Current.CancellationToken);
        Assert.Contains("FAILED to create", log, StringComparison.Ordinal);
        Assert.Contains("three: skipped: it needs two", log, StringComparison.Ordinal);

        _engine.Configure("  proj:commands: { one: echo first, two: echo second, three: echo third }");
        Assert.Equal(0, await _engine.RunAsync("up", "dev", "--yes"));
        Assert.Contains("2 created, 1 unchanged", _engine.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replace_takes_a_name_and_refuses_one_that_nothing_has()
    {
        _engine.Configure("  proj:commands: { one: echo first, two: echo second }");
        await _engine.RunAsync("up", "dev", "--yes");

        Assert.Equal(1, await _engine.RunAsync("up", "dev", "--yes", "--replace", "on", "--replace", "three"));
        Assert.Contains("'on' is no resource of the stack; similar: one", _engine.Error, StringComparison.Ordinal);
        Assert.Contains("'three' is no resource", _engine.Error, StringComparison.Ordinal);
        Assert.Equal(0, await _engine.RunAsync("up", "dev", "--yes", "--replace", "two"));
        Assert.Contains("1 replaced, 1 unchanged", _engine.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stack_that_is_no_lab_needs_a_passphrase_to_store_its_state()
    {
        _engine.Configure();
        await File.WriteAllTextAsync(_engine["stacks/Pulumi.dev.yaml"], "config:\n  proj:commands: { one: echo first }\n",
            TestContext.Current.CancellationToken);
        Assert.Equal(0, await _engine.RunAsync("preview", "dev"));
        Assert.Equal(1, await _engine.RunAsync("up", "dev", "--yes"));
        Assert.Contains("PULUMI_CONFIG_PASSPHRASE", _engine.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_engine.StatePath));

        _engine.Set("PULUMI_CONFIG_PASSPHRASE", "secret");
        Assert.Equal(0, await _engine.RunAsync("up", "dev", "--yes"));
        _engine.Set("PULUMI_CONFIG_PASSPHRASE", "wrong");
        Assert.Equal(1, await _engine.RunAsync("up", "dev", "--yes"));
        Assert.Contains("incorrect passphrase", _engine.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_passphrase_does_not_reach_what_a_run_starts()
    {
        _engine.Configure("  proj:commands: { one: 'env | grep -c CONFIG_PASSPHRASE || true' }");
        _engine.Set("PULUMI_CONFIG_PASSPHRASE", "hunter22");
        using var run = _engine.Start("up", "dev", "--yes");
        await run.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, run.ExitCode);

        await _engine.RunAsync("outputs", "dev");
        Assert.Contains("one    0", _engine.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("up", "nowhere")]
    [InlineData("up", "dev", "--parallel", "0")]
    [InlineData("up", "dev", "--parallel", "many")]
    [InlineData("up")]
    [InlineData("sideways", "dev")]
    public async Task Bad_command_lines_end_with_an_error_and_no_stack_trace(params string[] arguments)
    {
        _engine.Configure();

        Assert.NotEqual(0, await _engine.RunAsync(arguments));
        Assert.NotEmpty(_engine.Error);
        Assert.DoesNotContain("   at ", _engine.Output + _engine.Error, StringComparison.Ordinal);
    }

    private string[] LinesWithout(string start) => [.. _engine.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Where(line => !line.StartsWith(start, StringComparison.Ordinal))];
}
