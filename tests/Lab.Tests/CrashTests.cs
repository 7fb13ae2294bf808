using System.Diagnostics;

namespace CarbonioInfra.Lab.Tests;

/// <summary>Anything may be killed with -9 at any time; the next run puts things right.</summary>
public sealed class CrashTests
{
    [Fact]
    public void A_host_whose_processes_are_killed_can_be_started_and_removed()
    {
        using var lab = new LabScript();
        var before = Traces.Take(lab.StateFolder);
        lab.WithNetwork();
        lab.HostUp("svc1");

        // What looks after the host is not the host.
        Kill(lab, "boot-host.sh");
        Kill(lab, "systemd-nspawn");
        Assert.Equal("running", lab.State("svc1"));
        Assert.Equal("0", lab.Ssh("root", 11, "id -u").Succeeded().Trim());

        Kill(lab, "/usr/lib/systemd/systemd");
        Wait.Until("svc1 is dead", () => lab.State("svc1") == "dead");
        lab.Run("power-on", "svc1").Succeeded();
        Assert.Equal("0", lab.Ssh("root", 11, "id -u").Succeeded().Trim());

        Kill(lab, "boot-host.sh", "systemd-nspawn");
        lab.Run("network-down").Succeeded();
        Traces.AssertNoneSince(before, lab.StateFolder);
    }

    /// <summary>Each interruption comes when another part of the work is there to be seen.</summary>
    [Theory]
    [InlineData("hosts/svc1")]
    [InlineData("hosts/svc1/spec")]
    [InlineData("hosts/svc1/disk/upper/etc/ssh/ssh_host_ed25519_key")]
    [InlineData("hosts/svc1/log")]
    [InlineData("hosts/svc1/root")]
    [InlineData("hosts/svc1/state")]
    public void An_interrupted_host_up_is_made_good_by_the_next(string sign)
    {
        using var lab = new LabScript();
        var before = Traces.Take(lab.StateFolder);
        lab.WithNetwork();

        Interrupt(lab, sign, lab.HostUpArguments("svc1"));

        lab.HostUp("svc1");
        Assert.Equal("running", lab.State("svc1"));
        Assert.Equal("0", lab.Ssh("root", 11, "id -u").Succeeded().Trim());
        lab.Run("network-down").Succeeded();
        Traces.AssertNoneSince(before, lab.StateFolder);
    }

    [Theory]
    [InlineData("hosts/svc1/spec")]
    [InlineData("hosts/svc1/root")]
    public void An_interrupted_host_up_is_removed_by_destroy_and_by_the_next_network_up(string sign)
    {
        using var lab = new LabScript();
        var before = Traces.Take(lab.StateFolder);
        lab.WithNetwork();

        Interrupt(lab, sign, lab.HostUpArguments("svc1"));
        lab.WithNetwork();
        Assert.False(Directory.Exists(Path.Combine(lab.Folder, "hosts", "svc1")));

        Interrupt(lab, sign, lab.HostUpArguments("svc1"));
        lab.Run("network-down").Succeeded();
        Traces.AssertNoneSince(before, lab.StateFolder);
    }

    [Theory]
    [InlineData("subnet")]
    [InlineData("lab.sources")]
    [InlineData("mirror.log")]
    public void An_interrupted_network_up_is_made_good_by_the_next_and_removed_by_destroy(string sign)
    {
        using var lab = new LabScript();
        var before = Traces.Take(lab.StateFolder);
        string[] up = ["network-up", "--subnet", LabScript.Subnet + ".0/24"];

        Interrupt(lab, sign, up);
        lab.WithNetwork();
        lab.HostUp("svc1");
        lab.Run("network-down").Succeeded();
        Traces.AssertNoneSince(before, lab.StateFolder);

        Interrupt(lab, sign, up);
        lab.Run("network-down").Succeeded();
        Traces.AssertNoneSince(before, lab.StateFolder);
    }

    [Fact]
    public void An_interrupted_destroy_is_completed_by_the_next()
    {
        using var lab = new LabScript();
        var before = Traces.Take(lab.StateFolder);
        lab.WithNetwork();
        lab.HostUp("svc1");
        lab.HostUp("svc2", 12);

        using (var down = lab.Start("network-down"))
        {
            Wait.Until("the first host is gone", () => !File.Exists($"/sys/class/net/cv{Key(lab)}-11/ifindex") || down.HasExited);
            down.Kill();
            down.WaitForExit();
        }

        lab.Run("network-down").Succeeded();
        Traces.AssertNoneSince(before, lab.StateFolder);
    }

    [Fact]
    public void A_killed_mirror_comes_back_with_the_next_host()
    {
        using var lab = new LabScript().WithNetwork();
        lab.HostUp("svc1");

        Kill(lab, "systemd-socket-proxyd", "systemd-socket-activate");
        lab.HostUp("svc2", 12);

        lab.Exec("svc1", "apt-get update -qq");
    }

    [Fact]
    public void The_next_up_removes_dead_labs_and_names_living_ones()
    {
        using var living = new LabScript("198.19.251").WithNetwork();
        living.HostUp("alive");
        using var dead = new LabScript("198.19.252").WithNetwork();
        dead.HostUp("gone");
        var key = Key(dead);
        Kill(dead, "");
        Wait.Until("no process is left", () => !PidsOf(dead).Any());
        Assert.True(Directory.Exists("/sys/class/net/cl" + key));

        using var third = new LabScript();
        var up = third.Run("network-up", "--subnet", LabScript.Subnet + ".0/24");

        up.Succeeded();
        Assert.Contains($"left alone: {living.Folder} (198.19.251.0/24)", up.Error, StringComparison.Ordinal);
        Assert.Contains($"removing what is left of the lab in {dead.Folder}", up.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists("/sys/class/net/cl" + key));
        Assert.False(Directory.Exists("/run/carbonio-infra/" + key));
        Assert.Equal("running", living.State("alive"));
        Assert.Equal("dead", dead.State("gone"));

        // As after a reboot of the machine: disks and nothing else.
        dead.Run("power-on", "gone").Succeeded();
        Assert.Equal("0", dead.Run("exec", "gone", "--", "id", "-u").Succeeded().Trim());
    }

    [Fact]
    public void A_subnet_of_another_lab_or_of_the_machine_is_refused()
    {
        using var first = new LabScript().WithNetwork();
        using var second = new LabScript();

        var refused = second.Run("network-up", "--subnet", LabScript.Subnet + ".0/24").Refused();
        Assert.Contains($"{LabScript.Subnet}.0/24 belongs to the lab in {first.Folder}", refused, StringComparison.Ordinal);

        CommandResult.Run("ip", ["route", "add", "198.19.253.128/25", "dev", "lo"]).Succeeded();
        try
        {
            refused = second.Run("network-up", "--subnet", "198.19.253.0/24").Refused();
            Assert.Contains("198.19.253.0/24 is in use on this machine", refused, StringComparison.Ordinal);
        }
        finally
        {
            CommandResult.Run("ip", ["route", "delete", "198.19.253.128/25", "dev", "lo"]).Succeeded();
        }
    }

    /// <summary>Kills the script with -9 as soon as the sign is there; what it started lives on, as after a real crash.</summary>
    private static void Interrupt(LabScript lab, string sign, string[] arguments)
    {
        var path = Path.Combine(lab.Folder, sign);
        using var process = lab.Start(arguments);
        process.StandardInput.Close();
        var watch = Stopwatch.StartNew();
        while (!Path.Exists(path) && !process.HasExited)
            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(1), $"{sign} never appeared");
        process.Kill();
        process.WaitForExit();
    }

    private static void Kill(LabScript lab, params string[] names)
    {
        var victims = PidsOf(lab)
            .Where(pid => names.Any(name => Command(pid).Contains(name, StringComparison.Ordinal)))
            .ToList();
        Assert.NotEmpty(victims);
        CommandResult.Run("kill", ["-KILL", .. victims]);
    }

    private static string Command(string pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline");
        }
        catch (IOException)
        {
            return string.Empty;
        }
    }

    private static string Key(LabScript lab) => Path.GetFileName(
        Directory.GetDirectories("/run/carbonio-infra").Single(claim => File.ReadAllText(claim + "/lab") == lab.Folder));

    private static IEnumerable<string> PidsOf(LabScript lab)
    {
        var key = Key(lab);
        return Directory.GetDirectories("/proc")
            .Where(folder => File.Exists(folder + "/cgroup"))
            .Where(folder =>
            {
                try
                {
                    return File.ReadAllText(folder + "/cgroup").Contains($"/carbonio-infra/{key}/", StringComparison.Ordinal);
                }
                catch (IOException)
                {
                    return false;
                }
            })
            .Select(folder => Path.GetFileName(folder));
    }
}
