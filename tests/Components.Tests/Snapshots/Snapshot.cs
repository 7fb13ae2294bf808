using System.Text.RegularExpressions;
using CarbonioInfra.Components.Hosts;

namespace CarbonioInfra.Components.Tests.Snapshots;

/// <summary>
/// What a step does or writes, as a file that a person can read: <c>Snapshots/FAMILY/HOST-STEP.txt</c>. What a test found instead lies in
/// <c>Snapshots.received</c> beside the test program; when it is wanted, copy it over (the failure says how).
/// </summary>
internal static partial class Snapshot
{
    // Where they are kept, not a copy in the output: that would hold what was deleted since.
    private static readonly string Approved = Path.Combine(Repository(), "tests", "Components.Tests", "Snapshots");

    private static readonly string Received = Path.Combine(AppContext.BaseDirectory, "Snapshots.received");

    /// <summary>Paths of all files of a family below it, for example <c>svc1-hostname.txt</c>.</summary>
    public static IEnumerable<string> Files(string family) =>
        Directory.EnumerateFiles(Path.Combine(Approved, family)).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);

    /// <summary>Whether the file says <paramref name="text"/>; if not, what it should say is put where it was received.</summary>
    public static bool Matches(string path, string text)
    {
        var approved = Path.Combine(Approved, path);
        var received = Path.Combine(Received, path);
        Directory.CreateDirectory(Path.GetDirectoryName(received)!);
        File.Delete(received);
        if (File.Exists(approved) && File.ReadAllText(approved) == text)
            return true;
        File.WriteAllText(received, text);
        return false;
    }

    /// <summary>Fails unless the file says <paramref name="text"/>.</summary>
    public static void Verify(string path, string text) => Assert.True(Matches(path, text), $"{path} differs; {HowToApprove}");

    public static string HowToApprove =>
        $"when that is wanted: cp -r {Path.GetRelativePath(Repository(), Received)}/. tests/Components.Tests/Snapshots/";

    /// <summary>
    /// A command as a person reads it: values, names of secrets, and the script's own text. Preamble and functions are the same for
    /// all and have files of their own, so that a change of one of them is not one of every snapshot.
    /// </summary>
    public static string OfCommand(string command)
    {
        var match = Command().Match(command);
        Assert.True(match.Success, $"expected a rendered step, found {command[..Math.Min(200, command.Length)]}");
        var text = match.Groups["text"].Value.Replace(@"'\''", "'", StringComparison.Ordinal);
        var parts = Parts().Match(text);
        Assert.True(parts.Success, $"expected the parts of preamble.sh, found {text}");
        var body = parts.Groups["body"].Value.TrimEnd('\n') + "\n";
        return string.Join('\n',
        [
            .. Line("as", match.Groups["sudo"].Length > 0 ? "root by sudo" : ""),
            .. Line("functions", string.Join(' ', UsedFunctions(text))),
            .. Line("secrets", string.Join(' ', SecretLine().Matches(text).Select(secret => secret.Groups["name"].Value))),
            parts.Groups["parameters"].Value.Trim('\n'),
            "",
            body,
        ]);
    }

    private static string[] Line(string name, string value) => value.Length == 0 ? [] : [$"# {name}: {value}"];

    // A function's file is in the rendered text as a whole.
    private static IEnumerable<string> UsedFunctions(string text) =>
        typeof(HostStep).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("Hosts/Scripts/functions/", StringComparison.Ordinal))
            .Where(name => text.Contains("\n" + string.Join('\n', HostScript.Load(name).Text.Split('\n').SkipWhile(line => line.StartsWith('#') || line.Trim().Length == 0)), StringComparison.Ordinal))
            .Select(name => Path.GetFileNameWithoutExtension(name))
            .Order(StringComparer.Ordinal);

    internal static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder.Parent is not null && !File.Exists(Path.Combine(folder.FullName, "CarbonioInfra.sln")))
            folder = folder.Parent;
        return folder.FullName;
    }

    [GeneratedRegex(@"^(?<sudo>sudo -n )?timeout -k 30 \d+ bash -c '(?<text>.*)'$", RegexOptions.Singleline)]
    private static partial Regex Command();

    [GeneratedRegex(@"\numask 022\n(?<parameters>.*?)\n: ""\$\{host:\?\}"".*\n\(\n(?<body>.*)  :\n\) 9>&-\n$", RegexOptions.Singleline)]
    private static partial Regex Parts();

    [GeneratedRegex(@"^read_secret (?<name>\w+)$", RegexOptions.Multiline)]
    private static partial Regex SecretLine();
}
