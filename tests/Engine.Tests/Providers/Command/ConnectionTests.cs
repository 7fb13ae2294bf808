using System.Net;
using System.Net.Sockets;
using CarbonioInfra.Engine.Providers;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Tests.Providers.Command;

/// <summary>How connections come about, are shared and end.</summary>
public sealed class ConnectionTests : IAsyncLifetime
{
    private readonly Remote _remote = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _remote.DisposeAsync();

    [Fact]
    public async Task Concurrent_steps_share_one_connection_and_run_side_by_side()
    {
        using var server = await SshServer.StartAsync();
        // Ends only once nine of the twelve run at the same time, which is all that sshd allows but one, which is kept to end commands.
        const int together = 9;
        var meeting = Directory.CreateDirectory(Path.Combine(server.Folder, "meeting")).FullName;

        await Task.WhenAll(Enumerable.Range(0, 12).Select(number => _remote.RunAsync(server,
            $"touch {meeting}/{number}; until [ \"$(ls {meeting} | wc -l)\" -ge {together} ]; do sleep 0.05; done")));

        Assert.Equal(1, _remote.ConnectionsOpened);
        Assert.Equal(1, server.AcceptedLogins);
    }

    [Fact]
    public async Task A_server_that_allows_fewer_sessions_gets_fewer()
    {
        using var server = await SshServer.StartAsync(options: "MaxSessions 2");

        var outputs = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => _remote.RunAsync(server, $"sleep 0.1; echo {number}")));

        Assert.Equal("01234567", string.Concat(outputs.Select(output => output.TextOf("stdout"))));
        Assert.Equal(1, server.AcceptedLogins);
    }

    [Fact]
    public async Task Steps_with_other_credentials_get_a_connection_of_their_own()
    {
        using var server = await SshServer.StartAsync();
        await _remote.RunAsync(server, "true");

        await _remote.CreateAsync(Remote.Inputs(Remote.Connection(server, ("privateKey", server.UserKey + "\n")), "true"));

        Assert.Equal(2, _remote.ConnectionsOpened);
    }

    [Fact]
    public async Task Patience_alone_makes_no_other_connection()
    {
        using var server = await SshServer.StartAsync();
        await _remote.RunAsync(server, "true");

        await _remote.CreateAsync(Remote.Inputs(Remote.Connection(server, ("dialErrorLimit", 7), ("perDialTimeout", 3)), "true"));

        Assert.Equal(1, _remote.ConnectionsOpened);
    }

    [Fact]
    public async Task A_booting_host_is_waited_for()
    {
        using var server = SshServer.Prepare();
        var running = _remote.CreateAsync(Remote.Inputs(Remote.Connection(server, ("dialErrorLimit", -1)), "echo up"));
        await _remote.Log.WaitForAsync("connection refused");

        await server.ListenAsync();

        Assert.Equal("up", (await running).TextOf("stdout"));
        Assert.Equal(1, _remote.ConnectionsOpened);
    }

    [Fact]
    public async Task A_host_that_is_about_to_reboot_gets_no_command_on_its_old_connection()
    {
        using var server = await SshServer.StartAsync();
        await _remote.RunAsync(server, "true");
        await server.StopListeningAsync();

        var running = _remote.CreateAsync(Remote.Inputs(Remote.Connection(server, ("dialErrorLimit", -1)), "echo next boot"));
        await _remote.Log.WaitForAsync("connection refused");
        await server.ListenAsync();

        Assert.Equal("next boot", (await running).TextOf("stdout"));
        Assert.Equal(2, _remote.ConnectionsOpened);
    }

    [Fact]
    public async Task A_host_that_accepts_logins_later_is_waited_for()
    {
        using var server = await SshServer.StartAsync(options: "AuthorizedKeysFile %h/nonexistent-carbonio-infra-test");
        var running = _remote.CreateAsync(Remote.Inputs(Remote.Connection(server, ("dialErrorLimit", 20)), "echo in"));
        await _remote.Log.WaitForAsync("login refused");

        server.Kill();
        server.Options = "";
        await server.ListenAsync();

        Assert.Equal("in", (await running).TextOf("stdout"));
    }

    [Fact]
    public async Task A_dead_host_fails_after_one_attempt_more_than_the_limit()
    {
        using var server = SshServer.Prepare();

        var failure = await Assert.ThrowsAsync<ProviderException>(
            () => _remote.CreateAsync(Remote.Inputs(Remote.Connection(server, ("dialErrorLimit", 2)), "true")));

        Assert.Matches(string.Join('\n',
            $@"^cannot connect to {SshServer.User}@127\.0\.0\.1:{server.Port}: connection refused",
            @"  tried:   3 times in [0-9.]+ s \(dialErrorLimit 2, perDialTimeout 15 s\)$"), failure.Message);
    }

    [Fact]
    public async Task A_host_that_accepts_and_says_nothing_fails_after_the_dial_timeout()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var server = SshServer.Prepare();
        var connection = Remote.Connection(server, ("port", ((IPEndPoint)silent.LocalEndpoint).Port), ("perDialTimeout", 1));

        var failure = await Assert.ThrowsAsync<ProviderException>(() => _remote.CreateAsync(Remote.Inputs(connection, "true")));

        Assert.Contains(": no answer within 1 s\n  tried:   once in 1", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_does_not_resolve_is_called_that()
    {
        using var server = SshServer.Prepare();

        var failure = await Assert.ThrowsAsync<ProviderException>(
            () => _remote.CreateAsync(Remote.Inputs(Remote.Connection(server, ("host", "host.invalid")), "true")));

        Assert.Contains("@host.invalid:", failure.Message, StringComparison.Ordinal);
        Assert.Contains(": the name does not resolve\n", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Steps_waiting_for_the_same_dead_host_share_the_attempts()
    {
        using var server = SshServer.Prepare();
        var inputs = Remote.Inputs(Remote.Connection(server, ("dialErrorLimit", 3)), "true");

        var failures = await Task.WhenAll(Enumerable.Range(0, 5)
            .Select(_ => Assert.ThrowsAsync<ProviderException>(() => _remote.CreateAsync(inputs))));

        Assert.Single(failures.Distinct());
    }

    [Fact]
    public async Task A_deadline_also_ends_waiting_for_the_host()
    {
        using var server = SshServer.Prepare();

        var failure = await Assert.ThrowsAsync<ProviderException>(() => _remote.CreateAsync(
            Remote.Inputs(Remote.Connection(server, ("dialErrorLimit", -1)), "true"), TimeSpan.FromSeconds(0.5)));

        Assert.Contains("deadline of 0.5 s (customTimeouts); nothing was started", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connections_end_with_the_provider()
    {
        using var server = await SshServer.StartAsync();
        await _remote.RunAsync(server, "true");

        await _remote.DisposeAsync();

        for (var tries = 0; !server.Log.Contains("Disconnected from user", StringComparison.Ordinal) && tries < 200; tries++)
            await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.Contains("Disconnected from user", server.Log, StringComparison.Ordinal);
    }
}
