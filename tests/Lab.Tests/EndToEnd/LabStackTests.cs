using System.Text.Json;

namespace CarbonioInfra.Lab.Tests.EndToEnd;

public sealed class LabStackTests(EndToEndLab lab)
{
    private readonly LabStack _stack = lab.Prepared;

    [Fact(Explicit = true)]
    public void Every_host_comes_up_prepared()
    {
        var output = _stack.First.Succeeded();

        Assert.Equal(LabStack.Nodes.Count, LabStack.Did(output)["created"].Count(name => name.EndsWith("-machine", StringComparison.Ordinal)));
        Assert.Equal(LabStack.Nodes.Count, LabStack.Did(output)["created"].Count(name => name.EndsWith("-peers", StringComparison.Ordinal)));
        Assert.Contains($"SSH connections opened: {LabStack.Nodes.Count}", output);
    }

    [Theory(Explicit = true)]
    [MemberData(nameof(Hosts))]
    public void What_the_baseline_claims_is_true(string host)
    {
        Assert.Equal($"{host}.carbonio.test", _stack.Exec(host, "hostname -f"));
        Assert.Equal($"{host}.carbonio.test", _stack.Exec(host, "cat /etc/hostname"));
        Assert.Equal($"{LabStack.Nodes.Count}", _stack.Exec(host, "grep -c carbonio.test /etc/hosts"));
        Assert.Equal("0", _stack.Exec(host, "grep -c : <(grep -v '^#' /etc/hosts) || true"));
        Assert.Equal("LANG=en_US.UTF-8", _stack.Exec(host, "localectl status | sed -n 's/.*System Locale: *//p'"));
        Assert.Equal("vm.swappiness = 1", _stack.Exec(host, "cat /etc/sysctl.d/zz-carbonio-infra.conf"));
        Assert.Equal(host.StartsWith("lb", StringComparison.Ordinal) ? "installed" : "",
            _stack.Exec(host, "dpkg-query -W -f '${db:Status-Status}' keepalived 2>/dev/null || true"));
        Assert.Equal($"{LabStack.Nodes.Count}", _stack.Exec(host, "for n in $(awk '/carbonio.test/ { print $2 }' /etc/hosts); do "
            + "timeout 5 bash -c 'exec 3<>/dev/tcp/$0/22' $n && echo $n; done | wc -l"));
        Assert.Equal("", _stack.Exec(host, "find /tmp /var/tmp -type f ! -path '*systemd-private*'"));
    }

    [Fact(Explicit = true)]
    public void Run_again_nothing_changes_and_nobody_is_connected_to()
    {
        var output = _stack.Up().Succeeded();

        Assert.Empty(LabStack.Did(output));
        Assert.Contains("305 unchanged", output);
        Assert.Contains("SSH connections opened: 0", output);
    }

    [Fact(Explicit = true)]
    public void A_locale_that_is_gone_is_made_again()
    {
        Assert.Equal("0", _stack.Exec("svc2", "rm /usr/lib/locale/locale-archive; locale -a | grep -c en_US || true"));

        var did = LabStack.Did(_stack.Up("--rerun", "--target", "svc2-locale").Succeeded());

        Assert.Equal(["svc2-locale"], did.SelectMany(group => group));
        Assert.Equal("en_US.utf8", _stack.Exec("svc2", "locale -a | grep en_US"));
    }

    [Fact(Explicit = true)]
    public void A_node_taken_out_goes_alone_and_comes_back_alone()
    {
        var complete = _stack.StackFile;
        _stack.StackFile = complete.Replace("video: [video1, video2]", "video: [video1]", StringComparison.Ordinal);

        var removed = LabStack.Did(_stack.Up().Succeeded());

        Assert.Empty(removed["created"].Concat(removed["replaced"]));
        Assert.All(removed["deleted"], name => Assert.StartsWith("video2", name, StringComparison.Ordinal));
        Assert.Contains("video2-machine", removed["deleted"]);
        Assert.All(removed["updated"], name => Assert.Matches("-(hosts-file|firewall|peers)$", name));
        Assert.Equal(3 * (LabStack.Nodes.Count - 1), removed["updated"].Count());
        Assert.DoesNotContain("video2 ", _stack.Lab("status").Succeeded());
        Assert.Equal("0", _stack.Exec("svc1", "grep -c video2 /etc/hosts || true"));

        _stack.StackFile = complete;
        var added = LabStack.Did(_stack.Up().Succeeded());

        Assert.All(added["created"], name => Assert.StartsWith("video2", name, StringComparison.Ordinal));
        Assert.Equal(3 * (LabStack.Nodes.Count - 1), added["updated"].Count());
        Assert.Empty(added["deleted"].Concat(added["replaced"]));
    }

    [Fact(Explicit = true)]
    public void A_wiped_machine_is_built_and_prepared_again_and_nobody_else_is_touched()
    {
        var before = _stack.Exec("svc1", "systemctl show -p InvocationID --value ssh; stat -c %i%y /etc/hosts");
        _stack.Lab("wipe", "svc2").Succeeded();

        var output = _stack.Up("--replace", "svc2-machine").Succeeded();

        var did = LabStack.Did(output);
        Assert.Contains("svc2-machine", did["replaced"]);
        Assert.All(did.SelectMany(group => group), name => Assert.StartsWith("svc2-", name, StringComparison.Ordinal));
        Assert.Contains("SSH connections opened: 1", output);
        Assert.Equal("svc2.carbonio.test", _stack.Exec("svc2", "hostname -f"));
        Assert.Equal(before, _stack.Exec("svc1", "systemctl show -p InvocationID --value ssh; stat -c %i%y /etc/hosts"));
        Assert.Empty(LabStack.Did(_stack.Up().Succeeded()));
    }

    [Fact(Explicit = true)]
    public void A_replaced_mailstore_reports_and_keeps_what_its_predecessor_stored()
    {
        _stack.Exec("mbox2", "mkdir -p /opt/zextras/store; echo kept >/opt/zextras/store/mail");
        _stack.Lab("wipe", "mbox2").Succeeded();

        var did = LabStack.Did(_stack.Up("--replace", "mbox2-machine").Succeeded());

        Assert.All(did.SelectMany(group => group), name => Assert.StartsWith("mbox2-", name, StringComparison.Ordinal));
        Assert.DoesNotContain("mbox2-data", did.SelectMany(group => group));
        Assert.Contains("Carbonio's data of mbox2.carbonio.test, kept as it is", Printed("mbox2-data-disk"));
        Assert.Contains("\"seen\":\"none\"", Printed("mbox1-data-disk"));
        Assert.Equal("kept", _stack.Exec("mbox2", "cat /opt/zextras/store/mail"));

        _stack.Lab("power-off", "mbox2").Succeeded();
        _stack.Lab("power-on", "mbox2").Succeeded();

        Assert.Equal("kept", _stack.Exec("mbox2", "timeout 60 bash -c 'until mountpoint -q /opt; do sleep 0.2; done'; cat /opt/zextras/store/mail"));
        _stack.Exec("mbox2", "rm -r /opt/zextras");
    }

    [Fact(Explicit = true)]
    public void A_host_that_needs_a_reboot_gets_one_and_the_next_step_waits_for_it()
    {
        var before = _stack.Exec("svc3", "cut -d ' ' -f 22 /proc/1/stat");
        _stack.Exec("svc3", "touch /run/reboot-required");

        var output = _stack.Up("--replace", "svc3-reboot").Succeeded();

        Assert.Equal(["svc3-reboot"], LabStack.Did(output)["replaced"]);
        Assert.Equal(["svc3-rebooted"], LabStack.Did(output)["updated"]);
        Assert.NotEqual(before, _stack.Exec("svc3", "cut -d ' ' -f 22 /proc/1/stat"));
        Assert.Empty(LabStack.Did(_stack.Up().Succeeded()));
    }

    [Fact(Explicit = true)]
    public void A_host_that_shows_another_key_is_refused_before_it_hears_who_calls()
    {
        var pinned = Fingerprint("mta1");
        _stack.Exec("mta1", "cp -a /etc/ssh/ssh_host_ed25519_key /root/kept; cp -a /etc/ssh/ssh_host_ed25519_key.pub /root/kept.pub; "
            + "rm /etc/ssh/ssh_host_ed25519_key*; ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/ssh_host_ed25519_key; systemctl restart ssh");
        try
        {
            var swapped = Fingerprint("mta1");
            var since = _stack.Exec("mta1", "date +%s");

            var result = _stack.Up("--replace", "mta1-swappiness");

            Assert.NotEqual(0, result.ExitCode);
            var said = result.Output + result.Error;
            Assert.Matches(@"host key of root@[0-9.]+:22 \(mta1-swappiness\) is not the pinned one", said);
            Assert.Contains(pinned, said);
            Assert.Contains(swapped, said);
            Assert.DoesNotContain("   at ", said);
            Assert.Equal("0", _stack.Exec("mta1", $"journalctl -u ssh --since @{since} | grep -c -i -e accepted -e authenticating -e publickey || true"));
        }
        finally
        {
            _stack.Exec("mta1", "mv /root/kept /etc/ssh/ssh_host_ed25519_key; mv /root/kept.pub /etc/ssh/ssh_host_ed25519_key.pub; systemctl restart ssh");
        }

        _stack.Up("--replace", "mta1-swappiness").Succeeded();
    }

    [Fact(Explicit = true)]
    public void Outputs_name_every_node()
    {
        using var outputs = JsonDocument.Parse(_stack.Run("outputs", "lab", "--json").Succeeded());

        Assert.Equal(LabStack.Nodes, outputs.RootElement.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("name").GetString()));
    }

    [Fact(Explicit = true)]
    public void Neither_state_nor_log_holds_the_private_key()
    {
        // The public key tells that the pair is really in there.
        var publicKey = _stack.Exec("svc1", "awk '{ print $2 }' /root/.ssh/authorized_keys");
        var state = File.ReadAllText(_stack.StateFile);

        Assert.Contains(publicKey, state);
        Assert.DoesNotContain("OPENSSH PRIVATE KEY", state);
        Assert.Equal("600", CommandResult.Run("stat", ["-c", "%a", _stack.StateFile]).Succeeded().Trim());
        Assert.NotEmpty(_stack.Logs);
        Assert.All(_stack.Logs, log => Assert.DoesNotContain("OPENSSH PRIVATE KEY", File.ReadAllText(log)));
    }

    public static TheoryData<string> Hosts() => [.. LabStack.Nodes];

    /// <summary>What a step has printed, as the state keeps it.</summary>
    private string Printed(string step)
    {
        using var state = JsonDocument.Parse(File.ReadAllText(_stack.StateFile));
        return state.RootElement.GetProperty("deployment").GetProperty("resources").EnumerateArray()
            .Single(resource => resource.GetProperty("urn").GetString()!.EndsWith($"::{step}", StringComparison.Ordinal))
            .GetProperty("outputs").GetProperty("stdout").GetString()!;
    }

    private string Fingerprint(string host) => _stack.Exec(host, "ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub").Split(' ')[1];
}
