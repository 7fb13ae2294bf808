using Pulumi;
using Pulumi.Command.Local;

namespace CarbonioInfra.Engine.Tests.EndToEnd;

/// <summary>What a program and its stack are like after something failed, and after the next run.</summary>
public sealed class FailingProgramTests : IDisposable
{
    private readonly ProgramStack _stack = new();

    public void Dispose() => _stack.Dispose();

    [Fact]
    public async Task A_failed_command_skips_what_needs_it_the_program_goes_on_and_the_next_run_does_the_rest()
    {
        Dictionary<string, object?> Program()
        {
            var failing = new Command("failing", new CommandArgs { Create = "test -e ready && echo done" });
            Shell.Logged("skipped", failing.Stdout);
            Shell.Logged("skipped too", options: new() { DependsOn = failing });
            Shell.Logged("inside", options: new() { Parent = failing });
            Shell.Logged("other", "o");
            return new() { ["result"] = failing.Stdout, ["always"] = "x" };
        }

        var first = await _stack.UpAsync(Program);
        Assert.Equal((1, 3, 1, 0), (first.Failed, first.Skipped, first.Created, _stack.ExitCode));
        Assert.Equal(["create other o"], _stack.Log);
        Assert.Equal(["always"], _stack.Find("proj-dev").Outputs.Keys);
        await File.WriteAllTextAsync(_stack["ready"], "", TestContext.Current.CancellationToken);
        var second = await _stack.UpAsync(Program);

        Assert.Equal((4, 1, 0), (second.Created, second.Unchanged, second.Failed));
        Assert.Equal(["always", "result"], _stack.Find("proj-dev").Outputs.Keys);
    }

    [Fact]
    public async Task A_command_that_takes_longer_than_it_may_fails_and_others_do_not_wait_for_it()
    {
        var summary = await _stack.UpAsync(() =>
        {
            _ = new Command("slow", new CommandArgs { Create = "sleep 300" },
                new() { CustomTimeouts = new CustomTimeouts { Create = TimeSpan.FromMilliseconds(200) } });
            Shell.Logged("other", "o");
        });
        Assert.Equal((1, 1), (summary.Failed, summary.Created));
        await _stack.UpAsync(() => Shell.Logged("other", "o", options: new() { CustomTimeouts = new CustomTimeouts { Delete = TimeSpan.FromMinutes(2) } }));

        Assert.Equal(TimeSpan.FromMinutes(2), _stack.Find("other").Timeouts.Delete);
    }

    [Fact]
    public async Task A_program_that_throws_deletes_nothing_and_its_reason_is_told()
    {
        await _stack.UpAsync(() => Shell.Logged("a", "1"));
        await _stack.UpAsync(() => throw new RunException("the moon is in the wrong phase"));
        Assert.Equal((32, "a"), (_stack.ExitCode, Assert.Single(_stack.Names())));
        Assert.Contains("Error: the moon is in the wrong phase", _stack.Told);
        await _stack.UpAsync(() => { });

        Assert.Equal(["delete a 1"], _stack.Log);
    }

    [Fact]
    public async Task A_program_that_logged_an_error_fails_after_doing_its_work_and_deletes_nothing()
    {
        await _stack.UpAsync(() => Shell.Logged("a", "1"));
        await _stack.UpAsync(() =>
        {
            Pulumi.Log.Error("this cannot work");
            Shell.Logged("b", "2");
        });

        Assert.NotEqual(0, _stack.ExitCode);
        Assert.Equal(["create b 2"], _stack.Log);
        Assert.Equal(["a", "b"], _stack.Names());
    }

    [Fact]
    public async Task A_name_that_is_used_twice_fails_once_and_keeps_the_first()
    {
        var summary = await _stack.UpAsync(() =>
        {
            Shell.Logged("größe::a", "1");
            Shell.Logged("größe::a", "2");
        });

        Assert.Equal((1, 1), (summary.Failed, summary.Created));
        Assert.Single(_stack.Log);
        Assert.Contains(_stack.Told, line => line.Contains("Duplicate resource URN 'urn:pulumi:dev::proj::command:local:Command::größe::a'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Resources_that_wait_for_each_other_are_named()
    {
        // What the first waits for could come from the second, were it not for the test's end.
        var ofTheSecond = new TaskCompletionSource<string>();
        _stack.Silence = TimeSpan.FromSeconds(1);
        var run = _stack.UpAsync(() =>
        {
            Shell.Logged("free", "1");
            Shell.Logged("second", Shell.Logged("first", Output.Create(ofTheSecond.Task)).Stdout);
        });
        await Cli.EngineFixture.WaitForAsync(() => _stack.Told.Contains("Warning: Nothing has been registered for 1 s. "
            + "These resources wait for outputs, perhaps for each other's:\n  first (command:local:Command)\n  second (command:local:Command)"));
        ofTheSecond.SetResult("2");

        Assert.Equal((3, 0), ((await run).Created, _stack.ExitCode));
    }

    [Fact]
    public async Task Resources_that_wait_for_a_command_that_runs_are_not_told_of()
    {
        _stack.Silence = TimeSpan.FromSeconds(2);
        await _stack.UpAsync(() => Shell.Logged("after", new Command("slow", new CommandArgs { Create = "sleep 3; echo s" }).Stdout));

        Assert.Equal(["create after s"], _stack.Log);
        Assert.DoesNotContain(_stack.Told, line => line.StartsWith("Warning", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_thousand_resources_are_registered_at_once()
    {
        static void Program()
        {
            foreach (var number in Enumerable.Range(0, 1000))
                _ = new Command($"r{number}", new CommandArgs { Environment = { ["N"] = "n" } });
        }

        Assert.Equal(1000, (await _stack.PreviewAsync(Program)).Created);
        Assert.Equal(0, _stack.ExitCode);
    }
}
