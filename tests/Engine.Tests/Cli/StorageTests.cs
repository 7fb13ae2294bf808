using System.Diagnostics;

namespace CarbonioInfra.Engine.Tests.Cli;

/// <summary>States that cannot be read, and folders that cannot be written.</summary>
public sealed class StorageTests : IDisposable
{
    private readonly EngineFixture _engine = new();

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData("", "is damaged: ")]
    [InlineData("{\"version\": 3, \"deployment\": {\"res", "is damaged: ")]
    [InlineData("""{"version":4,"deployment":{"resources":[]}}""", "cannot be used: deployment format 4; this engine reads format 3")]
    public async Task A_state_that_cannot_be_read_is_kept_and_its_backup_comes_back(string content, string problem)
    {
        await UpTwiceAsync();
        await File.WriteAllTextAsync(_engine.StatePath, content, TestContext.Current.CancellationToken);
        foreach (var verb in (string[])["up", "destroy"])
        {
            Assert.Equal(1, await _engine.RunAsync(verb, "dev", "--yes"));
            var lines = _engine.Error.TrimEnd('\n').Split('\n');
            Assert.StartsWith($"error: The state in {_engine.StatePath} {problem}", lines[0], StringComparison.Ordinal);
            Assert.Equal($"  ./carbonio-infra state import dev --file {_engine.StatePath}.bak", lines[^1]);
            Assert.Equal(3, lines.Length);
            Assert.Equal(content, await File.ReadAllTextAsync(_engine.StatePath, TestContext.Current.CancellationToken));
        }

        Assert.Equal(0, await _engine.RunAsync("state", "import", "dev", "--file", _engine.StatePath + ".bak"));
        Assert.Equal(0, await _engine.RunAsync("up", "dev", "--yes"));
        Assert.Contains("1 created, 1 unchanged", _engine.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_in_the_place_of_the_state_is_refused()
    {
        _engine.Configure("  proj:commands: { one: echo first }");
        Directory.CreateDirectory(_engine.StatePath);

        Assert.Equal(1, await _engine.RunAsync("up", "dev", "--yes"));
        Assert.Equal($"error: The state {_engine.StatePath}: expected a file, found a directory. Nothing was changed.\n", _engine.Error);
    }

    [Fact]
    public async Task The_lock_of_a_killed_run_is_no_obstacle()
    {
        _engine.Configure($"  proj:commands: {{ one: \"touch {_engine["started"]}; while ! [ -e {_engine["release"]} ]; do sleep 0.05; done\" }}");
        using var run = _engine.Start("up", "dev", "--yes");
        await _engine.WaitForAsync("started");
        run.Kill();
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_engine["release"], "", TestContext.Current.CancellationToken);
        Assert.True(File.Exists(_engine["state/dev.lock.holder"]));

        Assert.Equal(0, await _engine.RunAsync("up", "dev", "--yes"));
        Assert.False(File.Exists(_engine["state/dev.lock.holder"]));
    }

    [Fact]
    public async Task A_state_folder_that_is_read_only_is_refused_by_name_and_previewed_without_log()
    {
        await UpTwiceAsync();
        using var up = _engine.StartScript(ReadOnly, "up", "dev", "--yes");
        var (_, error) = await EndAsync(up, expected: 1);
        Assert.StartsWith($"error: Read-only file system : '{_engine["state/dev.lock"]}'", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd('\n').Split('\n'));

        _engine.Configure("  proj:end: error\n  proj:commands: { one: echo first, two: echo second }");
        using var preview = _engine.StartScript(ReadOnly, "preview", "dev");
        (_, error) = await EndAsync(preview, expected: 1);
        Assert.Contains("Log: none (Read-only file system", error, StringComparison.Ordinal);
        _engine.Configure("  proj:commands: { one: echo first, two: echo second, three: echo third }");
        using var plan = _engine.StartScript(ReadOnly, "preview", "dev");
        var (output, _) = await EndAsync(plan, expected: 0);
        Assert.Contains("1 to create, 2 unchanged", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_stops_the_run_and_the_next_one_goes_on()
    {
        var full = $"[ -e {_engine["filled"]} ] || {{ touch {_engine["filled"]}; dd if=/dev/zero of={_engine["state/fill"]} bs=512 2>/dev/null || true; seq 3000; }}";
        _engine.Configure($"  proj:commands: {{ one: echo first, two: '{full}', three: echo third }}");
        using var run = _engine.StartScript(
            $"""
            export STATE={_engine.StateDirectory} ENGINE_OUT={_engine["first.out"]}
            mkdir -p $STATE
            exec unshare --mount bash -c 'mount -t tmpfs -o size=64k tmpfs $STATE || exit 99
            "$@" >$ENGINE_OUT 2>&1
            echo "first run: $?"
            rm $STATE/fill
            "$@" 2>&1
            echo "second run: $?"' bash "$@"
            """, "up", "dev", "--yes");
        var (output, _) = await EndAsync(run, expected: 0);
        var first = await File.ReadAllTextAsync(_engine["first.out"], TestContext.Current.CancellationToken);

        Assert.Contains("error: The state cannot be saved: No space left on device", first, StringComparison.Ordinal);
        Assert.Contains("(incomplete: No space left on device", first, StringComparison.Ordinal);
        Assert.DoesNotContain("three created", first, StringComparison.Ordinal);
        Assert.DoesNotContain("CarbonioInfra.Engine.Steps", first, StringComparison.Ordinal);
        Assert.StartsWith("first run: 1\n", output, StringComparison.Ordinal);
        Assert.Contains("warning: An earlier run was cut off while creating two.", output, StringComparison.Ordinal);
        Assert.Contains("2 created, 1 unchanged", output, StringComparison.Ordinal);
        Assert.EndsWith("second run: 0\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disk_that_is_full_before_the_run_stops_it_before_it_does_anything()
    {
        await UpTwiceAsync();
        _engine.Configure($"  proj:commands: {{ one: echo first, two: echo second, three: touch {_engine["touched"]} }}");
        using var run = _engine.StartScript(
            $"""
            export STATE={_engine.StateDirectory}
            exec unshare --mount bash -c 'cp -a $STATE $STATE.copy && mount -t tmpfs -o size=256k tmpfs $STATE && cp -a $STATE.copy/. $STATE/ || exit 99
            dd if=/dev/zero of=$STATE/fill bs=512 2>/dev/null || true
            before="$(cat $STATE/dev.json)"
            "$@"
            echo "exit: $?"
            [ "$before" = "$(cat $STATE/dev.json)" ] && echo "state as before"
            ls -A $STATE | grep -E "[.]new$|holder$" || echo "nothing half-written"
            rm $STATE/fill
            "$@" >/dev/null 2>&1
            echo "next run: $?"' bash "$@"
            """, "up", "dev", "--yes");
        var (output, error) = await EndAsync(run, expected: 0);

        Assert.StartsWith("error: No space left on device", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd('\n').Split('\n'));
        Assert.Equal("exit: 1\nstate as before\nnothing half-written\nnext run: 0\n", output);
        Assert.True(File.Exists(_engine["touched"]));
    }

    /// <summary>Runs the engine where its state folder cannot be written, not by root either.</summary>
    private string ReadOnly => $"""
        export STATE={_engine.StateDirectory}
        exec unshare --mount bash -c 'mount --bind $STATE $STATE && mount -o remount,bind,ro $STATE || exit 99
        exec "$@"' bash "$@"
        """;

    /// <summary>A state with a backup that knows one command of two.</summary>
    private async Task UpTwiceAsync()
    {
        _engine.Configure("  proj:commands: { one: echo first }");
        Assert.Equal(0, await _engine.RunAsync("up", "dev", "--yes"));
        _engine.Configure("  proj:commands: { one: echo first, two: echo second }");
        Assert.Equal(0, await _engine.RunAsync("up", "dev", "--yes"));
    }

    private static async Task<(string Output, string Error)> EndAsync(Process run, int expected)
    {
        var error = run.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await run.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(run.ExitCode == expected, $"exit {run.ExitCode}: {output}{await error}");
        return (output, await error);
    }
}
