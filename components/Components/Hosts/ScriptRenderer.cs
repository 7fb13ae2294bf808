using System.Text;
using System.Text.RegularExpressions;

namespace CarbonioInfra.Components.Hosts;

/// <summary>Turns a script and its plain parameters into the text that runs on a host.</summary>
internal static partial class ScriptRenderer
{
    private const string Folder = "Hosts/Scripts/";

    /// <summary>The whole script: preamble, parameters, the functions that it uses, its own text.</summary>
    /// <param name="script">The script's own text.</param>
    /// <param name="parameters">Shell variables by name; names in order.</param>
    /// <param name="secrets">Names of the secrets, in the order in which they arrive on standard input.</param>
    public static string Render(string script, IEnumerable<KeyValuePair<string, string>> parameters, IEnumerable<string> secrets)
    {
        var secretNames = secrets.ToArray();
        var functions = WithTheirOwn(Uses(script).Concat(secretNames.Length > 0 ? ["read_secret"] : [])).Order(StringComparer.Ordinal);
        var text = new StringBuilder();
        foreach (var line in WithoutHeader(HostScript.Load(Folder + "preamble.sh").Text).Split('\n'))
        {
            text.Append(Placeholder().Match(line).Groups["name"].Value switch
            {
                "parameters" => string.Concat(parameters.Select(parameter => $"{parameter.Key}={Quote(parameter.Value)}\n")),
                "functions" => string.Join('\n', functions.Select(Function)),
                "secrets" => string.Concat(secretNames.Select(name => $"read_secret {name}\n")),
                "body" => WithoutHeader(script).TrimEnd('\n') + "\n",
                _ => line + "\n",
            });
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }

    /// <summary>A single shell word that stands for exactly <paramref name="text"/>.</summary>
    public static string Quote(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    /// <summary>The shared functions that a script says it uses.</summary>
    public static IEnumerable<string> Uses(string script) =>
        UsesLine().Matches(script).SelectMany(match => match.Groups["names"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    // Functions use others and say so in the same way.
    private static HashSet<string> WithTheirOwn(IEnumerable<string> names)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(names);
        while (open.TryPop(out var name))
        {
            if (found.Add(name))
            {
                foreach (var further in Uses(FunctionFile(name)))
                    open.Push(further);
            }
        }

        return found;
    }

    private static string Function(string name) => WithoutHeader(FunctionFile(name));

    private static string FunctionFile(string name) => HostScript.Load($"{Folder}functions/{name}.sh").Text;

    // What stands above the first command is for readers of the file; on the host it would only change what runs again.
    private static string WithoutHeader(string script) =>
        string.Join('\n', script.Split('\n').SkipWhile(line => line.StartsWith('#') || line.Trim().Length == 0));

    [GeneratedRegex(@"^\s*# \{\{(?<name>[a-z]+)\}\}$")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"^# uses: (?<names>[a-z_ ]+)$", RegexOptions.Multiline)]
    private static partial Regex UsesLine();
}
