using System.Text.RegularExpressions;
using CarbonioInfra.Lab.Tests.Crashes;
using CarbonioInfra.Lab.Tests.EndToEnd.Secrets;

namespace CarbonioInfra.Lab.Tests.EndToEnd;

/// <summary>
/// The product as a user runs it, on real hosts: a project folder of its own with the lab's stack file, the built engine
/// and the built program. Its hosts are prepared, Carbonio is not installed.
/// </summary>
public sealed partial class LabStack : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(30);

    private readonly LabScript _lab = new();

    public LabStack()
    {
        Root = Path.Combine(_lab.StateFolder, "project");
        Directory.CreateDirectory(Path.Combine(Root, "infra"));
        Directory.CreateDirectory(Path.Combine(Root, "stacks"));
        Directory.CreateSymbolicLink(Path.Combine(Root, "embedded"), Path.Combine(Repository, "embedded"));
        File.Copy(Path.Combine(Repository, "Pulumi.yaml"), Path.Combine(Root, "Pulumi.yaml"));
        StackFile = File.ReadAllText(Path.Combine(Repository, "stacks", "Pulumi.lab.yaml"))
            .Replace("installCarbonio: true", "installCarbonio: false", StringComparison.Ordinal)
            + (OperatingSystem is null ? "" : $"  carbonio-infra:operatingSystem: {OperatingSystem}\n");
        Since = DateTimeOffset.UtcNow;
        using (FirstProcesses = new ProcessWatch())
            First = Up();
        Key = Directory.GetDirectories("/run/carbonio-infra")
            .Where(claim => File.Exists(claim + "/lab") && File.ReadAllText(claim + "/lab").StartsWith(_lab.StateFolder, StringComparison.Ordinal))
            .Select(claim => Path.GetFileName(claim)!).SingleOrDefault("the lab has no claim");
    }

    /// <summary>What the hosts say that they are, for example <c>ubuntu 22.04</c>. Default: the program's.</summary>
    internal static string? OperatingSystem { get; } = Environment.GetEnvironmentVariable("CARBONIO_TEST_SYSTEM");

    /// <summary>Whether Carbonio's own services are units; zmcontrol starts them where they are not.</summary>
    internal static bool HasUnits => OperatingSystem is not "ubuntu 22.04";

    /// <summary>How the first <c>up</c> ended.</summary>
    internal CommandResult First { get; }

    /// <summary>The processes of the first <c>up</c>.</summary>
    internal ProcessWatch FirstProcesses { get; }

    /// <summary>When the first <c>up</c> began.</summary>
    public DateTimeOffset Since { get; }

    /// <summary>What names of the lab's bridge, cables, cgroups and claims contain.</summary>
    private string Key { get; }

    /// <summary>The stack file's text; writing it changes the stack for the next run.</summary>
    public string StackFile
    {
        get => File.ReadAllText(Path.Combine(Root, "stacks", "Pulumi.lab.yaml"));
        set => File.WriteAllText(Path.Combine(Root, "stacks", "Pulumi.lab.yaml"), value);
    }

    public static IReadOnlyList<string> Nodes { get; } =
        "svc1 svc2 svc3 mta1 mta2 proxy1 proxy2 mbox1 mbox2 filesdocs1 filesdocs2 video1 video2 lb1 lb2 s3".Split(' ');

    /// <summary>Those that run Carbonio.</summary>
    public static IReadOnlyList<string> CarbonioNodes { get; } = [.. Nodes.Take(13)];

    public string StateFile => Path.Combine(_lab.StateFolder, "lab.json");

    public IEnumerable<string> Logs => _lab.Logs;

    public string StateFolder => _lab.StateFolder;

    /// <summary>The folder of Pulumi.yaml.</summary>
    public string Root { get; }

    public static string Repository => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(LabScript.Path)!, "..", ".."));

    /// <summary>Runs on a host as root and returns what it printed.</summary>
    public string Exec(string host, string script) => _lab.Exec(host, script);

    /// <summary>A verb of the lab.</summary>
    internal CommandResult Lab(params string[] arguments) => _lab.Run(arguments);

    /// <summary>A verb of the lab that reads its standard input.</summary>
    internal CommandResult LabWithInput(string input, params string[] arguments) => _lab.RunWithInput(input, arguments);

    internal CommandResult Up(params string[] options) => Run(["up", "lab", "--yes", .. options]);

    internal CommandResult Run(params string[] arguments) => Run(Program(), new Dictionary<string, string>(), null, arguments);

    /// <summary>Gives the stack a passphrase instead of the one that the lab has made for its state, and then settings.</summary>
    internal void Configure(string passphrase, IEnumerable<(string Key, string Value, bool IsSecret)> settings)
    {
        _lab.Environment["PULUMI_CONFIG_PASSPHRASE"] = passphrase;
        foreach (var (key, value, isSecret) in settings)
            Run(Program(), new Dictionary<string, string>(), value, ["config", "set", "lab", key, .. isSecret ? ["--secret"] : Array.Empty<string>()]).Succeeded();
    }

    /// <summary>Starts <c>up</c> as a run that can be killed.</summary>
    internal EngineRun StartUp() => EngineRun.Start(_lab, Root, Program(), "up", "lab", "--yes");

    /// <summary>Runs a verb with another program, more environment variables, and standard input.</summary>
    internal CommandResult Run(string program, IReadOnlyDictionary<string, string> environment, string? input, params string[] arguments) =>
        CommandResult.Run("dotnet", [Engine(), "--root", Root, "--program", program, .. arguments],
            _lab.Environment.Concat(environment).GroupBy(entry => entry.Key).ToDictionary(entry => entry.Key, entry => entry.Last().Value), input, Limit);

    /// <summary>The root file system of a running host, with everything mounted in it.</summary>
    public string RootOf(string host)
    {
        // The one process of its cgroup that is number 1 inside.
        var leader = Directory.EnumerateDirectories("/proc", "*").Single(process =>
            FirstProcess().IsMatch(ReadOrNothing(process + "/status"))
            && ReadOrNothing(process + "/cgroup").Contains($"/carbonio-infra/{Key}/host-{host}/", StringComparison.Ordinal));
        return leader + "/root/";
    }

    /// <summary>Names of what a run did, by what it did: <c>created</c>, <c>updated</c>, <c>replaced</c>, <c>deleted</c>.</summary>
    public static ILookup<string, string> Did(string output) =>
        Finished().Matches(output).ToLookup(match => match.Groups["did"].Value, match => match.Groups["name"].Value);

    public void Dispose()
    {
        var destroyed = Run("destroy", "lab", "--yes");
        var left = Traces.Of(Key, _lab.StateFolder);
        _lab.Dispose();
        Assert.True(destroyed.ExitCode == 0, destroyed.Output + destroyed.Error);
        Assert.True(left.Count == 0, "left behind:\n" + string.Join('\n', left));
    }

    internal static string Engine() => Built("embedded/Engine", "carbonio-infra-engine.dll");

    private static string Program() => Built("infra", "CarbonioInfra.Infra.dll");

    // Beside this assembly's own: .../tests/Lab.Tests/bin/Debug/net10.0 and, with the official SDK, .../bin/official/Debug/net10.0.
    private static string Built(string project, string file)
    {
        var output = Path.GetRelativePath(Path.Combine(Repository, "tests", "Lab.Tests"), AppContext.BaseDirectory);
        return Path.Combine(Repository, project, output, file);
    }

    private static string ReadOrNothing(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return ""; // no process, or one that ended meanwhile
        }
    }

    [GeneratedRegex(@"^NSpid:\t\d+\t1$", RegexOptions.Multiline)]
    private static partial Regex FirstProcess();

    [GeneratedRegex(@"^  (\+ |~ |\+-|- ) (?<name>\S+) (?<did>created|updated|replaced|deleted|deleted replaced)( \(|$)", RegexOptions.Multiline)]
    private static partial Regex Finished();
}
