using CarbonioInfra.Engine.Providers.Command.Ssh;

namespace CarbonioInfra.Engine.Tests.Providers.Command;

public sealed class ShellFilesTests
{
    [Fact]
    public void Shellcheck_has_nothing_to_say()
    {
        using var folder = new TemporaryFolder();
        using var resource = typeof(SshConnection).Assembly.GetManifestResourceStream("terminate.sh")!;
        using var reader = new StreamReader(resource);
        var terminate = folder.Write("terminate.sh", reader.ReadToEnd());

        // Throws with what it has to say.
        Programs.Run(Programs.Find("shellcheck", "shellcheck"), [terminate, Path.Combine(AppContext.BaseDirectory, "sshd-host.sh")]);
    }
}
