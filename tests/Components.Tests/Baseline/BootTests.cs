using CarbonioInfra.Components.Tests.Sandboxes;

namespace CarbonioInfra.Components.Tests.Baseline;

public sealed class BootTests(BaselineSteps steps) : IClassFixture<BaselineSteps>
{
    private const string Shims = """
        shim() { printf '#!/bin/bash\n%s\n' "$2" >"/usr/local/sbin/$1"; chmod +x "/usr/local/sbin/$1"; }
        shim systemctl 'echo "systemctl $*" >>/run/calls; case "$1" in is-active) exit 3;; list-unit-files) echo "$3 enabled";; is-system-running) echo running;; esac'
        shim systemd-run 'echo "systemd-run $*" >>/run/calls'
        shim dpkg-query 'exit 1'
        """;

    [Fact]
    public void Package_managers_of_the_image_are_kept_from_running_by_themselves()
    {
        var result = Sandbox.Run(steps["first-boot"], Shims, "cat /run/calls");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("systemctl disable --now --quiet unattended-upgrades.service", result.Inspected);
        Assert.Contains("systemctl disable --now --quiet apt-daily.timer", result.Inspected);
    }

    [Fact]
    public void A_unit_that_stays_active_is_reported()
    {
        var result = Sandbox.Run(steps["first-boot"], Shims + "\nshim systemctl 'case \"$1\" in list-unit-files) echo \"$3 enabled\";; esac'");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("svc1: first-boot: expected unattended-upgrades.service to be stopped, found it active", result.Stderr);
    }

    [Fact]
    public void A_first_boot_that_failed_is_reported_with_its_reason()
    {
        var result = Sandbox.Run(steps["first-boot"], Shims + """

            shim cloud-init 'if [ "$2" = --wait ]; then exit 1; else echo "status: error"; echo "detail: no datasource"; fi'
            """);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("expected cloud-init to finish, found: status: error detail: no datasource", result.Stderr);
    }

    [Fact]
    public void Without_need_nothing_reboots()
    {
        var result = Sandbox.Run(steps["reboot"], Shims, "cat /run/calls 2>/dev/null");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("none\n", result.Stdout);
        Assert.Empty(result.Inspected);
    }

    [Fact]
    public void With_need_the_reboot_is_ordered_the_listener_closes_and_the_boot_is_named()
    {
        var result = Sandbox.Run(steps["reboot"], Shims + "\ntouch /run/reboot-required", "cat /run/calls");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Matches("^[0-9a-f-]{36} [0-9]+\n$", result.Stdout);
        Assert.Matches("(?s)systemd-run .*systemctl reboot.*systemctl stop ssh.socket", result.Inspected);
    }

    [Fact]
    public void A_newer_kernel_than_the_running_one_is_a_need()
    {
        var result = Sandbox.Run(steps["reboot"],
            Shims + "\nshim systemd-detect-virt 'exit 1'\nmkdir -p /boot\ntouch /boot/vmlinuz-99.1-generic", "cat /run/calls");

        Assert.Contains("systemctl reboot", result.Inspected);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void On_RHEL_needs_restarting_tells(int answer, bool reboots)
    {
        var result = Sandbox.Run(steps.OnRhel("reboot"),
            Shims + $"\nrm -f /etc/debian_version /boot/vmlinuz*\nshim rpm ':'\nshim needs-restarting 'exit {answer}'",
            "cat /run/calls 2>/dev/null");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(reboots, result.Inspected.Contains("systemctl reboot", StringComparison.Ordinal));
    }

    [Fact]
    public void On_RHEL_dnf_upgrades_and_leaves_an_installed_Carbonio_alone()
    {
        const string rhel = Shims + "\nrm -f /etc/debian_version\nshim dnf 'echo \"$*\" >>/run/calls'"
            + "\nprintf 'ID=\"rocky\"\\nVERSION_ID=\"9.4\"\\n' >/etc/os-release\n";

        Assert.Equal("-y --setopt=exit_on_lock=False upgrade --refresh\n",
            Sandbox.Run(steps.OnRhel("upgrade"), rhel + "shim rpm 'echo bash'", "cat /run/calls").Inspected);
        Assert.Empty(Sandbox.Run(steps.OnRhel("upgrade"), rhel + "shim rpm 'echo carbonio-core'", "cat /run/calls 2>/dev/null").Inspected);
    }

    [Fact]
    public void A_node_with_Carbonio_never_reboots_by_itself()
    {
        var result = Sandbox.Run(steps["reboot"],
            Shims + "\ntouch /run/reboot-required\nshim dpkg-query 'echo \"installed carbonio-core\"'", "cat /run/calls 2>/dev/null");

        Assert.Equal("none\n", result.Stdout);
        Assert.Empty(result.Inspected);
    }

    [Fact]
    public void A_boot_that_did_not_end_is_reported()
    {
        var thisBoot = "$(cat /proc/sys/kernel/random/boot_id) $(sed \"s/.*) //\" /proc/1/stat | cut -d \" \" -f 20)";
        var command = steps["rebooted"].Replace("ended_boot='\\''none'\\''", $"ended_boot=\"{thisBoot}\"", StringComparison.Ordinal);

        var result = Sandbox.Run(command, Shims);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("boot: expected another boot than ", result.Stderr);
    }

    [Fact]
    public void Another_boot_is_what_was_asked_for()
    {
        var command = steps["rebooted"].Replace("ended_boot='\\''none'\\''", "ended_boot=\"an earlier one\"", StringComparison.Ordinal);

        var result = Sandbox.Run(command, Shims);

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("\"check\":\"boot\",\"verdict\":\"ok\"", result.Stdout);
    }

    [Fact]
    public void An_upgrade_leaves_an_installed_Carbonio_alone()
    {
        var result = Sandbox.Run(steps["upgrade"],
            Shims + "\nshim dpkg-query 'echo \"installed service-discover-agent\"'\nshim apt-get 'echo called >>/run/calls'",
            "cat /run/calls 2>/dev/null");

        Assert.Equal("Carbonio is installed: packages stay as they are\n", result.Stdout);
        Assert.Empty(result.Inspected);
    }
}
