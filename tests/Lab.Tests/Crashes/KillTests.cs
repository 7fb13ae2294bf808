using System.Globalization;

#pragma warning disable CA5394 // Random moments, not secrets.

namespace CarbonioInfra.Lab.Tests.Crashes;

/// <summary>
/// <c>kill -9</c> of the launcher at random moments of <c>up</c> and <c>destroy</c> on thirteen real hosts: <c>tests/end-to-end.sh -class
/// '*KillTests'</c>. The environment variable <c>CARBONIO_CRASH_SEED</c> repeats a run with the seed that it printed, and
/// <c>CARBONIO_CRASH_KILLS</c> asks for more kills than five; twenty take about ten minutes.
/// </summary>
public sealed class KillTests(ITestOutputHelper output)
{
    // Both verbs start and end more steps than that.
    private const int StepsOfRun = 24;

    [Fact(Explicit = true)]
    public void Kills_double_nothing_and_lose_nothing() => Kill(Given("CARBONIO_CRASH_KILLS") ?? 5);

    [Fact(Explicit = true)]
    public void A_script_that_lost_its_launcher_is_waited_for()
    {
        using var lab = new CrashLab();
        lab.Run("up");
        lab.SetRound("2");
        lab.Exec("svc1", "touch /run/hold");
        using (var killed = lab.Start("up"))
        {
            Wait.Until("the script runs on svc1", () => killed.Logged("svc1-count-runs: | begun") != 0);
            killed.Kill(group: true);
        }

        using (var next = lab.Start("up"))
        {
            Wait.Until("the next run waits", () => next.Logged("svc1: count-runs: an earlier run of this step is still active") != 0);
            Assert.Equal("1", lab.Exec("svc1", "grep -c 2 /var/lib/crash-test/begun"));
            lab.Exec("svc1", "rm /run/hold");
            next.AssertSucceeds();
        }

        Assert.Equal("2", lab.Exec("svc1", "grep -c 2 /var/lib/crash-test/ended"));
        lab.AssertComplete();
        lab.Run("destroy");
        lab.AssertGone();
    }

    private void Kill(int kills)
    {
        var seed = Given("CARBONIO_CRASH_SEED") ?? Random.Shared.Next();
        output.WriteLine($"CARBONIO_CRASH_SEED={seed}");
        var random = new Random(seed);
        Assert.True(kills > 0, "CARBONIO_CRASH_KILLS: expected at least 1");
        using var lab = new CrashLab();
        var isUp = false;
        for (var number = 1; number <= kills; number++)
        {
            // A finished lab is taken down, or all its scripts run again.
            var verb = isUp && random.Next(2) == 0 ? "destroy" : "up";
            if (isUp && verb == "up")
                lab.SetRound($"{number + 1}");
            var group = random.Next(2) == 0;
            var after = random.Next(StepsOfRun);
            var pause = random.Next(300);
            using (var run = lab.Start(verb))
            {
                Wait.Until($"{after} starts and ends of steps of {verb}", () => run.HasEnded || run.Progress >= after);
                Thread.Sleep(pause);
                output.WriteLine($"{number}: killed {(group ? "the group of" : "")} {verb} {pause} ms after {after} starts and ends of steps; ended before: {run.HasEnded}");
                run.Kill(group);
            }

            // Half of the killed destroys are followed by what takes them back.
            isUp = verb == "up" || random.Next(2) == 0;
            var next = lab.Run(isUp ? "up" : "destroy");
            output.WriteLine(string.Join('\n', next.Split('\n').Where(line => line.Contains("cut off", StringComparison.Ordinal)
                || line.Contains("still active", StringComparison.Ordinal) || line.EndsWith(" unchanged", StringComparison.Ordinal))));
            if (isUp)
                lab.AssertComplete();
            else
                lab.AssertGone();
        }

        lab.Run("destroy");
        lab.AssertGone();
    }

    private static int? Given(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
