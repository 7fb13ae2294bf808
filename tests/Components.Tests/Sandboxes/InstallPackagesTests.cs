namespace CarbonioInfra.Components.Tests.Sandboxes;

/// <summary>Services stay off while the tests' packages are installed, and are nobody's business but the machine's afterwards.</summary>
public sealed class InstallPackagesTests
{
    // The package manager asks the policy as dpkg's scripts do; apt-get itself can be made to take its caller down.
    private const string Shims = """
        shim() { printf '#!/bin/bash\n%s\n' "$2" >"/usr/local/sbin/$1"; chmod +x "/usr/local/sbin/$1"; }
        shim dpkg-query '[ "${!#}" = openssh-server ] || printf installed'
        shim update-rc.d 'echo "$*" >>/run/calls'
        mkdir -p /run/lock
        rm -f /usr/sbin/policy-rc.d

        """;

    private const string Ask = "'case \"$*\" in *install*) /usr/sbin/policy-rc.d ssh start; echo \"while $?\" >>/run/calls;";

    private const string Afterwards = "cat /run/calls; /usr/sbin/policy-rc.d ssh start 2>/dev/null && echo allowed; ls /usr/sbin/policy-rc.d 2>/dev/null";

    [Fact]
    public void The_policy_is_gone_when_the_packages_are_there()
    {
        var result = Run($"shim apt-get {Ask} esac'");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("while 101\nssh disable\n", result.Inspected);
    }

    [Fact]
    public void What_a_kill_leaves_of_it_lets_the_next_service_start_and_goes()
    {
        var result = Run($"shim apt-get {Ask} kill -9 $PPID; esac'");

        Assert.Equal(137, result.ExitCode);
        Assert.Equal("while 101\nallowed\n", result.Inspected);
    }

    [Fact]
    public void A_policy_of_the_machine_stays()
    {
        var result = Run($"printf '#!/bin/sh\\nexit 104\\n' >/usr/sbin/policy-rc.d; chmod +x /usr/sbin/policy-rc.d; shim apt-get {Ask} esac'");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("while 104\nssh disable\n/usr/sbin/policy-rc.d\n", result.Inspected);
    }

    private static SandboxResult Run(string arrange)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "install-packages.sh")))
            folder = folder.Parent!;
        return Sandbox.Run("bash -s", Shims + arrange, Afterwards, File.ReadAllText(Path.Combine(folder.FullName, "install-packages.sh")));
    }
}
