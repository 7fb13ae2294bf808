using System.Text.RegularExpressions;

namespace CarbonioInfra.Lab.Tests.EndToEnd;

/// <summary>
/// The product as a user runs it, on thirteen real hosts: a project folder of its own with the lab's stack file, the built engine
/// and the built program. Made once for all tests; each leaves the lab as it found it.
/// </summary>
public sealed partial class LabStack : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(20);

    private readonly LabScript _lab = new();

    public LabStack()
    {
        Root = Path.Combine(_lab.StateFolder, "project");
        Directory.CreateDirectory(Path.Combine(Root, "infra"));
        Directory.CreateDirectory(Path.Combine(Root, "stacks"));
        Directory.CreateSymbolicLink(Path.Combine(Root, "embedded"), Path.Combine(Repository, "embedded"));
        File.Copy(Path.Combine(Repository, "Pulumi.yaml"), Path.Combine(Root, "Pulumi.yaml"));
        StackFile = File.ReadAllText(Path.Combine(Repository, "stacks", "Pulumi.lab.yaml"));
        First = Up();
        Key = Directory.GetDirectories("/run/carbonio-infra")
            .Where(claim => File.Exists(claim + "/lab") && File.ReadAllText(claim + "/lab").StartsWith(_lab.StateFolder, StringComparison.Ordinal))
            .Select(claim => Path.GetFileName(claim)!).SingleOrDefault("the lab has no claim");
    }

    /// <summary>How the first <c>up</c> ended.</summary>
    internal CommandResult First { get; }

    /// <summary>What names of the lab's bridge, cables, cgroups and claims contain.</summary>
    private string Key { get; }

    /// <summary>The stack file's text; writing it changes the stack for the next run.</summary>
    public string StackFile
    {
        get;
        set
        {
            field = value;
            File.WriteAllText(Path.Combine(Root, "stacks", "Pulumi.lab.yaml"), value);
        }
    }

    public static IReadOnlyList<string> Nodes { get; } =
        "svc1 svc2 svc3 mta1 mta2 proxy1 proxy2 mbox1 mbox2 filesdocs1 filesdocs2 video1 video2".Split(' ');

    public string StateFile => Path.Combine(_lab.StateFolder, "lab.json");

    public IEnumerable<string> Logs => Directory.EnumerateFiles(Path.Combine(_lab.StateFolder, "logs"));

    private string Root { get; }

    private static string Repository => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(LabScript.Path)!, "..", ".."));

    /// <summary>Runs on a host as root and returns what it printed.</summary>
    public string Exec(string host, string script) => _lab.Exec(host, script);

    /// <summary>A verb of the lab.</summary>
    internal CommandResult Lab(params string[] arguments) => _lab.Run(arguments);

    internal CommandResult Up(params string[] options) => Run(["up", "lab", "--yes", .. options]);

    internal CommandResult Run(params string[] arguments) =>
        CommandResult.Run("dotnet", [Engine(), "--root", Root, "--program", Program(), .. arguments], _lab.Environment, limit: Limit);

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

    [GeneratedRegex(@"^  (\+ |~ |\+-|- ) (?<name>\S+) (?<did>created|updated|replaced|deleted|deleted replaced)( \(|$)", RegexOptions.Multiline)]
    private static partial Regex Finished();
}
