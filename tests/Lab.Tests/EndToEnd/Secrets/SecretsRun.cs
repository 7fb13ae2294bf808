using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CarbonioInfra.Lab.Tests.EndToEnd.Secrets;

/// <summary>
/// Runs with secrets of every kind, their processes watched, everything they print kept; one more secret planted in every kind of
/// place; then one search for all of them in all places. The lab is left as it was.
/// </summary>
public sealed class SecretsRun : IDisposable
{
    public const string Planted = "planted";

    private readonly LabStack _stack;
    private readonly string _stackFile;
    private readonly string _passphrase;
    private readonly string _planted = "planted-" + RandomNumberGenerator.GetHexString(32);
    private readonly ProcessWatch _processes = new();
    private readonly Dictionary<string, string> _texts = [];

    public SecretsRun(EndToEndLab lab)
    {
        var stack = lab.Prepared;
        _stack = stack;
        _stackFile = stack.StackFile;
        _passphrase = File.ReadAllText(Path.Combine(stack.StateFolder, "lab.passphrase")).Trim();
        try
        {
            stack.First.Succeeded();
            Findings = Search(RunEverything());
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Every secret that was found, with its place.</summary>
    internal IReadOnlySet<Finding> Findings { get; }

    /// <summary>How many files of each host were searched.</summary>
    internal Dictionary<string, int> FilesOfHost { get; } = [];

    /// <summary>Who runs the S3 server, as findings tell the owner of a file.</summary>
    public string BucketServer => _stack.Exec("s3", "stat -c %u:%g /var/lib/lab-object-storage");

    internal int ProcessesSeen => _processes.Count;

    public void Dispose()
    {
        _processes.Dispose();
        RemovePlanted();
        _stack.StackFile = _stackFile;
        foreach (var host in LabStack.Nodes)
            _stack.Exec(host, "rm -rf /etc/carbonio-canary");
        _stack.Up().Succeeded();
    }

    // Returns the secrets by which the runs went.
    private List<Secret> RunEverything()
    {
        // Lines with all that a shell, JSON or YAML could stumble over, nowhere so much of it that others have the same.
        var setting = string.Join('\n', Enumerable.Range(0, 3).Select(_ =>
            string.Concat("'\"$(\\ <&}".Select(special => RandomNumberGenerator.GetHexString(5) + special)) + "."));
        Keep("config set", ["config", "set", "lab", SecretsProgram.Setting, "--secret"], input: setting).Succeeded();
        foreach (var outcome in (string[])["succeeds", "fails"])
        {
            Keep($"preview that {outcome}", ["preview", "lab", "--json", Path.Combine(_stack.Root, $"plan-{outcome}.json")], outcome).Succeeded();
            var up = Keep($"up that {outcome}", ["up", "lab", "--yes"], outcome);
            Assert.True(up.ExitCode == 0 == (outcome == "succeeds"), up.Output + up.Error);
        }

        foreach (var verb in (string[])["outputs lab", "outputs lab --json", "config lab", "stack ls", "graph lab", "state export lab"])
            Keep(verb, verb.Split(' ')).Succeeded();

        // The launcher boots a host that stays: nothing of the user's environment may live on with it.
        Launch("lab", "power-off", "mta2");
        Launch("lab", "power-on", "mta2");

        return
        [
            Secret.FromText("passphrase", _passphrase),
            Secret.FromText("setting", setting),
            .. StateSecrets.Of(Run(["state", "export", "lab", "--show-secrets"]).Succeeded()),
            Secret.FromSshKey("host key of svc1", _stack.Exec("svc1", "cat /etc/ssh/ssh_host_ed25519_key")),
            Secret.FromText(Planted, _planted),
        ];
    }

    private HashSet<Finding> Search(List<Secret> secrets)
    {
        Plant();
        using var running = PlantInProcesses();
        _processes.LookNow();
        foreach (var host in (string[])["svc1", LabPlatform.SudoOnlyNode, "mbox1"])
            _texts["journal of " + host] = _stack.Lab("exec", host, "--", "journalctl", "--no-pager", "--all", "--output=export").Succeeded();

        var search = new SecretSearch(secrets);
        var findings = _texts.SelectMany(text => search.In(text.Value).Select(found => new Finding(found.Secret, text.Key)))
            .Concat(_stack.FirstProcesses.Search(search))
            .Concat(_processes.Search(search))
            .ToHashSet();
        foreach (var host in LabStack.Nodes)
        {
            var (found, files) = FileSearch.In(search, host + ":/", _stack.RootOf(host), _stack.Since, "proc", "sys", "dev/pts");
            findings.UnionWith(found);
            FilesOfHost[host] = files;
        }

        // Hosts' disks were searched as hosts; seen from here, nobody but root gets to them.
        foreach (var folder in (string[])["/tmp/", "/var/tmp/", "/dev/shm/", "/run/", "/var/log/", Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + "/"])
            findings.UnionWith(FileSearch.In(search, folder, folder, _stack.Since, "*/lab.lab/hosts").Findings);
        running.Kill();
        running.WaitForExit();
        return [.. findings.Select(finding => finding with { Place = finding.Place.Replace(_stack.StateFolder, "STATE", StringComparison.Ordinal) })];
    }

    private void Plant()
    {
        _texts["printed"] = $"a line with {_planted} in it";
        File.AppendAllText(_stack.Logs.First(), $"| {_planted}\n");
        File.WriteAllText(Path.Combine(_stack.StateFolder, "planted.json"), JsonSerializer.Serialize(_planted));
        File.WriteAllText(PlantedFile("/tmp"), Convert.ToBase64String([0, .. Encoding.ASCII.GetBytes(_planted)]));
        File.WriteAllText(PlantedFile("/var/tmp"), Convert.ToHexString(Encoding.ASCII.GetBytes(_planted)));
        Shell("svc1", $"""
            printf %s {_planted} >/tmp/planted
            mkdir -p /etc/carbonio-canary && cd /etc/carbonio-canary
            printf %s {_planted} >all && chmod 644 all
            printf %s {_planted} >other && chmod 600 other && chown daemon: other
            ln -s {_planted} link
            printf %s {_planted} >/dev/shm/planted
            logger {_planted}
            """);
        Shell(LabPlatform.SudoOnlyNode, $"echo 'mysql -p{_planted}' >>/home/carbonio/.bash_history; chmod 600 /home/carbonio/.bash_history");
    }

    // On the machine and on a host, in an argument list and in an environment.
    private Process PlantInProcesses()
    {
        Shell("mbox1", $"""
            systemd-run --quiet --collect --unit=planted-arguments tail -f /dev/null --retry {_planted}
            systemd-run --quiet --collect --unit=planted-environment --setenv=PLANTED={_planted} sleep 600
            """);
        return CommandResult.Start("bash", ["-c", "read -r"], new Dictionary<string, string> { ["PLANTED"] = _planted });
    }

    private void RemovePlanted()
    {
        File.Delete(PlantedFile("/tmp"));
        File.Delete(PlantedFile("/var/tmp"));
        File.Delete(Path.Combine(_stack.StateFolder, "planted.json"));
        Shell("svc1", "rm -f /tmp/planted /dev/shm/planted");
        Shell(LabPlatform.SudoOnlyNode, "rm -f /home/carbonio/.bash_history");
        Shell("mbox1", "systemctl stop planted-arguments planted-environment 2>/dev/null || true");
    }

    // Given on standard input, the script itself is in no argument list.
    private void Shell(string host, string script) =>
        _stack.LabWithInput(script, "exec", host, "--", "bash", "-e").Succeeded();

    private static string PlantedFile(string folder) => Path.Combine(folder, $"carbonio-{Environment.ProcessId}.planted");

    private CommandResult Keep(string name, string[] arguments, string outcome = "succeeds", string? input = null)
    {
        var result = Run(arguments, outcome, input);
        _texts[name] = result.Output + result.Error;
        return result;
    }

    private CommandResult Run(string[] arguments, string outcome = "succeeds", string? input = null) =>
        _stack.Run(typeof(SecretsRun).Assembly.Location, new Dictionary<string, string>
        {
            ["PULUMI_CONFIG_PASSPHRASE"] = _passphrase,
            [SecretsProgram.Variable] = outcome,
        }, input, arguments);

    private void Launch(params string[] arguments) => CommandResult.Run(Path.Combine(LabStack.Repository, "carbonio-infra"), arguments, new Dictionary<string, string>
    {
        ["CARBONIO_STATE_DIR"] = _stack.StateFolder,
        ["PULUMI_CONFIG_PASSPHRASE"] = _passphrase,
    }).Succeeded();
}
