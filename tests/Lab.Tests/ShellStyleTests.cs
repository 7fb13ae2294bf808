namespace CarbonioInfra.Lab.Tests;

public sealed class ShellStyleTests
{
    [Fact]
    public void Shellcheck_has_nothing_to_say()
    {
        var folder = Path.GetDirectoryName(LabScript.Path)!;
        var scripts = Directory.GetFiles(folder, "*.sh", SearchOption.AllDirectories);
        Assert.Contains(LabScript.Path, scripts);

        var result = CommandResult.Run("shellcheck", ["--external-sources", .. scripts]);

        Assert.True(result.ExitCode == 0, result.Output);
    }
}
