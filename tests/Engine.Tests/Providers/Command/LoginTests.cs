using CarbonioInfra.Engine.Providers;
using CarbonioInfra.Engine.Providers.Command.Ssh;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Tests.Providers.Command;

/// <summary>Ways to log in, and what is said when none is good enough.</summary>
public sealed class LoginTests : IAsyncLifetime
{
    private const string Account = "carbonio-test";
    private const string Password = "correct horse battery";

    private readonly Remote _remote = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _remote.DisposeAsync();

    [Theory]
    [InlineData("PasswordAuthentication yes", "password")]
    [InlineData("KbdInteractiveAuthentication yes", "keyboard-interactive/pam")]
    public async Task A_password_logs_in_however_the_server_asks_for_it(string option, string method)
    {
        using var server = await StartAsync(option);

        var outputs = await _remote.CreateAsync(Remote.Inputs(WithPassword(server, Password), "id -un; pwd"));

        Assert.Equal($"{Account}\n{server.Folder}", outputs.TextOf("stdout"));
        Assert.Contains($"Accepted {method} for {Account}", server.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PasswordAuthentication yes")]
    [InlineData("KbdInteractiveAuthentication yes")]
    public async Task A_wrong_password_is_refused_and_not_shown(string option)
    {
        using var server = await StartAsync(option);

        var failure = await FailureAsync(WithPassword(server, "wrong horse"));

        Assert.StartsWith($"cannot connect to {Account}@127.0.0.1:{server.Port}: login refused (", failure, StringComparison.Ordinal);
        Assert.EndsWith("\n  offered: password (as password and keyboard-interactive)", failure, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong horse", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_nobody_authorized_is_refused_and_named()
    {
        using var server = await SshServer.StartAsync();
        using var stranger = SshServer.Prepare();

        var failure = await FailureAsync(Remote.Connection(server, ("privateKey", stranger.UserKey), ("dialErrorLimit", 1)));

        Assert.Matches(string.Join('\n',
            $@"^cannot connect to {SshServer.User}@127\.0\.0\.1:{server.Port}: login refused \(.*publickey.*\)",
            @"  tried:   2 times in [0-9.]+ s \(dialErrorLimit 1, perDialTimeout 15 s\)",
            $@"  offered: private key {System.Text.RegularExpressions.Regex.Escape(HostKeyPin.Parse(stranger.UserPublicKey).Fingerprints)}$"), failure);
    }

    [Fact]
    public async Task A_user_whom_the_host_does_not_have_is_refused_and_named()
    {
        using var server = await SshServer.StartAsync();

        var failure = await FailureAsync(Remote.Connection(server, ("user", "nobody-here")));

        Assert.StartsWith($"cannot connect to nobody-here@127.0.0.1:{server.Port}: login refused", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_without_route_is_told()
    {
        using var server = SshServer.Prepare();

        // A route that the kernel refuses on this machine, without asking any network.
        var failure = await FailureAsync(Remote.Connection(server, ("host", "255.255.255.255")));

        Assert.Matches(@"^cannot connect to \S+@255\.255\.255\.255:\d+: \S.*\n  tried:   once", failure);
    }

    [Fact]
    public async Task An_ordinary_users_script_gets_the_signal_that_ends_it()
    {
        using var server = await StartAsync("");
        var connection = Remote.Connection(server, ("user", Account));
        var inputs = Remote.Inputs(connection, "trap 'echo cleaned >trace; exit 1' TERM; echo begun; sleep 300 & wait");

        var failure = await Assert.ThrowsAsync<ProviderException>(() => _remote.CreateAsync(inputs, TimeSpan.FromSeconds(2)));

        Assert.Contains($"it was ended on {Account}@127.0.0.1:{server.Port}", failure.Message, StringComparison.Ordinal);
        var after = await _remote.CreateAsync(Remote.Inputs(connection, "cat trace; pgrep -c -r R,S,D sleep || true"));
        Assert.Equal("cleaned\n0", after.TextOf("stdout"));
    }

    private static async Task<SshServer> StartAsync(string option)
    {
        var server = SshServer.Prepare(options: $"UsePAM yes\n{option}");
        server.AddAccount(Account, Password);
        await server.ListenAsync();
        // The account writes at home.
        Programs.Run("chown", ["54321", server.Folder]);
        return server;
    }

    private static PropertyMap WithPassword(SshServer server, string password) =>
        Remote.Connection(server, ("user", Account), ("password", password)).Without("privateKey");

    private async Task<string> FailureAsync(PropertyMap connection) =>
        (await Assert.ThrowsAsync<ProviderException>(() => _remote.CreateAsync(Remote.Inputs(connection, "true")))).Message;
}
