using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Tests.Sandboxes;

namespace CarbonioInfra.Components.Tests.Baseline;

/// <summary>The step <c>data-disk</c> with a loop device as the volume and with a directory that stands for one.</summary>
public sealed class DataDiskTests
{
    private const string Shims = """
        shim() { printf '#!/bin/bash\n%s\n' "$2" >"/usr/local/sbin/$1"; chmod +x "/usr/local/sbin/$1"; }
        shim systemctl 'echo "systemctl $*" >>/run/calls'
        rm -rf /opt; mkdir /opt; : >/etc/fstab
        mkdir -p /mnt/kept

        """;

    // Detached by the kernel when the last mount goes, which is when the sandbox's namespace does.
    private const string Volume = """
        truncate -s 64M /run/volume
        device="$(losetup --find --show /run/volume)"
        ln -s "$device" /run/by-id

        """;

    private const string Detach = "; umount /opt 2>/dev/null; losetup -d \"$(readlink /run/by-id)\" 2>/dev/null";

    [Fact]
    public void An_empty_volume_gets_a_file_system_and_its_place_in_fstab()
    {
        var result = Sandbox.Run(Step("device"), Shims + Volume,
            "findmnt -n -o FSTYPE /opt; cat /opt/.carbonio-infra-data-disk; sed 's/=[^ ]*/=ID/' /etc/fstab" + Detach);

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(
            "ext4\nmbox1.example.com\nUUID=ID /opt ext4 defaults,nofail,x-systemd.device-timeout=120,x-carbonio-infra 0 2\n", result.Inspected);
        Assert.Contains("\"check\":\"earlier-data\",\"verdict\":\"ok\",\"expected\":\"what an earlier machine left on the disk\",\"seen\":\"none\"", result.Stdout);
    }

    [Fact]
    public void Earlier_data_is_kept_and_reported()
    {
        var result = Sandbox.Run(Step("device"), Shims + Volume + """
            mkfs.ext4 -q "$device"; mount "$device" /opt; mkdir /opt/zextras; echo mail >/opt/zextras/blob
            echo mbox1.example.com >/opt/.carbonio-infra-data-disk; umount /opt
            """, "cat /opt/zextras/blob" + Detach);

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("mail\n", result.Inspected);
        Assert.Contains("Carbonio's data of mbox1.example.com, kept as it is", result.Stdout);
    }

    [Fact]
    public void The_disk_of_another_host_is_refused_and_not_left_mounted()
    {
        var result = Sandbox.Run(Step("directory"), Shims + "echo mbox2.example.com >/mnt/kept/.carbonio-infra-data-disk",
            "mountpoint -q /opt && echo mounted; cat /etc/fstab");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("expected an empty disk or that of mbox1.example.com, found the one of mbox2.example.com; it is not used", result.Stderr);
        Assert.Equal("", result.Inspected);
    }

    [Fact]
    public void What_is_no_file_system_of_ours_is_not_touched()
    {
        var result = Sandbox.Run(Step("device"), Shims + Volume + "mkswap \"$device\" >/dev/null; cp /run/volume /run/before",
            "sync; cmp /run/volume /run/before && echo untouched" + Detach);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("expected nothing, ext4 or xfs on /run/by-id, found", result.Stderr);
        Assert.Equal("untouched\n", result.Inspected);
    }

    [Theory]
    [InlineData("touch /opt/somebody", "expected /opt to be empty before the data disk is mounted over it, found /opt/somebody")]
    [InlineData("mount -t tmpfs other /opt", "expected /mnt/kept at /opt, found other mounted there")]
    [InlineData("echo 'LABEL=x /opt ext4 defaults 0 2' >/etc/fstab", "expected no other file system for /opt in /etc/fstab, found LABEL=x")]
    [InlineData("rmdir /mnt/kept", "expected the data disk /mnt/kept within 1 s, it did not happen")]
    public void What_stands_in_the_way_is_told(string arrange, string expected)
    {
        var result = Sandbox.Run(Step("directory"), Shims + arrange);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(expected, result.Stderr);
    }

    [Fact]
    public void A_directory_stands_for_a_volume_and_the_step_can_run_again()
    {
        var step = Step("directory");
        var result = Sandbox.Run($"{step} && {step}", Shims, "ls -A /mnt/kept; cat /etc/fstab");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(".carbonio-infra-data-disk\n/mnt/kept /opt none bind,nofail,x-carbonio-infra 0 0\n", result.Inspected);
    }

    private static string Step(string kind) => $"bash -c {ScriptRenderer.Quote(ScriptRenderer.Render(
        HostScript.Load("Nodes/Baseline/data-disk.sh").Text,
        new Dictionary<string, string>
        {
            ["deadline_seconds"] = "60",
            ["fqdn"] = "mbox1.example.com",
            ["host"] = "mbox1",
            ["kind"] = kind,
            ["patience_seconds"] = "1",
            ["source"] = kind == "device" ? "/run/by-id" : "/mnt/kept",
            ["step"] = "data-disk",
        },
        []))}";
}
