using System.Diagnostics;
using System.Text.Json;
using CarbonioInfra.Components.Hosts;

namespace CarbonioInfra.Components.Tests.Hosts;

/// <summary>The script that makes a key pair, run as the platform's machine runs it.</summary>
public sealed class SshKeyPairTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("carbonio-ssh-key-pair-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void It_prints_a_pair_that_belongs_together_and_leaves_nothing()
    {
        var (exitCode, output) = Run("PATH=$PATH");

        Assert.Equal(0, exitCode);
        using var pair = JsonDocument.Parse(output);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
        var path = Path.Combine(_folder, "key");
        File.WriteAllText(path, pair.RootElement.GetProperty("privateKey").GetString());
        Shell($"chmod 600 {path}");
        Assert.Equal(pair.RootElement.GetProperty("publicKey").GetString(), Shell($"ssh-keygen -y -f {path}").Output.Trim());
    }

    [Fact]
    public void Killed_with_the_key_just_made_it_leaves_no_file_that_holds_it()
    {
        var real = Shell("command -v ssh-keygen").Output.Trim();
        var tools = Directory.CreateDirectory(Path.Combine(_folder, "tools")).FullName;
        var killing = Path.Combine(tools, "ssh-keygen");
        File.WriteAllText(killing, $"#!/bin/sh\n{real} \"$@\"\nkill -9 $PPID\n");
        Shell($"chmod 700 {killing}");

        var (exitCode, _) = Run($"PATH={tools}:$PATH");

        Assert.Equal(137, exitCode);
        Assert.Single(Directory.EnumerateFiles(_folder, "key.pub", SearchOption.AllDirectories));
        // Pipes are no files, and would wait for somebody to write.
        Assert.Equal("", Shell($"find {_folder} -type f -exec grep -l 'PRIVATE KEY' {{}} +").Output);
    }

    [Fact]
    public void Without_ssh_keygen_it_ends_at_once() => Assert.Equal(127, Run("PATH=$PATH; ssh-keygen() { no-such-program; }").ExitCode);

    private (int ExitCode, string Output) Run(string setting) => Shell(
        $"export TMPDIR={_folder} comment=lab type=ed25519; {setting}\nset -e\n(\n{HostScript.Load("Hosts/Scripts/ssh-keygen.sh").Text}\n)");

    private static (int ExitCode, string Output) Shell(string script)
    {
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", script]) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
