using CarbonioInfra.Engine.Providers;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Tests.Providers.Command;

/// <summary>What a command on a real SSH server reads, and who else gets to see it.</summary>
public sealed class RemoteInputTests(SharedSshServer shared) : IClassFixture<SharedSshServer>, IAsyncLifetime
{
    private const string Canary = "canary-9f86d081884c";

    private readonly Remote _remote = new();

    private SshServer Server => shared.Server;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _remote.DisposeAsync();

    [Fact]
    public async Task Standard_input_arrives_whole_and_ends()
    {
        var input = string.Concat(Enumerable.Range(0, 50_000).Select(number => $"line {number}\n"));

        var outputs = await _remote.RunAsync(Server, "wc -lc", ("stdin", input), ("logging", "none"));

        Assert.Equal($"50000 {input.Length}", string.Join(' ', outputs.TextOf("stdout")!.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Fact(Timeout = 60_000)] // without an end of input, the command waits for ever
    public async Task A_command_that_reads_absent_input_meets_its_end()
    {
        var outputs = await _remote.RunAsync(Server, "cat; echo done");

        Assert.Equal("done", outputs.TextOf("stdout"));
    }

    [Fact]
    public async Task A_command_need_not_read_its_input()
    {
        var outputs = await _remote.RunAsync(Server, "echo done", ("stdin", new string('x', 1 << 20)));

        Assert.Equal("done", outputs.TextOf("stdout"));
    }

    [Fact]
    public async Task Standard_input_is_in_no_argument_list_and_no_environment()
    {
        var outputs = await _remote.RunAsync(Server, """
            read -r secret
            tr '\0' '\n' </proc/$$/cmdline
            env
            [ -n "$secret" ] && echo "received"
            """, ("stdin", Canary + "\n"), ("logging", "none"));

        Assert.DoesNotContain(Canary, outputs.TextOf("stdout"), StringComparison.Ordinal);
        Assert.EndsWith("received", outputs.TextOf("stdout"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secrets_are_masked_in_log_and_errors_but_not_in_outputs()
    {
        var stdin = $"name=web\npassword={Canary}\n";
        var outputs = await _remote.RunAsync(Server, $"read -r a; read -r b; echo \"$b\"; echo \"only ${{b#password=}}\"", ("stdin", stdin));
        Assert.Contains(Canary, outputs.TextOf("stdout"), StringComparison.Ordinal);
        Assert.Equal(["[secret]", "only [secret]"], _remote.Log.Lines);

        var failure = await Assert.ThrowsAsync<ProviderException>(() => _remote.RunAsync(Server, "cat; exit 1", ("stdin", stdin)));
        Assert.DoesNotContain(Canary, failure.ToString() + failure.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_in_the_command_itself_is_masked()
    {
        var command = new PropertyValue.Secret($"echo token {Canary}; exit 1");
        var inputs = Remote.Inputs(Remote.Connection(Server), "").With("create", command)
            .With("environment", PropertyMap.Of(("ACCEPTED_TOKEN", new PropertyValue.Secret(Canary))));

        var failure = await Assert.ThrowsAsync<ProviderException>(() => _remote.CreateAsync(inputs));

        Assert.DoesNotContain(Canary, failure.Message + failure.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Environment_is_set_if_the_server_accepts_it()
    {
        var outputs = await _remote.RunAsync(Server, "echo \"$ACCEPTED_NAME\"", ("environment", PropertyMap.Of(("ACCEPTED_NAME", "a b'c"))));

        Assert.Equal("a b'c", outputs.TextOf("stdout"));
    }

    [Fact]
    public async Task Environment_that_the_server_refuses_fails_the_step_before_it_runs()
    {
        var trace = Path.Combine(Server.Folder, Guid.NewGuid().ToString());

        var failure = await Assert.ThrowsAsync<ProviderException>(
            () => _remote.RunAsync(Server, $"touch {trace}", ("environment", PropertyMap.Of(("REFUSED_NAME", "x")))));

        Assert.Contains("could not set environment variable REFUSED_NAME", failure.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(trace));
    }
}
