using CarbonioInfra.Engine.Providers;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Tests.Providers.Command;

/// <summary>Hosts that are reached through another.</summary>
public sealed class BastionTests : IAsyncLifetime
{
    private readonly Remote _remote = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _remote.DisposeAsync();

    [Fact]
    public async Task A_bastion_is_passed_through_and_both_host_keys_are_verified()
    {
        using var bastion = await SshServer.StartAsync();
        using var server = await SshServer.StartAsync();
        var connection = Remote.Connection(server, ("proxy", Remote.Connection(bastion)));

        var outputs = await Task.WhenAll(Enumerable.Range(0, 3)
            .Select(_ => _remote.CreateAsync(Remote.Inputs(connection, "echo \"$SSH_CONNECTION\""))));

        Assert.Single(outputs.Select(output => output.TextOf("stdout")).Distinct());
        Assert.Equal(1, bastion.AcceptedLogins);
        Assert.Equal(1, server.AcceptedLogins);
        Assert.Equal(2, _remote.ConnectionsOpened);

        var wrongHost = await FailureAsync(server, ("proxy", Remote.Connection(bastion)), ("hostKey", bastion.HostKey));
        Assert.StartsWith($"host key of {SshServer.User}@127.0.0.1:{server.Port} ", wrongHost, StringComparison.Ordinal);
        var wrongBastion = await FailureAsync(server, ("proxy", Remote.Connection(bastion, ("hostKey", server.HostKey))));
        Assert.StartsWith($"proxy: host key of {SshServer.User}@127.0.0.1:{bastion.Port} ", wrongBastion, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_booting_host_behind_a_bastion_is_waited_for()
    {
        using var bastion = await SshServer.StartAsync();
        using var server = SshServer.Prepare();
        var connection = Remote.Connection(server, ("proxy", Remote.Connection(bastion)), ("dialErrorLimit", -1));
        var inputs = Remote.Inputs(connection, "echo up");
        var running = _remote.CreateAsync(inputs);
        await _remote.Log.WaitForAsync($"waiting for {SshServer.User}@127.0.0.1:{server.Port}: the bastion");

        await server.ListenAsync();

        Assert.Equal("up", (await running).TextOf("stdout"));
    }

    [Fact]
    public async Task A_bastion_that_is_down_is_named()
    {
        using var bastion = SshServer.Prepare();
        using var server = SshServer.Prepare();

        var failure = await FailureAsync(server, ("proxy", Remote.Connection(bastion)));

        Assert.StartsWith($"proxy: cannot connect to {SshServer.User}@127.0.0.1:{bastion.Port}: connection refused", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bastion_that_refuses_the_login_is_named_with_the_key_it_refused()
    {
        using var bastion = await SshServer.StartAsync();
        using var server = await SshServer.StartAsync();

        var failure = await FailureAsync(server, ("proxy", Remote.Connection(bastion, ("privateKey", server.UserKey))));

        Assert.StartsWith($"proxy: cannot connect to {SshServer.User}@127.0.0.1:{bastion.Port}: login refused", failure, StringComparison.Ordinal);
        Assert.Contains("offered: private key SHA256:", failure, StringComparison.Ordinal);
        Assert.Equal(0, server.AcceptedLogins);
    }

    [Fact]
    public async Task A_host_that_the_bastion_cannot_reach_is_told_together_with_the_bastion()
    {
        using var bastion = await SshServer.StartAsync();
        using var server = SshServer.Prepare();

        var failure = await FailureAsync(server, ("proxy", Remote.Connection(bastion)));

        Assert.StartsWith($"cannot connect to {SshServer.User}@127.0.0.1:{server.Port}: "
            + $"the bastion {SshServer.User}@127.0.0.1:{bastion.Port} reaches no sshd there\n", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bastion_that_comes_back_while_a_host_is_waited_for_is_dialed_again()
    {
        using var bastion = await SshServer.StartAsync();
        using var server = SshServer.Prepare();
        var connection = Remote.Connection(server, ("proxy", Remote.Connection(bastion, ("dialErrorLimit", -1))), ("dialErrorLimit", -1));
        var running = _remote.CreateAsync(Remote.Inputs(connection, "echo up"));
        await _remote.Log.WaitForAsync("reaches no sshd there");

        bastion.Kill();
        await _remote.Log.WaitForAsync($"waiting for {SshServer.User}@127.0.0.1:{bastion.Port}: connection refused");
        await bastion.ListenAsync();
        await server.ListenAsync();

        Assert.Equal("up", (await running).TextOf("stdout"));
    }

    [Fact]
    public async Task Many_hosts_behind_one_bastion_come_up_although_servers_turn_surplus_logins_away()
    {
        using var bastion = await SshServer.StartAsync(options: "MaxStartups 1\nMaxSessions 1");
        using var server = await SshServer.StartAsync(options: "MaxStartups 2:100:2");
        const int hosts = 16;

        // Connections with other credentials are as separate as those to other hosts.
        var outputs = await Task.WhenAll(Enumerable.Range(0, hosts).Select(number => _remote.CreateAsync(Remote.Inputs(
            Remote.Connection(server, ("proxy", Remote.Connection(bastion)), ("dialErrorLimit", 10),
                ("privateKey", server.UserKey + new string('\n', number))), $"echo {number}"))));

        Assert.Equal(Enumerable.Range(0, hosts).Select(number => $"{number}"), outputs.Select(output => output.TextOf("stdout")));
        Assert.Equal(1, bastion.AcceptedLogins);
        Assert.Equal(hosts, server.AcceptedLogins);
        Assert.Contains("MaxStartups", server.Log, StringComparison.Ordinal);
    }

    private async Task<string> FailureAsync(SshServer server, params IEnumerable<(string Name, PropertyValue Value)> changes)
    {
        var inputs = Remote.Inputs(Remote.Connection(server, changes), "true");
        return (await Assert.ThrowsAsync<ProviderException>(() => _remote.CreateAsync(inputs))).Message;
    }
}
