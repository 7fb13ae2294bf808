namespace CarbonioInfra.Lab.Tests;

/// <summary>A lab that is gone is gone entirely.</summary>
public sealed class LeakTests
{
    private const string InNamespace = "setsid unshare --net ";

    [Fact]
    public void A_whole_life_leaves_nothing()
    {
        var lab = new LabScript();
        var before = Traces.Take(lab.StateFolder);
        lab.WithNetwork();
        lab.HostUp("svc1");
        lab.HostUp("svc2", 12);
        lab.HostUp("svc3", 13);
        lab.Run("power-off", "svc1").Succeeded();
        lab.Run("wipe", "svc2").Succeeded();
        lab.Run("partition", "svc3").Succeeded();

        Assert.NotEqual(before, Traces.Take(lab.StateFolder));
        lab.Run("network-down").Succeeded();

        Traces.AssertNoneSince(before, lab.StateFolder);
        Assert.False(Directory.Exists(lab.Folder));
        lab.Dispose();
    }

    /// <summary>Whoever else works on the machine makes network namespaces, too.</summary>
    [Fact]
    public void A_network_namespace_of_others_is_none_of_ours()
    {
        using var lab = new LabScript();
        var before = Traces.Take(lab.StateFolder);
        var other = CommandResult.Run("bash", ["-c", InNamespace + "sleep 600 >/dev/null 2>&1 & echo $!"]).Succeeded().Trim();
        try
        {
            Traces.AssertNoneSince(before, lab.StateFolder);
        }
        finally
        {
            CommandResult.Run("kill", [other]).Succeeded();
        }
    }

    [Theory]
    [InlineData("link", "ip link add cvplanted type bridge", "ip link delete cvplanted")]
    [InlineData("mount", "mkdir -p $STATE/m && mount -t tmpfs none $STATE/m", "umount $STATE/m")]
    [InlineData("file", "touch /run/carbonio-planted", "rm /run/carbonio-planted")]
    [InlineData("mount", "ip netns add carbonio-planted", "ip netns delete carbonio-planted")]
    [InlineData("namespace", InNamespace + "sh -c 'ip link set lo up; ip address add 198.19.250.9/24 dev lo; ip route add 198.19.250.0/24 dev lo; exec sleep 600' "
        + ">/dev/null 2>&1 & echo $! >$STATE/pid; until grep -q FA13C6 /proc/$!/net/route; do sleep 0.05; done", "kill $(cat $STATE/pid)")]
    [InlineData("process", "setsid tail -f $STATE/key.pub >/dev/null 2>&1 & echo $! >$STATE/pid", "kill $(cat $STATE/pid)")]
    public void A_planted_leak_is_found(string kind, string plant, string remove)
    {
        using var lab = new LabScript();
        var before = Traces.Take(lab.StateFolder);
        Shell(plant);
        try
        {
            var failure = Assert.ThrowsAny<Exception>(() => Traces.AssertNoneSince(before, lab.StateFolder));
            Assert.Contains("left behind:\n", failure.Message, StringComparison.Ordinal);
            Assert.Contains("\n" + kind + " ", failure.Message, StringComparison.Ordinal);
        }
        finally
        {
            Shell(remove);
        }

        void Shell(string script) => CommandResult.Run("bash", ["-c", script.Replace("$STATE", lab.StateFolder, StringComparison.Ordinal)]).Succeeded();
    }
}
