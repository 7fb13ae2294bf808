namespace CarbonioInfra.Lab.Tests;

public sealed class ShellStyleTests
{
    private const string QuietGrepInPipe = @"\|[ \t]*grep[ \t]+(-[a-zA-Z]+[ \t]+)*-[a-zA-Z]*q";

    // Commands of the stand-in packages have the vendor's names, without an ending.
    private static string[] Scripts =>
        [.. Directory.GetFiles(Path.GetDirectoryName(LabScript.Path)!, "*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".sh", StringComparison.Ordinal) || IsScript(file))];

    private static bool IsScript(string file) =>
        !file.Contains("/bin/Debug", StringComparison.Ordinal) && !file.Contains("/obj/", StringComparison.Ordinal)
        && File.ResolveLinkTarget(file, returnFinalTarget: false) is null
        && File.ReadLines(file).FirstOrDefault() is "#!/bin/bash" or "#!/usr/bin/env bash";

    [Fact]
    public void Shellcheck_has_nothing_to_say()
    {
        Assert.Contains(LabScript.Path, Scripts);

        var result = CommandResult.Run("shellcheck", ["--external-sources", .. Scripts]);

        Assert.True(result.ExitCode == 0, result.Output);
    }

    /// <summary>With pipefail, <c>writer | grep -q</c> fails when grep finds early and the writer is still writing.</summary>
    [Fact]
    public void No_pipe_ends_in_a_grep_that_stops_reading() =>
        Assert.All(Scripts, script => Assert.DoesNotMatch(QuietGrepInPipe, File.ReadAllText(script)));

    [Fact]
    public void A_pipe_into_a_quiet_grep_would_be_seen() => Assert.Matches(QuietGrepInPipe, "ldd program | grep -q 'not found'");
}
