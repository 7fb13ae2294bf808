using CarbonioInfra.Components.Tests.Sandboxes;

namespace CarbonioInfra.Components.Tests.Baseline;

public sealed class SystemSettingsTests(BaselineSteps steps) : IClassFixture<BaselineSteps>
{
    private const string Shims = """
        shim() { printf '#!/bin/bash\n%s\n' "$2" >"/usr/local/sbin/$1"; chmod +x "/usr/local/sbin/$1"; }
        shim systemd-detect-virt 'exit 1'
        printf 'ID=ubuntu\nVERSION_ID="24.04"\n' >/etc/os-release
        """;

    [Fact]
    public void The_locale_is_generated_and_set()
    {
        var result = Sandbox.Run(steps["locale"], Shims + """

            printf '# en_US.UTF-8 UTF-8\n' >/etc/locale.gen
            shim locale-gen 'touch /run/generated'
            shim locale '[ -e /run/generated ] && echo en_US.utf8'
            shim localectl 'case "$1" in status) echo "   System Locale: $(cat /run/locale 2>/dev/null)";; *) echo "$2" >/run/locale;; esac'
            """, "cat /etc/locale.gen /run/locale");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("en_US.UTF-8 UTF-8\nLANG=en_US.UTF-8\n", result.Inspected);
    }

    [Fact]
    public void On_RHEL_the_locale_comes_as_a_package()
    {
        var result = Sandbox.Run(steps.OnRhel("locale"), Shims + """

            printf 'ID="rhel"\nVERSION_ID="9.6"\n' >/etc/os-release
            rm -f /etc/debian_version
            shim dnf 'echo "$*" >>/run/calls; touch /run/generated'
            shim locale '[ -e /run/generated ] && echo en_US.utf8'
            shim localectl 'case "$1" in status) echo "   System Locale: $(cat /run/locale 2>/dev/null)";; *) echo "$2" >/run/locale;; esac'
            """, "cat /run/calls /run/locale");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("-y --setopt=exit_on_lock=False --allowerasing install glibc-langpack-en\nLANG=en_US.UTF-8\n", result.Inspected);
    }

    [Fact]
    public void A_locale_that_cannot_be_had_is_reported()
    {
        var result = Sandbox.Run(steps["locale"], Shims + """

            touch /etc/locale.gen
            shim locale-gen ':'
            shim locale 'echo C'
            shim localectl 'case "$1" in status) echo "   System Locale: LANG=C.UTF-8";; esac'
            """);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("locale-available: expected en_US.UTF-8 in locale -a, found no", result.Stderr);
        Assert.Contains("system-locale: expected en_US.UTF-8, found C.UTF-8", result.Stderr);
    }

    [Theory]
    [InlineData("yes", "yes", 0, "\"verdict\":\"ok\"")]
    [InlineData("no", "yes", 1, "time-sync-enabled: expected NTP=yes, found NTP=no")]
    [InlineData("yes", "no", 1, "time-sync: expected clock synchronized within 1 s, found NTPSynchronized=no")]
    public void The_clock_must_follow_a_time_server(string enabled, string synchronized, int exitCode, string expected)
    {
        var result = Sandbox.Run(steps["time-sync"].Replace("patience_seconds='\\''120'\\''", "patience_seconds=1", StringComparison.Ordinal),
            Shims + "\nshim timedatectl 'case \"$3\" in CanNTP) echo yes;; NTP) echo " + enabled + ";; NTPSynchronized) echo " + synchronized + ";; esac'");

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(expected, result.Stdout + result.Stderr);
    }

    private const string Clock = """

        shim timedatectl '
          case "$1 ${3:-}" in
            "show CanNTP") [ -e /run/service ] && echo yes || echo no;;
            "show NTP" | "show NTPSynchronized") [ -e /run/on ] && echo yes || echo no;;
            "set-ntp "*) [ -e /run/service ] && touch /run/on; echo "timedatectl $*" >>/run/calls;;
          esac'
        shim systemctl 'echo "systemctl $*" >>/run/calls'
        """;

    [Fact]
    public void A_time_service_that_is_off_is_switched_on()
    {
        var result = Sandbox.Run(steps["time-sync"], Shims + Clock + "\ntouch /run/service", "cat /run/calls");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("timedatectl set-ntp true\n", result.Inspected);
    }

    [Theory]
    [InlineData(false, "-q -y .* install --no-install-recommends chrony")]
    [InlineData(true, "-y --setopt=exit_on_lock=False --allowerasing install chrony")]
    public void Where_there_is_no_time_service_chrony_comes(bool rhel, string installation)
    {
        const string installer = "'echo \"$*\" >>/run/calls; case \"$*\" in *chrony) touch /run/service;; esac'";

        var result = Sandbox.Run(rhel ? steps.OnRhel("time-sync") : steps["time-sync"],
            Shims + Clock + (rhel ? $"\nrm -f /etc/debian_version\nshim dnf {installer}" : $"\nshim apt-get {installer}"), "cat /run/calls");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Matches(installation, result.Inspected);
        Assert.Contains("systemctl stop systemd-timedated.service\ntimedatectl set-ntp true\n", result.Inspected);
    }

    [Fact]
    public void In_a_container_the_clock_is_the_machines()
    {
        var result = Sandbox.Run(steps["time-sync"], Shims + "\nshim systemd-detect-virt 'exit 0'");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("\"verdict\":\"not-applicable\"", result.Stdout);
    }

    [Theory]
    [InlineData("1", 0, "\"verdict\":\"ok\"")]
    [InlineData("60", 1, "swappiness: expected vm.swappiness = 1, found 60")]
    public void Swappiness_must_be_in_force_and_stay_after_a_boot(string inForce, int exitCode, string expected)
    {
        var result = Sandbox.Run(steps["swappiness"],
            Shims + $"\nshim sysctl ':'\necho {inForce} >/run/value\nmount --bind /run/value /proc/sys/vm/swappiness",
            "cat /etc/sysctl.d/zz-carbonio-infra.conf");

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(expected, result.Stdout + result.Stderr);
        Assert.Equal("vm.swappiness = 1\n", result.Inspected);
    }

    [Theory]
    [InlineData("SELINUX=enforcing", "SELINUX=permissive")]
    [InlineData("SELINUX=enforcing  ", "SELINUX=permissive")]
    [InlineData("SELINUX= Enforcing\r", "SELINUX=permissive")]
    [InlineData("SELINUX=disabled ", "SELINUX=disabled")]
    [InlineData("SELINUX=enforcing\nSELINUX=disabled", "SELINUX=permissive")]
    [InlineData(" SELINUX=disabled\nSELINUX=permissive\nSELINUX=enforcing", "SELINUX=permissive")]
    [InlineData("SELINUX=permisive", "SELINUX=permissive")]
    public void Of_SELinux_one_plain_line_stays_and_it_does_not_enforce(string before, string after)
    {
        var result = Sandbox.Run(steps["selinux"], Shims + $"""

            mkdir -p /etc/selinux
            printf '# how\n%s\nSELINUXTYPE=targeted\n' '{before}' >/etc/selinux/config
            shim getenforce '[ -e /run/permissive ] && echo Permissive || echo Enforcing'
            shim setenforce 'touch /run/permissive'
            """, "cat /etc/selinux/config");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal($"# how\n{after}\nSELINUXTYPE=targeted\n", result.Inspected);
    }

    [Fact]
    public void A_configuration_of_SELinux_that_cannot_be_changed_is_reported()
    {
        var result = Sandbox.Run(steps["selinux"],
            Shims + "\nmkdir -p /etc/selinux\nprintf 'SELINUX=enforcing\\n' >/etc/selinux/config\nshim mv :\nshim getenforce 'echo Permissive'");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("selinux-at-boot: expected permissive or disabled, found SELINUX=enforcing", result.Stderr);
    }

    [Fact]
    public void An_SELinux_that_keeps_enforcing_is_reported()
    {
        var result = Sandbox.Run(steps["selinux"], Shims + """

            mkdir -p /etc/selinux
            printf 'SELINUX=permissive\n' >/etc/selinux/config
            shim getenforce 'echo Enforcing'
            shim setenforce ':'
            """);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("selinux: expected Permissive or Disabled, found Enforcing", result.Stderr);
    }
}
