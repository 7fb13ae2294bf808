using System.Diagnostics;
using CarbonioInfra.Engine.Providers;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Tests.Providers.Command;

/// <summary>By what a connection authenticates.</summary>
public sealed class CredentialTests : IAsyncLifetime
{
    private readonly Remote _remote = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _remote.DisposeAsync();

    [Fact]
    public async Task An_encrypted_private_key_needs_its_passphrase()
    {
        using var server = SshServer.Prepare();
        using var folder = new TemporaryFolder();
        Programs.Run(Programs.Find("ssh-keygen", "openssh-client"), ["-q", "-t", "ed25519", "-N", "open sesame", "-f", folder["key"]]);
        server.UserPublicKey = await File.ReadAllTextAsync(folder["key.pub"], TestContext.Current.CancellationToken);
        await server.ListenAsync();
        var encrypted = ("privateKey", (PropertyValue)await File.ReadAllTextAsync(folder["key"], TestContext.Current.CancellationToken));

        await _remote.CreateAsync(Remote.Inputs(Remote.Connection(server, encrypted, ("privateKeyPassword", "open sesame")), "true"));
        Assert.Contains("is encrypted and privateKeyPassword is not set", await FailureAsync(server, encrypted), StringComparison.Ordinal);
        Assert.Contains("wrong privateKeyPassword", await FailureAsync(server, encrypted, ("privateKeyPassword", "guess")),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pkcs8_keys_are_read()
    {
        using var server = SshServer.Prepare();
        using var folder = new TemporaryFolder();
        var keygen = Programs.Find("ssh-keygen", "openssh-client");
        Programs.Run(keygen, ["-q", "-t", "ecdsa", "-m", "PKCS8", "-N", "", "-f", folder["key"]]);
        server.UserPublicKey = await File.ReadAllTextAsync(folder["key.pub"], TestContext.Current.CancellationToken);
        await server.ListenAsync();
        var key = await File.ReadAllTextAsync(folder["key"], TestContext.Current.CancellationToken);
        Assert.StartsWith("-----BEGIN PRIVATE KEY-----", key, StringComparison.Ordinal);

        await _remote.CreateAsync(Remote.Inputs(Remote.Connection(server, ("privateKey", key)), "true"));
    }

    [Fact]
    public async Task Text_that_is_no_private_key_is_named_but_not_shown()
    {
        using var server = await SshServer.StartAsync();

        var failure = await FailureAsync(server, ("privateKey", "-----BEGIN nonsense"));

        Assert.Contains("is not a private key in OpenSSH, PKCS#8 or PEM format", failure, StringComparison.Ordinal);
        Assert.DoesNotContain("nonsense", failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ed25519")]
    [InlineData("ecdsa")]
    [InlineData("rsa")]
    public async Task An_agent_signs_for_the_keys_it_holds(string type)
    {
        using var server = SshServer.Prepare();
        using var agent = new RunningAgent(type);
        server.UserPublicKey = agent.PublicKey;
        await server.ListenAsync();
        var connection = Remote.Connection(server, ("agentSocketPath", agent.SocketPath)).Without("privateKey");

        var outputs = await _remote.CreateAsync(Remote.Inputs(connection, "echo hello"));

        Assert.Equal("hello", outputs.TextOf("stdout"));
    }

    [Fact]
    public async Task An_agent_that_was_asked_for_must_answer()
    {
        using var server = await SshServer.StartAsync();

        var failure = await FailureAsync(server, ("agentSocketPath", "/nonexistent/agent"));

        Assert.Contains("cannot use the SSH agent at /nonexistent/agent", failure, StringComparison.Ordinal);
    }

    private async Task<string> FailureAsync(SshServer server, params IEnumerable<(string Name, PropertyValue Value)> changes)
    {
        var inputs = Remote.Inputs(Remote.Connection(server, changes), "true");
        return (await Assert.ThrowsAsync<ProviderException>(() => _remote.CreateAsync(inputs))).Message;
    }

    /// <summary>OpenSSH's agent holding one key.</summary>
    private sealed class RunningAgent : IDisposable
    {
        private readonly TemporaryFolder _folder = new();
        private readonly Process _process;

        public RunningAgent(string keyType)
        {
            Programs.Run(Programs.Find("ssh-keygen", "openssh-client"), ["-q", "-t", keyType, "-N", "", "-f", _folder["key"]]);
            PublicKey = File.ReadAllText(_folder["key.pub"]);
            _process = Process.Start(new ProcessStartInfo(Programs.Find("ssh-agent", "openssh-client"), ["-D", "-a", SocketPath])
            {
                RedirectStandardOutput = true,
            })!;
            _process.StandardOutput.ReadLine(); // printed once it listens
            Programs.Run(Programs.Find("ssh-add", "openssh-client"), ["-q", _folder["key"]], ("SSH_AUTH_SOCK", SocketPath));
        }

        public string SocketPath => _folder["agent"];

        public string PublicKey { get; }

        public void Dispose()
        {
            _process.Kill();
            _process.WaitForExit();
            _process.Dispose();
            _folder.Dispose();
        }
    }
}
