using System.Diagnostics;

namespace CarbonioInfra.Engine.Tests.Providers;

/// <summary>The system's programs that tests use.</summary>
internal static class Programs
{
    private static readonly string[] Folders = ["/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/sbin", "/usr/local/bin"];

    /// <summary>The path of a program; a test that lacks it fails and says what to install.</summary>
    public static string Find(string name, string debianPackage) =>
        Folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException($"this test needs {name}: apt-get install {debianPackage}");

    /// <summary>Runs a program to its end and returns what it printed.</summary>
    public static string Run(string path, IEnumerable<string> arguments, params IEnumerable<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{path} ended with status {process.ExitCode}: {error.Result}");
    }
}
