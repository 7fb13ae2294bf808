using CarbonioInfra.Engine.Providers;
using CarbonioInfra.Engine.Providers.Command.Ssh;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Tests.Providers.Command;

/// <summary>Commands on a real SSH server.</summary>
public sealed class RemoteCommandTests(SharedSshServer shared) : IClassFixture<SharedSshServer>, IAsyncLifetime
{
    private const string Canary = "canary-9f86d081884c";

    private readonly Remote _remote = new();

    private SshServer Server => shared.Server;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _remote.DisposeAsync();

    [Fact]
    public async Task Output_streams_are_kept_apart_without_exactly_one_trailing_newline()
    {
        var outputs = await _remote.RunAsync(Server, "echo out; echo; echo err >&2; printf 'no newline' >&2");

        Assert.Equal("out\n", outputs.TextOf("stdout"));
        Assert.Equal("err\nno newline", outputs.TextOf("stderr"));
    }

    [Fact]
    public async Task Outputs_contain_the_inputs()
    {
        var outputs = await _remote.RunAsync(Server, "true");

        Assert.Equal("true", outputs.TextOf("create"));
        Assert.IsType<PropertyValue.Secret>(outputs.Get("connection"));
        Assert.Equal("", outputs.TextOf("stdout"));
        Assert.Equal("", outputs.TextOf("stderr"));
    }

    [Fact]
    public async Task A_failing_command_tells_status_host_command_and_output()
    {
        var failure = await Assert.ThrowsAsync<ProviderException>(
            () => _remote.RunAsync(Server, "echo seen; echo wrong >&2; exit 3"));

        Assert.Contains("exit status 3", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"{SshServer.User}@127.0.0.1:{Server.Port}", failure.Message, StringComparison.Ordinal);
        Assert.Contains("\"echo seen; echo wrong >&2; exit 3\"", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["seen", "wrong"], failure.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order());
    }

    [Fact]
    public async Task Of_a_long_script_a_message_tells_the_size_alone()
    {
        var script = "# prepare the host\n" + string.Concat(Enumerable.Repeat("# filler\n", 11_000)) + "exit 4\n";

        var failure = await Assert.ThrowsAsync<ProviderException>(() => _remote.RunAsync(Server, script));

        Assert.Contains($"running a script of {script.Length} bytes on ", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("filler", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RemoteCommand.LargestRequest)]
    [InlineData(RemoteCommand.LargestRequest + 1)]
    [InlineData(128 * 1024 - 1)]
    public async Task A_script_may_be_as_long_as_the_kernel_allows_and_reads_its_input(int length)
    {
        const string end = "\ncat; echo 'größe'; exit 5\n";
        var script = "#" + new string('x', length - System.Text.Encoding.UTF8.GetByteCount(end) - 1) + end;

        var failure = await Assert.ThrowsAsync<ProviderException>(() => _remote.RunAsync(Server, script, ("stdin", "in\n")));

        Assert.StartsWith("exit status 5", failure.Message, StringComparison.Ordinal);
        Assert.Equal("in\ngröße\n", failure.Output);
    }

    [Fact]
    public async Task A_variable_that_does_not_fit_is_an_error_and_previous_output_that_does_not_is_left_out()
    {
        var large = new string('x', 100_000);
        var failure = await Assert.ThrowsAsync<ProviderException>(
            () => _remote.RunAsync(Server, "true", ("environment", PropertyMap.Of(("ACCEPTED_NAME", large)))));
        Assert.Contains("Packet is too big", failure.Message, StringComparison.Ordinal);

        var inputs = _remote.Check(Remote.Inputs(Remote.Connection(Server), "echo \"${PULUMI_COMMAND_STDOUT-unset}\""));
        var current = new ResourceSnapshot(Remote.CommandType, "id", inputs, PropertyMap.Of(("stdout", large)));
        var updated = await _remote.Provider.UpdateAsync(_remote.Context(), current, inputs, TestContext.Current.CancellationToken);
        Assert.Equal("unset", updated.TextOf("stdout"));
    }

    [Fact]
    public async Task A_command_ended_by_a_signal_fails_with_its_name()
    {
        var failure = await Assert.ThrowsAsync<ProviderException>(() => _remote.RunAsync(Server, "kill -KILL $$"));

        Assert.Contains("ended by signal KILL", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_are_logged_while_the_command_runs()
    {
        var gate = Path.Combine(Server.Folder, Guid.NewGuid().ToString());
        var running = _remote.RunAsync(Server, $"echo first; echo aside >&2; until [ -e {gate} ]; do sleep 0.02; done; echo last");

        await _remote.Log.WaitForAsync("first");
        Assert.False(running.IsCompleted);
        await File.WriteAllTextAsync(gate, "", TestContext.Current.CancellationToken);
        await running;

        Assert.Equal(["first", "last"], _remote.Log.LinesFrom(StepOutput.StandardOutput));
        Assert.Equal(["aside"], _remote.Log.LinesFrom(StepOutput.StandardError));
    }

    [Theory]
    [InlineData("stdout", "out")]
    [InlineData("stderr", "err")]
    [InlineData("stdoutAndStderr", "err out")]
    [InlineData("none", "")]
    public async Task Only_the_selected_streams_are_shown_and_all_are_captured(string logging, string shown)
    {
        var outputs = await _remote.RunAsync(Server, "echo out; echo err >&2", ("logging", logging));

        Assert.Equal(shown, string.Join(' ', _remote.Log.Lines.Order(StringComparer.Ordinal)));
        Assert.Equal("out", outputs.TextOf("stdout"));
        Assert.Equal("err", outputs.TextOf("stderr"));
    }

    [Fact]
    public async Task A_stream_kept_out_of_the_log_stays_out_of_the_error()
    {
        var failure = await Assert.ThrowsAsync<ProviderException>(
            () => _remote.RunAsync(Server, $"echo {Canary}; echo reason >&2; exit 1", ("logging", "stderr")));

        Assert.Equal("reason\n", failure.Output);
    }

    [Fact]
    public async Task Update_and_delete_see_the_previous_output_and_update_falls_back_to_create()
    {
        const string show = "echo \"was ${PULUMI_COMMAND_STDOUT-unset}/${PULUMI_COMMAND_STDERR-unset}\"";
        var inputs = _remote.Check(Remote.Inputs(Remote.Connection(Server), show, ("delete", show + "; false")));
        var created = await _remote.Provider.CreateAsync(_remote.Context(), inputs, TestContext.Current.CancellationToken);
        Assert.Equal("was unset/unset", created.Outputs.TextOf("stdout"));
        Assert.Matches("^step[0-9a-f]{8}$", created.Id);

        var current = new ResourceSnapshot(Remote.CommandType, created.Id, inputs, created.Outputs);
        var updated = await _remote.Provider.UpdateAsync(_remote.Context(), current, inputs, TestContext.Current.CancellationToken);
        Assert.Equal("was was unset/unset/unset", updated.TextOf("stdout"));

        var quiet = inputs.With("addPreviousOutputInEnv", false).With("update", "echo \"update ${PULUMI_COMMAND_STDOUT-unset}\"");
        var silent = await _remote.Provider.UpdateAsync(_remote.Context(), current, quiet, TestContext.Current.CancellationToken);
        Assert.Equal("update unset", silent.TextOf("stdout"));

        var failure = await Assert.ThrowsAsync<ProviderException>(
            () => _remote.Provider.DeleteAsync(_remote.Context(), current, TestContext.Current.CancellationToken));
        Assert.Equal("was was unset/unset/unset\n", failure.Output);
    }

    [Fact]
    public async Task Absent_commands_run_nothing()
    {
        var inputs = _remote.Check(PropertyMap.Of(("connection", Remote.Connection(Server))));
        var created = await _remote.Provider.CreateAsync(_remote.Context(), inputs, TestContext.Current.CancellationToken);
        var current = new ResourceSnapshot(Remote.CommandType, created.Id, inputs, created.Outputs.With("stdout", "kept"));
        var updated = await _remote.Provider.UpdateAsync(_remote.Context(), current, inputs, TestContext.Current.CancellationToken);
        await _remote.Provider.DeleteAsync(_remote.Context(), current, TestContext.Current.CancellationToken);

        Assert.Equal("", created.Outputs.TextOf("stdout"));
        Assert.Equal("kept", updated.TextOf("stdout"));
        Assert.Equal(0, _remote.ConnectionsOpened);
    }

    [Fact]
    public async Task A_step_that_exceeds_its_deadline_fails_and_the_connection_stays_good()
    {
        var failure = await Assert.ThrowsAsync<ProviderException>(() => _remote.CreateAsync(
            Remote.Inputs(Remote.Connection(Server), "echo begun; sleep 300"), TimeSpan.FromSeconds(1)));

        Assert.Contains("step did not finish within its deadline of 1 s", failure.Message, StringComparison.Ordinal);
        Assert.Equal("begun\n", failure.Output);
        Assert.Equal("next", (await _remote.RunAsync(Server, "echo next")).TextOf("stdout"));
        Assert.Equal(1, _remote.ConnectionsOpened);
    }

    [Fact]
    public async Task A_cancelled_step_ends_although_its_command_does_not()
    {
        using var cancellation = new CancellationTokenSource();
        var inputs = Remote.Inputs(Remote.Connection(Server), "trap '' TERM; echo begun; sleep 300; sleep 300");
        var running = _remote.CreateAsync(inputs, cancellationToken: cancellation.Token);
        await _remote.Log.WaitForAsync("begun");

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }
}

/// <summary>One server for the tests that need nothing special of it.</summary>
public sealed class SharedSshServer : IAsyncLifetime
{
    internal SshServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await SshServer.StartAsync();

    public ValueTask DisposeAsync()
    {
        Server.Dispose();
        return ValueTask.CompletedTask;
    }
}
