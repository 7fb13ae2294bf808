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
            Shims + "\nshim timedatectl 'case \"$3\" in NTP) echo " + enabled + ";; NTPSynchronized) echo " + synchronized + ";; esac'");

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(expected, result.Stdout + result.Stderr);
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

    [Fact]
    public void Enforcing_becomes_permissive_now_and_at_boot()
    {
        var result = Sandbox.Run(steps["selinux"], Shims + """

            mkdir -p /etc/selinux
            printf 'SELINUX=enforcing\nSELINUXTYPE=targeted\n' >/etc/selinux/config
            shim getenforce '[ -e /run/permissive ] && echo Permissive || echo Enforcing'
            shim setenforce 'touch /run/permissive'
            """, "cat /etc/selinux/config");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("SELINUX=permissive\nSELINUXTYPE=targeted\n", result.Inspected);
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
