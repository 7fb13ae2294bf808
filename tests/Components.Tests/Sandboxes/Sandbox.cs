using System.Diagnostics;

namespace CarbonioInfra.Components.Tests.Sandboxes;

/// <summary>
/// Runs a step's command in namespaces of its own, over a throw-away copy of this machine's root file system and without a
/// network: what the script does there is real, and nothing of it stays. Needs root.
/// </summary>
internal static class Sandbox
{
    private static readonly string Script = Path.Combine(AppContext.BaseDirectory, "Sandboxes", "sandbox.sh");

    /// <param name="command">The command as it would reach the host.</param>
    /// <param name="arrange">Shell that prepares the copy.</param>
    /// <param name="inspect">Shell that runs afterwards and prints what the test wants to see.</param>
    /// <param name="stdin">What the step reads.</param>
    public static SandboxResult Run(string command, string arrange = ":", string inspect = ":", string stdin = "")
    {
        var start = new ProcessStartInfo("unshare")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] arguments =
        [
            "--mount", "--uts", "--net", "--pid", "--fork", "--kill-child", "--propagation", "private",
            "bash", Script, arrange, command, inspect,
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);

        using var process = Process.Start(start)!;
        process.StandardInput.Write(stdin);
        process.StandardInput.Close();
        var stderr = process.StandardError.ReadToEndAsync();
        var stdout = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var parts = stdout.Split("--- inspect\n");
        Assert.True(parts.Length == 2, $"the sandbox itself failed: {stdout}{stderr.Result}");
        return new SandboxResult(process.ExitCode, parts[0], stderr.Result, parts[1]);
    }
}

/// <param name="ExitCode">Of the step.</param>
/// <param name="Stdout">Of the step.</param>
/// <param name="Stderr">Of the step.</param>
/// <param name="Inspected">What the inspection printed.</param>
internal sealed record SandboxResult(int ExitCode, string Stdout, string Stderr, string Inspected)
{
    public override string ToString() => $"exit code {ExitCode}\n{Stdout}\n{Stderr}\n{Inspected}";
}
