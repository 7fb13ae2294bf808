using System.Diagnostics;

[assembly: AssemblyFixture(typeof(CarbonioInfra.Tests.Shared.TestPackages))]

namespace CarbonioInfra.Tests.Shared;

/// <summary>The Debian packages that the tests of this assembly call, installed before the first of them.</summary>
public sealed class TestPackages
{
    public TestPackages()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "install-packages.sh")))
            folder = folder.Parent ?? throw new InvalidOperationException("the tests do not run below the folder tests");

        using var process = Process.Start(new ProcessStartInfo(Path.Combine(folder.FullName, "install-packages.sh"))
        {
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"tests/install-packages.sh ended with exit code {process.ExitCode}: {error}");
    }
}
