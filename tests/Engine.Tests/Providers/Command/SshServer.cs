using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CarbonioInfra.Engine.Tests.Providers.Command;

/// <summary>OpenSSH's own server, run by the test on loopback with keys, configuration and log of its own.</summary>
internal sealed class SshServer : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StringBuilder _log = new();
    private TaskCompletionSource _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process? _process;

    /// <param name="hostKeyType">The one type of host key that it has.</param>
    /// <param name="options">What <see cref="Options"/> starts with.</param>
    private SshServer(string hostKeyType, string options)
    {
        Options = options;
        Port = FreePort();
        HostKey = MakeKey("host_key", hostKeyType);
        UserPublicKey = MakeKey("user_key", "ed25519");
        UserKey = File.ReadAllText(_folder["user_key"]);
    }

    public static string User => Environment.UserName;

    public int Port { get; }

    /// <summary>The public host key, as a .pub line.</summary>
    public string HostKey { get; }

    /// <summary>A private key that may log in.</summary>
    public string UserKey { get; }

    /// <summary>The public key that may log in.</summary>
    public string UserPublicKey { get; set; }

    /// <summary>Lines at the head of sshd_config, where they win.</summary>
    public string Options { get; set; }

    /// <summary>Its folder, which the commands under test may use.</summary>
    public string Folder => _folder.Path;

    /// <summary>Everything that it logged so far.</summary>
    public string Log
    {
        get
        {
            lock (_log)
                return _log.ToString();
        }
    }

    public int AcceptedLogins => Log.Split('\n').Count(line => line.Contains("Accepted publickey", StringComparison.Ordinal));

    public static async Task<SshServer> StartAsync(string hostKeyType = "ed25519", string options = "")
    {
        var server = Prepare(hostKeyType, options);
        await server.ListenAsync();
        return server;
    }

    /// <summary>A server that does not run yet: a host that is still booting.</summary>
    public static SshServer Prepare(string hostKeyType = "ed25519", string options = "") => new(hostKeyType, options);

    /// <summary>Starts it, or starts it again after <see cref="Kill"/>.</summary>
    public async Task ListenAsync()
    {
        // Where sshd wants its empty directory; Debian's service unit makes it, and there may have been no such service yet.
        Directory.CreateDirectory("/run/sshd");
        await File.WriteAllTextAsync(_folder["authorized_keys"], UserPublicKey);
        await File.WriteAllTextAsync(_folder["sshd_config"], $"""
            {Options}
            ListenAddress 127.0.0.1:{Port}
            HostKey {_folder["host_key"]}
            AuthorizedKeysFile {_folder["authorized_keys"]}
            PidFile none
            StrictModes no
            UsePAM no
            PermitRootLogin yes
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            AcceptEnv ACCEPTED_* PULUMI_COMMAND_*
            Subsystem sftp internal-sftp
            LogLevel VERBOSE
            """);
        var start = new ProcessStartInfo(Programs.Find("sshd", "openssh-server"), ["-D", "-e", "-f", _folder["sshd_config"]])
        {
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) => Record(line.Data);
        _process.BeginErrorReadLine();
        if (await Task.WhenAny(_listening.Task, _process.WaitForExitAsync(), Task.Delay(TimeSpan.FromSeconds(20))) != _listening.Task)
            throw new InvalidOperationException($"sshd does not listen:\n{Log}");
    }

    /// <summary>Ends it at once with every session and command: the host lost its power.</summary>
    public void Kill()
    {
        _process!.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
        _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Ends the listener alone; sessions live on, as they do for a moment on a host that is about to reboot.</summary>
    public void StopListening()
    {
        _process!.Kill(entireProcessTree: false);
        // With a limit, because without one it would wait for the log's end, which the sessions hold open.
        Assert.True(_process.WaitForExit(TimeSpan.FromSeconds(20)));
        _process.Dispose();
        _process = null;
        _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public void Dispose()
    {
        if (_process is not null)
            Kill();
        _folder.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private string MakeKey(string name, string type)
    {
        Programs.Run(Programs.Find("ssh-keygen", "openssh-client"), ["-q", "-t", type, "-N", "", "-C", "test key", "-f", _folder[name]]);
        return File.ReadAllText(_folder[name + ".pub"]).Trim();
    }

    private void Record(string? line)
    {
        lock (_log)
            _log.Append(line).Append('\n');
        if (line?.Contains("Server listening on", StringComparison.Ordinal) == true)
            _listening.TrySetResult();
    }
}
