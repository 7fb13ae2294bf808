using CarbonioInfra.Engine.Providers;
using CarbonioInfra.Engine.Providers.Command.Ssh;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Tests.Providers.Command;

/// <summary>Steps that do not come to their own end: stopped, cut off, beyond their deadline, or with their host gone.</summary>
public sealed class InterruptionTests : IAsyncLifetime
{
    private readonly Remote _remote = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _remote.DisposeAsync();

    [Fact]
    public async Task Every_attempt_is_told_and_a_stop_ends_the_waiting()
    {
        using var server = SshServer.Prepare();
        using var stop = new CancellationTokenSource();
        var running = _remote.CreateAsync(Remote.Inputs(Remote.Connection(server, ("dialErrorLimit", 50)), "true"), stopping: stop.Token);
        await _remote.Log.WaitForAsync("attempt 2 of 51");

        await stop.CancelAsync();

        var failure = await Assert.ThrowsAsync<ProviderException>(() => running);
        var target = $"{SshServer.User}@127.0.0.1:{server.Port}";
        Assert.StartsWith($"stopped while waiting for {target}: connection refused (attempt ", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("; nothing was started there", failure.Message, StringComparison.Ordinal);
        Assert.Equal($"waiting for {target}: connection refused (attempt 1 of 51; next in 0.1 s, gives up in 16 min at the latest)",
            _remote.Log.Lines[0]);
    }

    [Fact]
    public async Task A_stop_ends_waiting_for_a_host_that_does_not_answer_at_once()
    {
        using var server = SshServer.Prepare(isolated: true);
        await server.ListenAsync();
        server.Network.Cut();
        using var stop = new CancellationTokenSource();
        var running = _remote.CreateAsync(Remote.Inputs(Remote.Connection(server, ("perDialTimeout", 300)), "true"), stopping: stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAsync<ProviderException>(() => running.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_stop_lets_a_running_script_finish()
    {
        using var server = await SshServer.StartAsync();
        using var stop = new CancellationTokenSource();
        var gate = Path.Combine(server.Folder, "gate");
        var running = _remote.CreateAsync(Remote.Inputs(Remote.Connection(server),
            $"echo begun; until [ -e {gate} ]; do sleep 0.02; done; echo done"), stopping: stop.Token);
        await _remote.Log.WaitForAsync("begun");

        await stop.CancelAsync();
        await File.WriteAllTextAsync(gate, "", TestContext.Current.CancellationToken);

        Assert.Equal("begun\ndone", (await running).TextOf("stdout"));
    }

    [Fact]
    public async Task A_stop_starts_no_script_that_still_waits_for_a_channel()
    {
        using var server = await SshServer.StartAsync();
        using var stop = new CancellationTokenSource();
        var gate = Path.Combine(server.Folder, "gate");
        var running = Enumerable.Range(0, SshConnection.MaxChannels + 2).Select(number => _remote.CreateAsync(
            Remote.Inputs(Remote.Connection(server), $"echo begun; until [ -e {gate} ]; do sleep 0.05; done"), stopping: stop.Token)).ToList();
        for (var begun = 0; begun < SshConnection.MaxChannels - 1; begun++)
            await _remote.Log.WaitForAsync("begun");

        await stop.CancelAsync();
        await File.WriteAllTextAsync(gate, "", TestContext.Current.CancellationToken);

        await Task.WhenAny(Task.WhenAll(running));
        Assert.Equal(SshConnection.MaxChannels - 1, running.Count(step => step.IsCompletedSuccessfully));
        Assert.All(running.Where(step => step.IsFaulted), step => Assert.Contains("nothing was started there",
            step.Exception!.InnerException!.Message, StringComparison.Ordinal));
    }

    /// <summary>A short command and one that is too long for the request and takes the other way.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(RemoteCommand.LargestRequest)]
    public async Task A_script_beyond_its_deadline_is_ended_on_the_host_as_well(int padding)
    {
        using var server = await SshServer.StartAsync();
        var script = $"echo begun; sleep 300 & (sleep 300); {new string(' ', padding)} echo never";

        var failure = await Assert.ThrowsAsync<ProviderException>(() => _remote.CreateAsync(
            Remote.Inputs(Remote.Connection(server), script), TimeSpan.FromSeconds(2)));

        Assert.Equal($"step did not finish within its deadline of 2 s (customTimeouts); it was ended on {SshServer.User}@127.0.0.1:{server.Port}",
            failure.Message);
        Assert.Equal("begun\n", failure.Output);
        Assert.Equal("0", (await _remote.RunAsync(server, "pgrep -c -r R,S,D sleep || true")).TextOf("stdout"));
        Assert.Equal(1, _remote.ConnectionsOpened);
    }

    [Fact]
    public async Task What_a_user_without_rights_runs_through_sudo_is_ended_as_well()
    {
        const string Account = "carbonio-test";
        using var server = SshServer.Prepare();
        server.AddAccount(Account, "not asked for");
        server.AllowSudo(Account);
        await server.ListenAsync();
        var connection = Remote.Connection(server, ("user", Account));
        using var cancellation = new CancellationTokenSource();
        var running = _remote.CreateAsync(Remote.Inputs(connection, "sudo -n sh -c 'echo begun as $(id -un); sleep 300; echo never'; echo nor this"),
            cancellationToken: cancellation.Token);
        Assert.Equal("begun as root", await _remote.Log.WaitForAsync("begun"));

        await cancellation.CancelAsync();

        Assert.True((await Assert.ThrowsAsync<CommandCutOffException>(() => running)).HasEnded);
        Assert.Equal("0", (await _remote.CreateAsync(Remote.Inputs(connection, "pgrep -c -r R,S,D sleep || true"))).TextOf("stdout"));
    }

    [Fact]
    public async Task A_script_that_ignores_the_signal_is_killed_and_its_neighbours_are_left_alone()
    {
        using var server = await SshServer.StartAsync();
        using var cancellation = new CancellationTokenSource();
        var gate = Path.Combine(server.Folder, "gate");
        var neighbour = _remote.CreateAsync(Remote.Inputs(Remote.Connection(server), $"until [ -e {gate} ]; do sleep 0.02; done; echo lives"));
        var running = _remote.CreateAsync(Remote.Inputs(Remote.Connection(server),
            "trap '' TERM; echo begun $$; while :; do sleep 300; done"), cancellationToken: cancellation.Token);
        var process = (await _remote.Log.WaitForAsync("begun"))["begun ".Length..];

        await cancellation.CancelAsync();

        var cutOff = await Assert.ThrowsAsync<CommandCutOffException>(() => running);
        Assert.True(cutOff.HasEnded);
        Assert.Equal("gone", (await _remote.RunAsync(server, $"[ -d /proc/{process} ] || echo gone")).TextOf("stdout"));
        await File.WriteAllTextAsync(gate, "", TestContext.Current.CancellationToken);
        Assert.Equal("lives", (await neighbour).TextOf("stdout"));
    }

    [Fact]
    public async Task As_many_scripts_as_a_connection_takes_can_be_ended_together()
    {
        using var server = await SshServer.StartAsync();
        using var cancellation = new CancellationTokenSource();
        var running = Enumerable.Range(0, SshConnection.MaxChannels - 1).Select(number => _remote.CreateAsync(
            Remote.Inputs(Remote.Connection(server), "echo begun; sleep 300"), cancellationToken: cancellation.Token)).ToList();
        foreach (var _ in running)
            await _remote.Log.WaitForAsync("begun");

        await cancellation.CancelAsync();

        foreach (var step in running)
            Assert.True((await Assert.ThrowsAsync<CommandCutOffException>(() => step)).HasEnded);
        Assert.Equal("0", (await _remote.RunAsync(server, "pgrep -c -r R,S,D sleep || true")).TextOf("stdout"));
    }

    [Fact]
    public async Task A_connection_lost_in_the_middle_of_a_step_fails_it_and_the_next_step_reconnects()
    {
        using var server = await SshServer.StartAsync();
        var inputs = Remote.Inputs(Remote.Connection(server), "echo begun; sleep 300");
        var running = _remote.CreateAsync(inputs);
        await _remote.Log.WaitForAsync("begun");

        server.Kill();

        var failure = await Assert.ThrowsAsync<ProviderException>(() => running);
        Assert.Matches($@"^lost the connection to {SshServer.User}@127\.0\.0\.1:{server.Port} after [0-9.]+ s, while the command ran: "
            + @"the connection was closed\n.*the next run starts it again\.$", failure.Message);

        await server.ListenAsync();
        Assert.Equal("back", (await _remote.RunAsync(server, "echo back")).TextOf("stdout"));
        Assert.Equal(2, _remote.ConnectionsOpened);
    }

    [Fact]
    public async Task A_host_that_vanishes_without_a_word_is_noticed()
    {
        await using var remote = new Remote { Provider = Remote.Create(new(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(2))) };
        using var server = SshServer.Prepare(isolated: true);
        await server.ListenAsync();
        var running = remote.CreateAsync(Remote.Inputs(Remote.Connection(server), "echo begun; sleep 300"));
        await remote.Log.WaitForAsync("begun");

        server.Network.Cut();

        var failure = await Assert.ThrowsAsync<ProviderException>(
            () => running.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
        Assert.StartsWith($"lost the connection to {SshServer.User}@{server.Address}:{server.Port} after ", failure.Message, StringComparison.Ordinal);
    }
}
