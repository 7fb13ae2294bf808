using Xunit.Runner.InProc.SystemConsole;

namespace CarbonioInfra.Engine.Tests.Cli;

/// <summary>Runs the tests or, when an engine started this assembly, the program that tests give to the engine.</summary>
internal static class TestMain
{
    public static Task<int> Main(string[] arguments)
    {
        if (Environment.GetEnvironmentVariable("PULUMI_MONITOR") is { } monitor)
            return TestProgram.RunAsync(monitor);
        // What `dotnet test` of either kind passes to a test program.
        return arguments.Any(argument => argument is "--server" or "--internal-msbuild-node")
            ? Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(arguments, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : ConsoleRunner.Run(arguments);
    }
}
