using System.Diagnostics;
using System.Text.RegularExpressions;
using CarbonioInfra.Components.Hosts;

namespace CarbonioInfra.Components.Tests.Hosts;

public sealed partial class ShellFilesTests
{
    private static readonly string[] Scripts =
        [.. typeof(HostStep).Assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sh", StringComparison.Ordinal)).Order()];

    private const string QuietGrepInPipe = @"\|[ \t]*grep[ \t]+(-[a-zA-Z]+[ \t]+)*-[a-zA-Z]*q";

    [Fact]
    public void Every_script_is_there() => Assert.Contains("Nodes/Baseline/peers.sh", Scripts);

    [Fact]
    public void Every_step_names_exactly_the_functions_that_it_uses()
    {
        var functions = Scripts.Where(name => name.StartsWith("Hosts/Scripts/functions/", StringComparison.Ordinal))
            .ToDictionary(name => Path.GetFileNameWithoutExtension(name), Functions);

        Assert.All(Scripts.Where(name => !name.StartsWith("Hosts/", StringComparison.Ordinal)), name =>
        {
            var text = HostScript.Load(name).Text;
            var code = string.Join('\n', text.Split('\n').Where(line => !line.StartsWith('#')));
            var used = functions.Where(file => file.Value.Except(Functions(name)).Any(function => Calls(code, function))).Select(file => file.Key);
            Assert.Equal(used.Order(StringComparer.Ordinal), ScriptRenderer.Uses(text).Order(StringComparer.Ordinal));
        });
    }

    [Theory]
    [MemberData(nameof(ScriptNames))]
    public void Shellcheck_has_nothing_to_say(string name)
    {
        var (exitCode, findings) = Shellcheck(HostScript.Load(name).Text);

        Assert.True(exitCode == 0, findings);
    }

    /// <summary>With pipefail, <c>writer | grep -q</c> fails when grep finds early and the writer is still writing.</summary>
    [Theory]
    [MemberData(nameof(ScriptNames))]
    public void No_pipe_ends_in_a_grep_that_stops_reading(string name) => Assert.DoesNotMatch(QuietGrepInPipe, HostScript.Load(name).Text);

    [Fact]
    public void A_pipe_into_a_quiet_grep_would_be_seen() => Assert.Matches(QuietGrepInPipe, "rpm -qa | grep -qE '^carbonio-'");

    [Fact]
    public void Shellcheck_would_say_it() => Assert.NotEqual(0, Shellcheck("#!/bin/bash\nrm -rf $folder/*\n").ExitCode);

    public static TheoryData<string> ScriptNames() => [.. Scripts];

    private static string[] Functions(string name) =>
        [.. FunctionHead().Matches(HostScript.Load(name).Text).Select(match => match.Groups["name"].Value)];

    private static bool Calls(string code, string function) =>
        Regex.IsMatch(code, $@"(^|[\s!|;(&]){function}($|[\s;)|&])", RegexOptions.Multiline);

    private static (int ExitCode, string Findings) Shellcheck(string text)
    {
        var start = new ProcessStartInfo("shellcheck", ["-"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        process.StandardInput.Write(text);
        process.StandardInput.Close();
        var findings = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, findings);
    }

    // On one line or several, in braces or, for a subshell, in parentheses.
    [GeneratedRegex(@"^(?<name>[a-z_]+)\(\) [{(]", RegexOptions.Multiline)]
    private static partial Regex FunctionHead();
}
