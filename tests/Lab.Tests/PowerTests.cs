namespace CarbonioInfra.Lab.Tests;

/// <summary>The verbs that break a host and mend it.</summary>
public sealed class PowerTests(SharedLab shared) : IClassFixture<SharedLab>, IDisposable
{
    private readonly LabScript _lab = shared.Lab;

    public void Dispose() => shared.RemoveHosts();

    [Fact]
    public void Exec_passes_input_output_and_exit_code_through()
    {
        _lab.HostUp("svc1");

        var result = _lab.RunWithInput("hello\n", "exec", "svc1", "--", "bash", "-c", "cat; echo oops >&2; hostname; exit 7");

        Assert.Equal((7, "hello\nsvc1\n", "oops\n"), (result.ExitCode, result.Output, result.Error));
        Assert.Contains("exec needs a command", _lab.Run("exec", "svc1").Refused(), StringComparison.Ordinal);
        Assert.Contains("exec needs a command", _lab.Run("exec", "svc1", "--").Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_without_power_keeps_its_disk_and_its_key()
    {
        var made = _lab.HostUp("svc1");
        _lab.Exec("svc1", "echo kept >/root/file");

        _lab.Run("power-off", "svc1").Succeeded();

        Assert.Equal("off", _lab.State("svc1"));
        Assert.Contains("svc1 does not run (state: off)", _lab.Run("exec", "svc1", "--", "id").Refused(), StringComparison.Ordinal);
        Assert.Contains("svc1 does not run", _lab.Run("partition", "svc1").Refused(), StringComparison.Ordinal);
        Assert.Contains("svc1 does not run", _lab.Run("heal-network", "svc1").Refused(), StringComparison.Ordinal);
        _lab.Run("power-off", "svc1").Succeeded();

        _lab.Run("power-on", "svc1").Succeeded();
        _lab.Run("power-on", "svc1").Succeeded();

        Assert.Equal("running", _lab.State("svc1"));
        Assert.Equal("kept", _lab.Ssh("root", 11, "cat /root/file").Succeeded().Trim());
        Assert.Equal(made, _lab.HostUp("svc1"));
    }

    [Fact]
    public void A_wiped_host_has_to_be_made_anew()
    {
        var made = _lab.HostUp("svc1");
        _lab.HostUp("svc2", 12);

        _lab.Run("wipe", "svc1").Succeeded();

        Assert.Equal("wiped", _lab.State("svc1"));
        Assert.Equal("running", _lab.State("svc2"));
        Assert.Contains("svc1 is wiped", _lab.Run("power-on", "svc1").Refused(), StringComparison.Ordinal);
        Assert.Contains("svc1 is wiped", _lab.Run("power-off", "svc1").Refused(), StringComparison.Ordinal);
        _lab.Run("sweep").Succeeded();
        Assert.Equal("wiped", _lab.State("svc1"));

        _lab.Run("host-down", "svc1").Succeeded();
        Assert.NotEqual(made.HostKey, _lab.HostUp("svc1").HostKey);
        Assert.Equal("running", _lab.State("svc1"));
    }

    [Fact]
    public void A_partitioned_host_lives_on_and_reaches_nobody()
    {
        _lab.HostUp("svc1");
        _lab.HostUp("svc2", 12);
        var boot = _lab.Exec("svc1", "cat /proc/sys/kernel/random/boot_id");

        _lab.Run("partition", "svc1").Succeeded();
        _lab.Run("partition", "svc1").Succeeded();

        Assert.Equal("partitioned", _lab.State("svc1"));
        Assert.Equal("1", _lab.Exec("svc1", "cat /sys/class/net/eth0/carrier"));
        Assert.Equal("lost", _lab.Exec("svc1", $"ping -c 1 -W 1 {_lab.Address(12)} >/dev/null || echo lost"));
        Assert.NotEqual(0, _lab.Ssh("root", 11, "id").ExitCode);

        _lab.Run("heal-network", "svc1").Succeeded();

        Assert.Equal("running", _lab.State("svc1"));
        _lab.Exec("svc1", $"ping -c 1 -W 5 {_lab.Address(12)}");
        Assert.Equal(boot, _lab.Ssh("root", 11, "cat /proc/sys/kernel/random/boot_id").Succeeded().Trim());
    }

    [Fact]
    public void A_host_that_reboots_comes_back_by_itself()
    {
        _lab.HostUp("svc1");
        var boot = _lab.Exec("svc1", "cat /proc/sys/kernel/random/boot_id");

        _lab.Exec("svc1", "systemctl reboot");

        Wait.Until(
            "svc1 answers with a new boot id",
            () => _lab.Ssh("root", 11, "cat /proc/sys/kernel/random/boot_id") is { ExitCode: 0 } answer && answer.Output.Trim() != boot);
        Assert.Equal("running", _lab.State("svc1"));
    }

    [Fact]
    public void Status_tells_a_host_that_died_from_one_that_was_powered_off()
    {
        _lab.HostUp("svc1");

        _lab.Run("exec", "svc1", "--", "systemctl", "poweroff");

        Wait.Until("svc1 is dead", () => _lab.State("svc1") == "dead");
        _lab.Run("power-on", "svc1").Succeeded();
        Assert.Equal("running", _lab.State("svc1"));
    }
}
