namespace CarbonioInfra.Lab.Tests;

/// <summary>The verbs that break a host and mend it.</summary>
public sealed class PowerTests(SharedLab shared) : IClassFixture<SharedLab>, IDisposable
{
    private LabScript Lab => shared.Lab;

    public void Dispose() => shared.RemoveHosts();

    [Fact]
    public void Exec_passes_input_output_and_exit_code_through()
    {
        Lab.HostUp("svc1");

        var result = Lab.RunWithInput("hello\n", "exec", "svc1", "--", "bash", "-c", "cat; echo oops >&2; hostname; exit 7");

        Assert.Equal((7, "hello\nsvc1\n", "oops\n"), (result.ExitCode, result.Output, result.Error));
        Assert.Contains("exec needs a command", Lab.Run("exec", "svc1").Refused(), StringComparison.Ordinal);
        Assert.Contains("exec needs a command", Lab.Run("exec", "svc1", "--").Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_without_power_keeps_its_disk_and_its_key()
    {
        var made = Lab.HostUp("svc1");
        Lab.Exec("svc1", "echo kept >/root/file");

        Lab.Run("power-off", "svc1").Succeeded();

        Assert.Equal("off", Lab.State("svc1"));
        Assert.Contains("svc1 does not run (state: off)", Lab.Run("exec", "svc1", "--", "id").Refused(), StringComparison.Ordinal);
        Assert.Contains("svc1 does not run", Lab.Run("partition", "svc1").Refused(), StringComparison.Ordinal);
        Assert.Contains("svc1 does not run", Lab.Run("heal-network", "svc1").Refused(), StringComparison.Ordinal);
        Lab.Run("power-off", "svc1").Succeeded();

        Lab.Run("power-on", "svc1").Succeeded();
        Lab.Run("power-on", "svc1").Succeeded();

        Assert.Equal("running", Lab.State("svc1"));
        Assert.Equal("kept", Lab.Ssh("root", 11, "cat /root/file").Succeeded().Trim());
        Assert.Equal(made, Lab.HostUp("svc1"));
    }

    [Fact]
    public void A_wiped_host_has_to_be_made_anew()
    {
        var made = Lab.HostUp("svc1");
        Lab.HostUp("svc2", 12);

        Lab.Run("wipe", "svc1").Succeeded();

        Assert.Equal("wiped", Lab.State("svc1"));
        Assert.Equal("running", Lab.State("svc2"));
        Assert.Contains("svc1 is wiped", Lab.Run("power-on", "svc1").Refused(), StringComparison.Ordinal);
        Assert.Contains("svc1 is wiped", Lab.Run("power-off", "svc1").Refused(), StringComparison.Ordinal);
        Lab.Run("sweep").Succeeded();
        Assert.Equal("wiped", Lab.State("svc1"));

        Lab.Run("host-down", "svc1").Succeeded();
        Assert.NotEqual(made.HostKey, Lab.HostUp("svc1").HostKey);
        Assert.Equal("running", Lab.State("svc1"));
    }

    [Fact]
    public void A_partitioned_host_lives_on_and_reaches_nobody()
    {
        Lab.HostUp("svc1");
        Lab.HostUp("svc2", 12);
        var boot = Lab.Exec("svc1", "cat /proc/sys/kernel/random/boot_id");

        Lab.Run("partition", "svc1").Succeeded();
        Lab.Run("partition", "svc1").Succeeded();

        Assert.Equal("partitioned", Lab.State("svc1"));
        Assert.Equal("1", Lab.Exec("svc1", "cat /sys/class/net/eth0/carrier"));
        Assert.Equal("lost", Lab.Exec("svc1", $"ping -c 1 -W 1 {Lab.Address(12)} >/dev/null || echo lost"));
        Assert.NotEqual(0, Lab.Ssh("root", 11, "id").ExitCode);

        Lab.Run("heal-network", "svc1").Succeeded();

        Assert.Equal("running", Lab.State("svc1"));
        Lab.Exec("svc1", $"ping -c 1 -W 5 {Lab.Address(12)}");
        Assert.Equal(boot, Lab.Ssh("root", 11, "cat /proc/sys/kernel/random/boot_id").Succeeded().Trim());
    }

    [Fact]
    public void A_host_that_reboots_comes_back_by_itself()
    {
        Lab.HostUp("svc1");
        var boot = Lab.Exec("svc1", "cat /proc/sys/kernel/random/boot_id");

        Lab.Exec("svc1", "systemctl reboot");

        Wait.Until(
            "svc1 answers with a new boot id",
            () => Lab.Ssh("root", 11, "cat /proc/sys/kernel/random/boot_id") is { ExitCode: 0 } answer && answer.Output.Trim() != boot);
        Assert.Equal("running", Lab.State("svc1"));
    }

    [Fact]
    public void Status_tells_a_host_that_died_from_one_that_was_powered_off()
    {
        Lab.HostUp("svc1");

        Lab.Run("exec", "svc1", "--", "systemctl", "poweroff");

        Wait.Until("svc1 is dead", () => Lab.State("svc1") == "dead");
        Lab.Run("power-on", "svc1").Succeeded();
        Assert.Equal("running", Lab.State("svc1"));
    }
}
