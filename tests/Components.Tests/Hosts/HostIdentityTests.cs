using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Tests.Sandboxes;

namespace CarbonioInfra.Components.Tests.Hosts;

/// <summary>The scripts of a host's identity against a real sshd in a sandbox.</summary>
public sealed class HostIdentityTests
{
    private const string Sshd = """
        rm -f /etc/ssh/ssh_host_* /etc/ssh/sshd_config.d/*
        ssh-keygen -q -t ecdsa -N '' -f /etc/ssh/ssh_host_ecdsa_key
        cp /etc/ssh/ssh_host_ecdsa_key.pub /first-boot-key.pub
        mkdir -p /run/sshd
        printf 'PidFile /run/sshd.pid\n' >/etc/ssh/sshd_config
        printf '#!/bin/bash\nkill -HUP "$(cat /run/sshd.pid)"\n' >/usr/local/sbin/systemctl
        chmod +x /usr/local/sbin/systemctl
        /usr/sbin/sshd >/dev/null 2>&1
        """;

    [Fact]
    public void The_host_makes_a_key_once_and_takes_the_throw_away_key_away()
    {
        var make = Step("host-key.sh");
        var take = Step("first-boot-key.sh");
        var result = Sandbox.Run($"{make} && {make} && {take} && {take}", Sshd,
            "cut -d ' ' -f 1,2 /etc/ssh/ssh_host_ed25519_key.pub; ls /etc/ssh | grep host_ | sort; stat -c %a /etc/ssh/ssh_host_ed25519_key; "
            + "ssh-keyscan -t ecdsa 127.0.0.1 2>/dev/null");

        Assert.True(result.ExitCode == 0, result.ToString());
        var printed = result.Stdout.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var inspected = result.Inspected.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal([inspected[0], inspected[0]], printed);
        Assert.Equal(["ssh_host_ed25519_key", "ssh_host_ed25519_key.pub", "600"], inspected[1..]);
    }

    [Fact]
    public void A_key_that_the_image_brought_is_not_taken_for_the_hosts_own()
    {
        var result = Sandbox.Run(Step("host-key.sh"), Sshd + "\nssh-keygen -q -t ed25519 -N '' -f /etc/ssh/ssh_host_ed25519_key; cp /etc/ssh/ssh_host_ed25519_key.pub /brought",
            "cut -d ' ' -f 2 /brought");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.DoesNotContain(result.Inspected.Trim(), result.Stdout);
    }

    // The public key exists in the sandbox only; a parameter is a shell variable like this one.
    private static string Step(string script) => "first_boot_key=\"$(cat /first-boot-key.pub)\" bash -c " + ScriptRenderer.Quote(
        ScriptRenderer.Render(
            HostScript.Load($"Hosts/Scripts/{script}").Text,
            new Dictionary<string, string> { ["deadline_seconds"] = "60", ["host"] = "svc1", ["step"] = "identity" },
            []));
}
