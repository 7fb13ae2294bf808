using System.Diagnostics;
using CarbonioInfra.Components.Hosts;

namespace CarbonioInfra.Components.Tests.Hosts;

public sealed class ShellFilesTests
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
            var used = functions.Where(file => file.Value.Any(function => Calls(code, function))).Select(file => file.Key);
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
        [.. HostScript.Load(name).Text.Split('\n').Where(line => line.EndsWith("() {", StringComparison.Ordinal)).Select(line => line[..^4])];

    private static bool Calls(string code, string function) =>
        System.Text.RegularExpressions.Regex.IsMatch(code, $@"(^|[\s!|;(&]){function}($|[\s;)|&])", System.Text.RegularExpressions.RegexOptions.Multiline);

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
}
