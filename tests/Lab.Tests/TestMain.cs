using CarbonioInfra.Lab.Tests.Crashes;
using CarbonioInfra.Lab.Tests.EndToEnd.Secrets;
using Xunit.Runner.InProc.SystemConsole;

namespace CarbonioInfra.Lab.Tests;

/// <summary>Runs the tests or, when an engine started this assembly, one of the programs that tests give to the engine.</summary>
internal static class TestMain
{
    public static Task<int> Main(string[] arguments)
    {
        if (Environment.GetEnvironmentVariable("PULUMI_MONITOR") is not null)
            return Environment.GetEnvironmentVariable(SecretsProgram.Variable) is { } outcome ? SecretsProgram.RunAsync(outcome) : CrashProgram.RunAsync();
        // What `dotnet test` of either kind passes to a test program.
        return arguments.Any(argument => argument is "--server" or "--internal-msbuild-node")
            ? Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(arguments, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : ConsoleRunner.Run(arguments);
    }
}
