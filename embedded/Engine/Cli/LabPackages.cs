using System.Diagnostics;

namespace CarbonioInfra.Engine.Cli;

/// <summary>What a lab needs on this machine, installed by the lab's own script before anything is planned.</summary>
internal static class LabPackages
{
    /// <param name="script">The lab's script, which asks by itself.</param>
    /// <param name="yes">Whether it installs without asking.</param>
    /// <exception cref="EngineException">The script did not succeed; it said why.</exception>
    public static async Task InstallAsync(string script, bool yes)
    {
        // Output and input are the terminal's: the script asks there.
        using var process = Process.Start(new ProcessStartInfo(script, ["install-packages", .. yes ? ["--yes"] : (string[])[]])
        {
            UseShellExecute = false,
        })!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new EngineException("The lab's packages are not all there, see above. Nothing was changed.");
    }
}
