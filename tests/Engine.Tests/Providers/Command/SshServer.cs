using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CarbonioInfra.Engine.Tests.Providers.Command;

/// <summary>
/// OpenSSH's own server, run by the test on loopback with keys, configuration and log of its own, in a process namespace of its
/// own: when it is killed nothing that ever ran on it lives on.
/// </summary>
internal sealed class SshServer : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StringBuilder _log = new();
    private TaskCompletionSource _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _listenerEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
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

    /// <summary>Whether it has a network of its own, at the far end of a cable that can be cut.</summary>
    public bool Isolated { get; init; }

    public Cable Network => field ??= new();

    public string Address => Isolated ? Network.Address : "127.0.0.1";

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
        try
        {
            await server.ListenAsync();
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>A server that does not run yet: a host that is still booting.</summary>
    public static SshServer Prepare(string hostKeyType = "ed25519", string options = "", bool isolated = false) =>
        new(hostKeyType, options) { Isolated = isolated };

    /// <summary>Starts it, or starts it again after <see cref="Kill"/>.</summary>
    public async Task ListenAsync()
    {
        if (_process is not null)
            Kill();
        // Where sshd wants its empty directory; Debian's service unit makes it, and there may have been no such service yet.
        Directory.CreateDirectory("/run/sshd");
        await File.WriteAllTextAsync(_folder["authorized_keys"], UserPublicKey);
        await File.WriteAllTextAsync(_folder["sshd_config"], $"""
            {Options}
            ListenAddress {(Isolated ? "0.0.0.0" : Address)}:{Port}
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
        Programs.Find("sshd", "openssh-server");
        var start = new ProcessStartInfo("unshare",
        [
            "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", .. Isolated ? (string[])["--net"] : [],
            Path.Combine(AppContext.BaseDirectory, "sshd-host.sh"), Folder, TestContext.Current.Test?.TestDisplayName ?? "shared by a class",
        ])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        if (Isolated)
            Network.Connect(_process.Id);
        _process.ErrorDataReceived += (_, line) => Record(line.Data);
        _process.BeginErrorReadLine();
        if (await Task.WhenAny(_listening.Task, _process.WaitForExitAsync(), Task.Delay(TimeSpan.FromMinutes(1))) != _listening.Task)
            throw new InvalidOperationException($"sshd does not listen:\n{Log}");
    }

    /// <summary>Ends it at once with every session and command: the host lost its power.</summary>
    public void Kill()
    {
        _process!.Kill();
        // Until the log's end, which the last process of the host holds open.
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
        _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _listenerEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Ends the listener alone; sessions live on, as they do for a moment on a host that is about to reboot.</summary>
    public async Task StopListeningAsync()
    {
        await _process!.StandardInput.WriteLineAsync();
        await _process.StandardInput.FlushAsync();
        await _listenerEnded.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    /// <summary>Gives the host an account that the machine does not have, at home in <see cref="Folder"/>.</summary>
    public void AddAccount(string name, string password)
    {
        Directory.CreateDirectory(_folder["etc"]);
        var hash = Programs.Run(Programs.Find("openssl", "openssl"), ["passwd", "-6", password]).Trim();
        File.WriteAllText(_folder["etc/passwd"], File.ReadAllText("/etc/passwd") + $"{name}:x:54321:54321::{Folder}:/bin/bash\n");
        File.WriteAllText(_folder["etc/shadow"], File.ReadAllText("/etc/shadow") + $"{name}:{hash}:19000:0:99999:7:::\n");
        Directory.CreateDirectory(_folder["etc/pam.d"]);
        // Whatever this machine has set up for real logins is of no interest.
        File.WriteAllText(_folder["etc/pam.d/sshd"], "auth required pam_unix.so\naccount required pam_unix.so\nsession required pam_permit.so\n");
        // The account must reach its home.
        File.SetUnixFileMode(Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
    }

    /// <summary>Lets an account of <see cref="AddAccount"/> do everything through sudo, without password.</summary>
    public void AllowSudo(string name)
    {
        Programs.Find("sudo", "sudo");
        File.WriteAllText(_folder["etc/sudoers"], $"root ALL=(ALL) ALL\n{name} ALL=(ALL) NOPASSWD: ALL\n");
        File.SetUnixFileMode(_folder["etc/sudoers"], UnixFileMode.UserRead | UnixFileMode.GroupRead);
    }

    public void Dispose()
    {
        if (_process is not null)
            Kill();
        if (Isolated)
            Network.Dispose();
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
        if (line == "listener ended")
            _listenerEnded.TrySetResult();
    }
}
