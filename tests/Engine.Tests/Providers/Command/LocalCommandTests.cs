using System.Diagnostics;
using CarbonioInfra.Engine.Providers;
using CarbonioInfra.Engine.Providers.Command;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Tests.Providers.Command;

/// <summary>Commands on this machine.</summary>
public sealed class LocalCommandTests : IAsyncLifetime
{
    private const string Type = "command:local:Command";

    private readonly TemporaryFolder _programDirectory = new();
    private readonly RecordingLog _log = new();
    private readonly CommandProvider _provider;

    public LocalCommandTests() =>
        _provider = new(new ProviderEnvironment(_programDirectory.Path, _programDirectory.Path, "test"));

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        _programDirectory.Dispose();
    }

    [Fact]
    public async Task It_runs_in_the_program_directory_with_the_posix_shell()
    {
        var outputs = await RunAsync("echo \"$PWD\"; echo err >&2; echo \"$0\"");

        Assert.Equal($"{_programDirectory.Path}\n/bin/sh", outputs.TextOf("stdout"));
        Assert.Equal("err", outputs.TextOf("stderr"));
        Assert.Equal(["err"], _log.LinesFrom(StepOutput.StandardError));
    }

    [Fact]
    public async Task Directory_interpreter_and_environment_are_chosen()
    {
        Directory.CreateDirectory(_programDirectory["sub"]);

        var outputs = await RunAsync("pwd; echo \"$NAME\"; [[ a == a ]] && echo \"$HOME\"",
            ("dir", "sub"),
            ("interpreter", PropertyValue.ListOf("/bin/bash", "-euc")),
            ("environment", PropertyMap.Of(("NAME", "value"), ("HOME", "/elsewhere"))));

        Assert.Equal($"{_programDirectory["sub"]}\nvalue\n/elsewhere", outputs.TextOf("stdout"));
    }

    [Fact]
    public async Task A_missing_directory_is_named()
    {
        var failure = await Assert.ThrowsAsync<ProviderException>(() => RunAsync("true", ("dir", "nowhere")));

        Assert.Equal($"the command's directory does not exist: {_programDirectory["nowhere"]}", failure.Message);
    }

    [Fact]
    public async Task A_missing_interpreter_is_named()
    {
        var failure = await Assert.ThrowsAsync<ProviderException>(
            () => RunAsync("true", ("interpreter", PropertyValue.ListOf("/nonexistent/shell"))));

        Assert.Contains("/nonexistent/shell: No such file or directory", failure.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_need_not_read_its_input()
    {
        var outputs = await RunAsync("(sleep 300 >/dev/null 2>&1 & echo $!) 0<&0", ("stdin", new string('x', 1 << 20)));

        using var daemon = Process.GetProcessById(int.Parse(outputs.TextOf("stdout")!));
        daemon.Kill();
    }

    [Fact]
    public async Task A_failing_command_tells_status_and_output()
    {
        var failure = await Assert.ThrowsAsync<ProviderException>(() => RunAsync("echo seen; exit 7"));

        Assert.Equal("exit status 7: running \"echo seen; exit 7\" on this machine", failure.Message);
        Assert.Equal("seen\n", failure.Output);
    }

    [Theory]
    [InlineData("some input\n", "some input")]
    [InlineData(null, "")]
    public async Task Standard_input_is_what_was_given_and_ends(string? stdin, string expected)
    {
        var more = stdin is null ? Array.Empty<(string, PropertyValue)>() : [("stdin", stdin)];

        Assert.Equal(expected, (await RunAsync("cat", more)).TextOf("stdout"));
    }

    [Fact]
    public async Task Secrets_on_standard_input_are_masked_in_the_log()
    {
        await RunAsync("cat", ("stdin", "password=canary-1234\n"));

        Assert.Equal(["[secret]"], _log.Lines);
    }

    [Fact]
    public async Task A_daemon_that_lets_go_of_the_output_is_not_waited_for()
    {
        var outputs = await RunAsync("sleep 300 </dev/null >/dev/null 2>&1 & echo $!");

        using var daemon = Process.GetProcessById(int.Parse(outputs.TextOf("stdout")!));
        Assert.False(daemon.HasExited);
        daemon.Kill();
    }

    [Fact]
    public async Task A_deadline_ends_the_whole_process_group()
    {
        var failure = await Assert.ThrowsAsync<ProviderException>(() => RunAsync(
            "sleep 300 & echo $!; wait", TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken));

        Assert.Contains("step did not finish within its deadline of 1 s (customTimeouts); it was ended", failure.Message, StringComparison.Ordinal);
        await AssertEndsAsync(failure.Output);
    }

    [Fact]
    public async Task Cancelling_ends_even_a_command_that_ignores_it()
    {
        using var cancellation = new CancellationTokenSource();
        var running = RunAsync("trap '' TERM; echo begun $$; sleep 300; sleep 300", timeout: null, cancellation.Token);
        var line = await _log.WaitForAsync("begun");

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await AssertEndsAsync(line["begun ".Length..]);
    }

    [Fact]
    public async Task The_terminals_interrupt_does_not_reach_it()
    {
        // A process gets the terminal's Ctrl-C if it is in the terminal's foreground group; leading a session of its own it is not.
        var outputs = await RunAsync("ps -o sid= -p $$ 2>/dev/null || cut -d' ' -f6 /proc/$$/stat; echo $$");

        var lines = outputs.TextOf("stdout")!.Split('\n', StringSplitOptions.TrimEntries);
        Assert.Equal(lines[1], lines[0]);
    }

    [Fact]
    public async Task Update_sees_the_previous_output()
    {
        var inputs = Inputs("echo created", ("update", "echo \"$PULUMI_COMMAND_STDOUT then updated\""));
        var created = await _provider.CreateAsync(Context(), inputs, TestContext.Current.CancellationToken);

        var updated = await _provider.UpdateAsync(Context(), new(Type, created.Id, inputs, created.Outputs), inputs,
            TestContext.Current.CancellationToken);

        Assert.Equal("created then updated", updated.TextOf("stdout"));
    }

    private async Task<PropertyMap> RunAsync(string command, params IEnumerable<(string Name, PropertyValue Value)> more)
    {
        var result = await _provider.CreateAsync(Context(), Inputs(command, more), TestContext.Current.CancellationToken);
        return result.Outputs;
    }

    private async Task<PropertyMap> RunAsync(string command, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var result = await _provider.CreateAsync(Context(timeout), Inputs(command), cancellationToken);
        return result.Outputs;
    }

    private PropertyMap Inputs(string command, params IEnumerable<(string Name, PropertyValue Value)> more)
    {
        var inputs = PropertyMap.From(PropertyMap.Of(("create", command)).Concat(PropertyMap.Of(more)));
        var result = _provider.Check(new CheckRequest("urn", Type, "step", PropertyMap.Empty, inputs));
        Assert.Empty(result.Failures);
        return result.Inputs;
    }

    private StepContext Context(TimeSpan? timeout = null) => new("urn", Type, "step", _log, timeout);

    private static async Task AssertEndsAsync(string pid)
    {
        var process = $"/proc/{pid.Trim()}";
        for (var tries = 0; Directory.Exists(process) && tries < 200; tries++)
            await Task.Delay(50);
        Assert.False(Directory.Exists(process));
    }
}
