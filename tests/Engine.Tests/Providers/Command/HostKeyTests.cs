using CarbonioInfra.Engine.Providers;
using CarbonioInfra.Engine.Providers.Command.Ssh;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Tests.Providers.Command;

/// <summary>Whoever answers must prove to be the pinned host before it learns anything about us.</summary>
public sealed class HostKeyTests : IAsyncLifetime
{
    // Throw-away keys made for these tests; nobody holds their private halves any more.
    private const string Ed25519 = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILiiZCEc93/AA0hF2YLw8a/JIb2yKswhygtT8UVlTgJc";
    private const string Ed25519Fingerprint = "SHA256:tVpZ9QUTTGAqN13RIyQ/SM4+UR1PhOVDyj+Ec7HU8NA (ssh-ed25519)";

    private readonly Remote _remote = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _remote.DisposeAsync();

    [Theory]
    [InlineData("ed25519")]
    [InlineData("ecdsa")]
    [InlineData("rsa")]
    public async Task The_pinned_key_is_accepted(string type)
    {
        using var server = await SshServer.StartAsync(type);

        var outputs = await _remote.RunAsync(server, "echo hello");

        Assert.Equal("hello", outputs.TextOf("stdout"));
    }

    [Fact]
    public async Task Another_key_of_the_same_type_is_refused_before_authentication()
    {
        using var server = await SshServer.StartAsync(options: "LogLevel DEBUG1");

        var failure = await RefusalAsync(server, Ed25519);

        Assert.Contains($"host key of {SshServer.User}@127.0.0.1:{server.Port} (step) is not the pinned one", failure, StringComparison.Ordinal);
        Assert.Contains($"expected: {Ed25519Fingerprint}", failure, StringComparison.Ordinal);
        Assert.Contains($"offered:  {HostKeyPin.Parse(server.HostKey).Fingerprints}", failure, StringComparison.Ordinal);
        AssertNothingWasSent(server);
    }

    [Fact]
    public async Task A_key_of_another_type_is_refused_before_authentication()
    {
        using var server = await SshServer.StartAsync("rsa", "LogLevel DEBUG1");

        var failure = await RefusalAsync(server, Ed25519);

        Assert.Contains($"expected: {Ed25519Fingerprint}", failure, StringComparison.Ordinal);
        Assert.Contains($"offered:  {HostKeyPin.Parse(server.HostKey).Fingerprints}", failure, StringComparison.Ordinal);
        AssertNothingWasSent(server);
    }

    [Fact]
    public async Task A_mismatch_is_not_retried()
    {
        using var server = await SshServer.StartAsync();

        await RefusalAsync(server, Ed25519, dialErrorLimit: -1);

        Assert.Single(server.Log.Split('\n'), line => line.StartsWith("Connection from", StringComparison.Ordinal));
        Assert.Equal(0, _remote.ConnectionsOpened);
    }

    [Fact]
    public async Task Only_the_pinned_type_is_asked_for()
    {
        using var other = new TemporaryFolder();
        Programs.Run(Programs.Find("ssh-keygen", "openssh-client"), ["-q", "-t", "ed25519", "-N", "", "-f", other["second"]]);
        using var server = await SshServer.StartAsync("rsa", $"HostKey {other["second"]}");

        // Left to itself the client would prefer the server's Ed25519 key, and that is not the pinned one.
        var outputs = await _remote.RunAsync(server, "echo hello");

        Assert.Equal("hello", outputs.TextOf("stdout"));
    }

    [Fact]
    public async Task Without_a_pinned_key_any_is_accepted_and_the_log_says_so()
    {
        using var server = await SshServer.StartAsync();
        var connection = Remote.Connection(server).Without("hostKey");

        await _remote.CreateAsync(Remote.Inputs(connection, "echo hello"));

        Assert.Contains(_remote.Log.Lines, line => line.Contains("is not pinned", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Ed25519)]
    [InlineData(Ed25519 + " root@host with a long comment")]
    [InlineData("host.example,198.18.0.1 " + Ed25519)]
    [InlineData("no-pty,command=\"ssh-keygen -l\" " + Ed25519)]
    [InlineData("\n# svc1\r\n\t" + Ed25519 + "\r\n\n")]
    public void Every_form_that_openssh_writes_is_read(string text)
    {
        Assert.Equal(Ed25519Fingerprint, HostKeyPin.Parse(text).Fingerprints);
    }

    [Fact]
    public void Several_lines_pin_several_keys()
    {
        using var folder = new TemporaryFolder();
        Programs.Run(Programs.Find("ssh-keygen", "openssh-client"), ["-q", "-t", "rsa", "-b", "2048", "-N", "", "-f", folder["rsa"]]);

        var pin = HostKeyPin.Parse(Ed25519 + "\n" + File.ReadAllText(folder["rsa.pub"]));

        Assert.Equal(["ssh-ed25519", "rsa-sha2-512", "rsa-sha2-256"], pin.SignatureAlgorithms);
        Assert.Contains(" or ", pin.Fingerprints, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "found nothing")]
    [InlineData("# only a comment", "found nothing")]
    [InlineData("SHA256:tVpZ9QUTTGAqN13RIyQ/SM4+UR1PhOVDyj+Ec7HU8NA", "found \"SHA256:")]
    [InlineData("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5", "found \"ssh-ed25519 AAAAC3")]
    [InlineData("ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAILiiZCEc93/AA0hF2YLw8a/JIb2yKswhygtT8UVlTgJc", "found \"ssh-rsa ")]
    [InlineData(Ed25519 + "\nnonsense", "found \"nonsense\"")]
    public void Anything_else_is_refused_with_what_was_found(string text, string found)
    {
        var failure = Assert.Throws<ProviderException>(() => HostKeyPin.Parse(text));

        Assert.Contains(found, failure.Message, StringComparison.Ordinal);
    }

    private static void AssertNothingWasSent(SshServer server)
    {
        Assert.Contains("kex: algorithm", server.Log, StringComparison.Ordinal); // the log is detailed enough to tell
        Assert.DoesNotContain("userauth", server.Log, StringComparison.Ordinal);
        Assert.Equal(0, server.AcceptedLogins);
    }

    private async Task<string> RefusalAsync(SshServer server, string pinned, int dialErrorLimit = 0)
    {
        var connection = Remote.Connection(server, ("hostKey", pinned), ("dialErrorLimit", dialErrorLimit));
        var failure = await Assert.ThrowsAsync<ProviderException>(() => _remote.CreateAsync(Remote.Inputs(connection, "true")));
        Assert.Contains("refused before authentication", failure.Message, StringComparison.Ordinal);
        return failure.Message;
    }
}
