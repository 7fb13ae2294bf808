using System.Diagnostics;
using System.Text.Json;

namespace CarbonioInfra.Lab.Tests;

/// <summary>A lab of a test's own: a state folder that nobody else has, removed with everything in it.</summary>
internal sealed class LabScript : IDisposable
{
    public const string Subnet = "198.19.250";

    public static readonly string Path = FindScript();

    private readonly string _subnet;

    public LabScript(string subnet = Subnet)
    {
        _subnet = subnet;
        // Not in /tmp, which may be a tmpfs whose files overlayfs would hold in memory.
        StateFolder = Directory.CreateDirectory($"/var/tmp/carbonio-lab-test-{System.Environment.ProcessId}-{Guid.NewGuid():N}").FullName;
        Environment = new() { ["CARBONIO_STATE_DIR"] = StateFolder };
        Key = System.IO.Path.Combine(StateFolder, "key");
        CommandResult.Run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", Key]).Succeeded();
    }

    public string StateFolder { get; }

    /// <summary>Path of the private key that hosts made here accept.</summary>
    public string Key { get; }

    public string PublicKey => File.ReadAllText(Key + ".pub").Trim();

    public string Folder => System.IO.Path.Combine(StateFolder, "lab.lab");

    /// <summary>What all that works on this lab finds in its environment.</summary>
    public Dictionary<string, string> Environment { get; }

    /// <summary>Log files of the engine's runs on this lab.</summary>
    public IEnumerable<string> Logs => System.IO.Path.Combine(StateFolder, "logs") is var folder && Directory.Exists(folder) ? Directory.EnumerateFiles(folder) : [];

    public CommandResult Run(params string[] arguments) => CommandResult.Run(Path, arguments, Environment);

    public CommandResult RunWithInput(string input, params string[] arguments) =>
        CommandResult.Run(Path, arguments, Environment, input);

    public Process Start(params string[] arguments) => CommandResult.Start(Path, arguments, Environment);

    public LabScript WithNetwork()
    {
        Run("network-up", "--subnet", $"{_subnet}.0/24").Succeeded();
        return this;
    }

    public string[] HostUpArguments(string host, int number = 11, params string[] more) =>
        ["host-up", host, "--address", Address(number), "--authorized-key", PublicKey, .. more];

    public MadeHost HostUp(string host, int number = 11, params string[] more)
    {
        var line = Run(HostUpArguments(host, number, more)).Succeeded();
        return JsonSerializer.Deserialize<MadeHost>(line, JsonSerializerOptions.Web)!;
    }

    public string Address(int number) => $"{_subnet}.{number}";

    public string Exec(string host, string script) => Run("exec", host, "--", "bash", "-c", script).Succeeded().Trim();

    /// <summary>The columns of a host's line in <c>status</c>.</summary>
    public string State(string host)
    {
        var line = Run("status").Succeeded().Split('\n').Single(line => line.StartsWith(host + " ", StringComparison.Ordinal));
        return line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2];
    }

    public CommandResult Ssh(string user, int number, string command) => CommandResult.Run(
        "ssh",
        [
            "-i", Key, "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null",
            "-o", "LogLevel=ERROR", "-o", "ConnectTimeout=5", "-F", "none", $"{user}@{Address(number)}", command,
        ]);

    public void Dispose()
    {
        CommandResult.Run(Path, ["network-down"], Environment).Succeeded();
        Directory.Delete(StateFolder, recursive: true);
    }

    private static string FindScript()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder.FullName, "CarbonioInfra.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("the tests do not run below the repository");
        return System.IO.Path.Combine(folder.FullName, "embedded", "Lab", "lab.sh");
    }
}

/// <summary>The line that <c>host-up</c> prints.</summary>
internal sealed record MadeHost(string Name, string Address, string HostKey);
