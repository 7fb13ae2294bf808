using Xunit.Runner.InProc.SystemConsole;

namespace CarbonioInfra.Lab.Tests.Crashes;

/// <summary>Runs the tests or, when an engine started this assembly, <see cref="CrashProgram"/>.</summary>
internal static class CrashMain
{
    public static Task<int> Main(string[] arguments)
    {
        if (Environment.GetEnvironmentVariable("PULUMI_MONITOR") is not null)
            return CrashProgram.RunAsync();
        // What `dotnet test` of either kind passes to a test program.
        return arguments.Any(argument => argument is "--server" or "--internal-msbuild-node")
            ? Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(arguments, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : ConsoleRunner.Run(arguments);
    }
}
