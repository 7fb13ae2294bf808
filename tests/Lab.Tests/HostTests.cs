namespace CarbonioInfra.Lab.Tests;

/// <summary>What a host is when <c>host-up</c> has said that it is there.</summary>
public sealed class HostTests(SharedLab shared) : IClassFixture<SharedLab>, IDisposable
{
    private LabScript Lab => shared.Lab;

    public void Dispose() => shared.RemoveHosts();

    [Fact]
    public void A_host_offers_the_key_that_was_reported_and_looks_like_an_Ubuntu_server()
    {
        var made = Lab.HostUp("svc1");

        Assert.Equal("svc1", made.Name);
        Assert.Equal(Lab.Address(11), made.Address);
        var offered = CommandResult.Run("ssh-keyscan", ["-t", "ed25519", made.Address]).Succeeded().Split(' ', 2)[1].Trim();
        Assert.Equal(made.HostKey, offered);

        Assert.Equal("0", Lab.Ssh("root", 11, "id -u").Succeeded().Trim());
        Assert.Equal("ubuntu 24.04 noble", Lab.Exec("svc1", ". /etc/os-release; echo $ID $VERSION_ID $VERSION_CODENAME"));
        Assert.Equal("svc1", Lab.Exec("svc1", "hostname --fqdn"));
        Assert.Contains("::1", Lab.Exec("svc1", "cat /etc/hosts"), StringComparison.Ordinal);
        Assert.Equal("running", Lab.Exec("svc1", "systemctl is-system-running --wait"));
        Assert.Equal("", Lab.Exec("svc1", "ip route show default; grep -v ^# /etc/default/locale || true"));
        Assert.Equal("fixed", Lab.Exec("svc1", "(echo 1 >/proc/sys/vm/swappiness) 2>/dev/null || echo fixed"));
        Assert.Equal("systemd-nspawn", Lab.Exec("svc1", "systemd-detect-virt --container"));
        Assert.Equal("en_US.utf8", Lab.Exec(
            "svc1", "sed -i 's/^# *\\(en_US.UTF-8\\)/\\1/' /etc/locale.gen && locale-gen >/dev/null && locale -a | grep en_US"));
    }

    [Fact]
    public void Packages_come_through_the_labs_mirror_and_nothing_else_does()
    {
        Lab.HostUp("svc1");

        Lab.Exec("svc1", "apt-get update -qq && apt-get install -y -qq tree >/dev/null 2>&1 && tree --version");
        Assert.Equal("", Lab.Exec("svc1", "apt-cache search --names-only '^figlet$'"));
        Lab.Exec("svc1", "sed -i 's/^Enabled: no/Enabled: yes/' /etc/apt/sources.list.d/lab.sources && apt-get update -qq && apt-get install -y -qq figlet >/dev/null 2>&1 && figlet lab");

        Assert.StartsWith("403", Lab.Exec(
            "svc1", $"curl -s -o /dev/null -w '%{{http_code}}' -x http://{Lab.Address(1)}:3142 http://example.com/x"), StringComparison.Ordinal);
        Assert.Equal("unreachable", Lab.Exec("svc1", "ping -c 1 -W 1 192.0.2.1 >/dev/null 2>&1 || echo unreachable"));
    }

    [Fact]
    public void A_host_of_the_sudo_user_refuses_root()
    {
        Lab.HostUp("video2", 12, "--user", "carbonio");

        Assert.Equal("0", Lab.Ssh("carbonio", 12, "sudo -n id -u").Succeeded().Trim());
        Assert.Contains("Permission denied", Lab.Ssh("root", 12, "id").Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_of_root_refuses_the_sudo_user()
    {
        Lab.HostUp("svc1");

        Assert.Contains("Permission denied", Lab.Ssh("carbonio", 11, "id").Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void Asked_again_a_healthy_host_is_kept_and_a_different_one_is_made_anew()
    {
        var first = Lab.HostUp("svc1");
        var boot = BootId("svc1");

        Assert.Equal(first, Lab.HostUp("svc1"));
        Assert.Equal(boot, BootId("svc1"));

        var different = Lab.HostUp("svc1", 12);
        Assert.NotEqual(first.HostKey, different.HostKey);
        Assert.NotEqual(boot, BootId("svc1"));
    }

    [Fact]
    public void Hosts_reach_each_other_and_have_identities_of_their_own()
    {
        var first = Lab.HostUp("svc1");
        var second = Lab.HostUp("svc2", 12);

        Assert.NotEqual(first.HostKey, second.HostKey);
        Assert.NotEqual(Lab.Exec("svc1", "cat /etc/machine-id"), Lab.Exec("svc2", "cat /etc/machine-id"));
        Lab.Exec("svc1", $"ping -c 1 -W 5 {Lab.Address(12)}");
    }

    [Fact]
    public void An_address_is_given_once_and_only_inside_the_subnet()
    {
        Lab.HostUp("svc1");

        Assert.Contains(
            $"{Lab.Address(11)} belongs to svc1: svc2 needs another address",
            Lab.Run(Lab.HostUpArguments("svc2")).Refused(),
            StringComparison.Ordinal);
        Assert.Contains(
            $"must be one of {Lab.Address(2)} to {Lab.Address(254)}: found '{Lab.Address(1)}'",
            Lab.Run(Lab.HostUpArguments("svc2", 1)).Refused(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Limits_hold()
    {
        Lab.HostUp("svc1", 11, "--memory", "300", "--pids", "200");

        var outcome = Lab.Run("exec", "svc1", "--", "systemd-run", "--quiet", "--wait", "--pipe", "python3", "-c", "x = bytearray(500 << 20)");

        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Equal("running", Lab.State("svc1"));
    }

    [Fact]
    public void A_removed_host_is_gone_and_others_stay()
    {
        Lab.HostUp("svc1");
        Lab.HostUp("svc2", 12);

        Lab.Run("host-down", "svc1").Succeeded();

        Assert.False(Directory.Exists(Path.Combine(Lab.Folder, "hosts", "svc1")));
        Assert.Contains("has no host 'svc1'; its hosts: svc2", Lab.Run("exec", "svc1", "--", "id").Refused(), StringComparison.Ordinal);
        Assert.Equal("running", Lab.State("svc2"));
    }

    [Fact]
    public void A_data_folder_outlives_its_host_and_goes_only_without_one()
    {
        Assert.Contains("mbox1 has no data folder", Lab.Run(Lab.HostUpArguments("mbox1", 41, "--data")).Refused(), StringComparison.Ordinal);
        Lab.Run("data-up", "mbox1").Succeeded();
        Lab.HostUp("mbox1", 41, "--data");
        Lab.Exec("mbox1", "echo kept >/srv/carbonio-data/file");

        Assert.Contains("host-down comes first", Lab.Run("data-down", "mbox1").Refused(), StringComparison.Ordinal);
        Lab.Run("host-down", "mbox1").Succeeded();
        Lab.Run("data-up", "mbox1").Succeeded();
        Lab.HostUp("mbox1", 42, "--data");

        Assert.Equal("kept", Lab.Exec("mbox1", "cat /srv/carbonio-data/file"));
        Lab.Run("host-down", "mbox1").Succeeded();
        Lab.Run("data-down", "mbox1").Succeeded();
        Assert.False(Directory.Exists(Path.Combine(Lab.Folder, "data", "mbox1")));
        Assert.False(Directory.Exists(Path.Combine(Lab.Folder, "hosts", "mbox1")));
    }

    private string BootId(string host) => Lab.Exec(host, "cat /proc/sys/kernel/random/boot_id");
}
