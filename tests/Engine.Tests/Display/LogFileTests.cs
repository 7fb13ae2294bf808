using CarbonioInfra.Engine.Display;

namespace CarbonioInfra.Engine.Tests.Display;

public sealed class LogFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_log_keeps_everything_for_its_owner_alone()
    {
        using var log = LogFile.Create(_folder["logs"], "dev", "up");
        var step = Steps.Command("svc1-packages");
        log.Printed(step, """{"host":"svc1","check":"cpus","verdict":"ok","expected":"2","seen":"4"}""");
        log.Finished(step, new("exit code 4", string.Join('\n', Enumerable.Range(1, 400).Select(number => $"line {number}"))));
        log.Skipped(step, "it needs svc1-machine", "");
        log.Message(Engine.Steps.MessageSeverity.Debug, "details", "");
        log.Report([new("Slowest steps")]);

        var text = File.ReadAllText(log.Place);
        Assert.All(
            ["\"verdict\":\"ok\"", "line 1\n", "line 400\n", "skipped: it needs svc1-machine", "DEBUG details", "Slowest steps"],
            part => Assert.Contains(part, text, StringComparison.Ordinal));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(log.Place));
    }

    [Fact]
    public void Old_logs_of_the_stack_go()
    {
        for (var number = 0; number < 60; number++)
            _folder.Write($"logs/dev-2020{number:D4}-up.log", "");
        _folder.Write("logs/other-2020-up.log", "");
        using var log = LogFile.Create(_folder["logs"], "dev", "up");

        Assert.Equal(51, Directory.GetFiles(_folder["logs"]).Length);
        Assert.False(File.Exists(_folder["logs/dev-20200000-up.log"]));
    }
}
