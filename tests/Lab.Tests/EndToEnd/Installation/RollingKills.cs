using System.Text.RegularExpressions;
using CarbonioInfra.Lab.Tests.Crashes;

namespace CarbonioInfra.Lab.Tests.EndToEnd.Installation;

/// <summary>
/// An installation whose launcher is killed with <c>kill -9</c>, program and all, as soon as one more step on a host is done; then it is
/// started again and killed after the next, until nothing is left to do. What ran on hosts meanwhile runs on there.
/// </summary>
internal static partial class RollingKills
{
    /// <summary>Environment variable by which <see cref="InstalledLab"/> is installed like this; any value.</summary>
    public const string Variable = "CARBONIO_TEST_KILLS";

    // Each run gets at least one step done, of fewer than this.
    private const int MostKills = 600;

    /// <summary>Installs Carbonio.</summary>
    /// <returns>How the last run ended, the only one that was left to end.</returns>
    public static CommandResult Up(LabStack stack)
    {
        for (var kills = 0; ; kills++)
        {
            using var run = stack.StartUp();
            while (!run.HasEnded && StepsOf(run) == 0)
                Thread.Sleep(20);
            if (run.HasEnded)
            {
                run.WaitForOutput();
                Console.Error.WriteLine($"the launcher was killed {kills} times");
                return new CommandResult(run.ExitCode, run.Output, "");
            }

            run.Kill(group: true);
            Assert.True(kills < MostKills, run.Output);
        }
    }

    private static int StepsOf(EngineRun run) => Done().Count(run.Output);

    // Of what a host's machine is, and of what has no host, nothing runs by SSH.
    [GeneratedRegex(@"^  [+~] +[a-z]+[0-9]+-(?!machine|data )\S+ (created|updated) \(", RegexOptions.Multiline)]
    private static partial Regex Done();
}
