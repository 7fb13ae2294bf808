using CarbonioInfra.Components.Tests.Sandboxes;

namespace CarbonioInfra.Components.Tests.Baseline;

public sealed class RequirementsTests(BaselineSteps steps) : IClassFixture<BaselineSteps>
{
    // What a machine that meets everything shows; each test takes one thing away.
    private const string Good = """
        printf 'ID=ubuntu\nVERSION_ID="24.04"\n' >/etc/os-release
        shim() { printf '#!/bin/bash\n%s\n' "$2" >"/usr/local/sbin/$1"; chmod +x "/usr/local/sbin/$1"; }
        shim nproc 'echo 8'
        shim df 'printf "Filesystem 1048576-blocks\n/dev/vda 51200\n"'
        printf 'MemTotal: 16384000 kB\n' >/run/meminfo
        mount --bind /run/meminfo /proc/meminfo
        shim dpkg-query 'exit 1'
        ip address add 10.20.0.11/32 dev lo
        """;

    [Fact]
    public void A_machine_that_meets_everything_passes()
    {
        var result = Run("");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("""{"host":"svc1","check":"memory","verdict":"ok","expected":"at least 14745 of 16384 MiB","seen":"16000 MiB"}""", result.Stdout);
        Assert.DoesNotContain("\"failed\"", result.Stdout);
    }

    [Theory]
    [InlineData("""printf 'ID=debian\nVERSION_ID="12"\n' >/etc/os-release""",
        "operating-system: expected ubuntu 24.04, as on every node (setting operatingSystem), found debian 12")]
    [InlineData("""printf 'ID=ubuntu\nVERSION_ID="22.04"\n' >/etc/os-release""",
        "operating-system: expected ubuntu 24.04, as on every node (setting operatingSystem), found ubuntu 22.04")]
    [InlineData("""printf 'ID=rocky\nVERSION_ID="9.4"\n' >/etc/os-release""",
        "operating-system: expected ubuntu 24.04, as on every node (setting operatingSystem), found rhel 9")]
    [InlineData("mkdir -p /etc/update-motd.d; touch /etc/update-motd.d/60-unminimize",
        "complete-system: expected an installation that is not minimized (`unminimize` completes it), found a minimized system")]
    [InlineData("shim uname 'echo aarch64'", "architecture: expected x86_64, found aarch64")]
    [InlineData("shim nproc 'echo 2'", "processors: expected at least 8, found 2")]
    [InlineData("printf 'MemTotal: 8388608 kB\\n' >/run/meminfo", "memory: expected at least 14745 of 16384 MiB, found 8192 MiB")]
    [InlineData("""shim df 'printf "Filesystem 1048576-blocks\n/dev/vda 20480\n"'""", "disk: expected at least 45 of 50 GiB on /, found 20 GiB")]
    [InlineData("ip address delete 10.20.0.11/32 dev lo; ip address add 10.20.0.110/32 dev lo",
        "address: expected 10.20.0.11 on an interface of this host, found 10.20.0.110")]
    [InlineData("""shim dpkg-query '[ $# -eq 3 ] || echo installed nginx'""",
        "foreign-servers: expected no other mail or web server, found nginx")]
    [InlineData("""shim dpkg-query '[ $# -eq 3 ] || printf "installed %s\n" postfix webmin cockpit'""",
        "foreign-servers: expected no other mail or web server, found postfix webmin cockpit")]
    [InlineData("useradd --no-create-home zextras", "user-zextras: expected no user zextras before the first installation, found zextras:x:")]
    public void A_machine_that_lacks_something_is_refused(string arrange, string message)
    {
        var result = Run(arrange);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("svc1: requirements: 1 check(s) failed", result.Stderr);
        Assert.Contains(message, result.Stderr);
    }

    [Theory]
    [InlineData("""printf 'ID="rhel"\nVERSION_ID="9.6"\n' >/etc/os-release""", 0, "\"seen\":\"rhel 9\"")]
    [InlineData("""printf 'ID="almalinux"\nVERSION_ID="9.4"\n' >/etc/os-release""", 0, "\"seen\":\"rhel 9\"")]
    [InlineData("""printf 'ID="rhel"\nVERSION_ID="8.10"\n' >/etc/os-release""", 1, "found rhel 8")]
    [InlineData("""printf 'ID="rhel"\nVERSION_ID="9.6"\n' >/etc/os-release; shim rpm '[ "$1" = -qa ] || echo installed cockpit'""", 1, "found cockpit")]
    public void On_RHEL_the_major_version_counts_and_rpm_is_asked(string arrange, int exitCode, string expected)
    {
        var result = Sandbox.Run(steps.OnRhel("requirements"), Good + "\nrm -f /etc/debian_version\nshim rpm 'exit 1'\n" + arrange);

        Assert.True(result.ExitCode == exitCode, result.ToString());
        Assert.Contains(expected, result.Stdout + result.Stderr);
    }

    [Fact]
    public void A_UDP_port_that_another_process_holds_is_named_with_its_owner()
    {
        var result = Run("python3 -c 'import socket,os,time; s=socket.socket(type=socket.SOCK_DGRAM); s.bind((\"0.0.0.0\",8301)); "
            + "os.fork() or time.sleep(30)' >/dev/null 2>&1 & until ss -Hlun | grep -q :8301; do sleep 0.05; done");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("free-udp-ports: expected UDP ports free: 8301 8302 8600, found taken: 8301 (python3)", result.Stderr);
    }

    [Fact]
    public void A_port_that_another_process_holds_is_named_with_its_owner()
    {
        var result = Run("python3 -c 'import socket,os,time; s=socket.socket(); s.bind((\"0.0.0.0\",8300)); s.listen(); "
            + "os.fork() or time.sleep(30)' >/dev/null 2>&1 & until ss -Hltn | grep -q :8300; do sleep 0.05; done");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("free-ports: expected TCP ports free: ", result.Stderr);
        Assert.Contains("found taken: 8300 (python3)", result.Stderr);
    }

    [Fact]
    public void All_shortcomings_come_at_once()
    {
        var result = Run("shim nproc 'echo 1'; shim uname 'echo armv7l'; printf 'MemTotal: 1048576 kB\\n' >/run/meminfo");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("3 check(s) failed", result.Stderr);
    }

    [Fact]
    public void Ports_and_user_of_an_installed_Carbonio_are_no_obstacle()
    {
        var result = Run("useradd --no-create-home zextras; "
            + """shim dpkg-query '[ $# -eq 3 ] && echo installed carbonio-core'""");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("\"check\":\"free-ports\",\"verdict\":\"not-applicable\"", result.Stdout);
    }

    private SandboxResult Run(string arrange) => Sandbox.Run(steps["requirements"], Good + "\n" + arrange);
}
