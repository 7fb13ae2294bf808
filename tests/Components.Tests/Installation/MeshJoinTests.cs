using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Tests.Planning;
using CarbonioInfra.Components.Tests.Sandboxes;

namespace CarbonioInfra.Components.Tests.Installation;

public sealed class MeshJoinTests
{
    /// <summary>A wizard that asks as the vendor's does, on a terminal alone, and a directory whose answers lie in files.</summary>
    private const string Node = Shims.Carbonio + """
        shim service-discover '
          echo "service-discover $*" >>/run/calls
          [ -t 0 ] || { echo "the provided file descriptor (0) is not a terminal" >&2; exit 1; }
          [ ! -e /etc/zextras/service-discover/main.json ] || { echo "setup of service-discover already performed, manually reset and try again"; exit 1; }
          stty -echo
          printf "eth0 10.20.0.11/24\r\nSpecify the binding address for service discovery: "; IFS= read -r address
          printf "\r\nCreate the cluster credentials password (will be used for setups): "; IFS= read -r first
          printf "\r\nType the credential password again: "; IFS= read -r second
          [ "$first" = "$second" ] || { echo "passwords do not match"; exit 1; }
          echo "$address $second" >/run/told
          . /run/behaviour'
        cat >/run/behaviour <<'EOS'
        mkdir -p /etc/zextras/service-discover /var/lib/service-discover/data
        touch /etc/zextras/service-discover/main.json /var/lib/service-discover/data/acl-tokens.json /var/lib/service-discover/password
        touch /run/published
        EOS
        zextras_shim carbonio 'echo "carbonio $*" >>/run/asked; [ ! -e /run/published ] || echo "carbonioMeshCredentials: eHh4"'
        touch /run/asked; chmod 0666 /run/asked
        shim curl '[ -e /run/no-leader ] && echo "\"\"" || echo "\"10.20.0.11:8300\""'

        """;

    [Fact]
    public async Task The_founder_answers_on_a_terminal_and_its_password_stands_in_no_argument()
    {
        var result = await RunAsync(Node, "cat /run/told; grep service-discover\\ setup /run/calls");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("10.20.0.11 mesh-secret\nservice-discover setup-wizard --first-instance\n", result.Inspected);
        Assert.DoesNotContain("mesh-secret", result.Stdout + result.Stderr);
    }

    [Fact]
    public async Task A_member_is_left_alone_and_only_started_when_it_was_stopped()
    {
        var result = await RunAsync(Node + ". /run/behaviour; touch /run/stopped", "grep -c 'setup-wizard' /run/calls; grep ' start ' /run/calls");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("0\nsystemctl start service-discover.service\n", result.Inspected);
    }

    [Fact]
    public async Task A_founder_that_was_cut_off_founds_by_force_and_from_nothing()
    {
        var result = await RunAsync(Node + """
            mkdir -p /etc/zextras/service-discover /var/lib/service-discover/data
            touch /etc/zextras/service-discover/{main.json,cluster-credentials.tar.gpg} /var/lib/service-discover/{agent.pem,data/raft}
            """, "grep setup /run/calls; ls /var/lib/service-discover /var/lib/service-discover/data");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("setup-wizard --first-instance", result.Inspected);
        Assert.DoesNotContain("raft", result.Inspected);
        Assert.DoesNotContain("agent.pem", result.Inspected);
    }

    [Fact]
    public async Task A_founder_that_was_built_anew_joins_the_mesh_of_the_others()
    {
        var result = await RunAsync(Node + "touch /run/published", "grep setup-wizard /run/calls");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("service-discover setup-wizard\n", result.Inspected);
    }

    [Fact]
    public async Task An_agent_that_was_cut_off_joins_anew()
    {
        var result = await RunAsync(Node + "touch /run/published; mkdir -p /etc/zextras/service-discover; touch /etc/zextras/service-discover/main.json",
            "grep setup-wizard /run/calls", kind: "agent", founder: "no");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("service-discover setup-wizard\n", result.Inspected);
    }

    [Theory]
    [InlineData("no", "", "expected credentials of the mesh in the directory within 2 s, it did not happen")]
    [InlineData("yes", "echo 'echo cannot reach the directory; exit 1' >/run/behaviour", "cannot reach the directory")]
    [InlineData("yes", "echo 'echo cannot reach the directory; exit 1' >/run/behaviour", "expected the setup of the service mesh to succeed, it failed")]
    [InlineData("yes", "sed -i '$d' /run/behaviour", "mesh-membership: expected joined as server, found an unfinished setup")]
    [InlineData("yes", "sed -i 's/is-active) .*;; start/is-active) [ \"$2\" = --quiet ] || echo failed; exit 3;; start/' /usr/local/sbin/systemctl", "mesh-service: expected active, found failed")]
    [InlineData("yes", "touch /run/no-leader", "mesh-leader: expected a leader, found no leader within 2 s")]
    public async Task What_keeps_a_node_out_is_reported(string founder, string arrange, string message)
    {
        var result = await RunAsync(Node + arrange, founder: founder);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("svc1: mesh-join: ", result.Stderr);
        Assert.Contains(message, result.Stderr);
        Assert.DoesNotContain("mesh-secret", result.Stderr);
    }

    private static async Task<SandboxResult> RunAsync(string arrange, string inspect = ":", string kind = "server", string founder = "yes")
    {
        var step = await SingleStep.OfAsync("mesh-join", () => HostScript.Load("Nodes/Installation/mesh-join.sh")
            .With("kind", kind)
            .With("founder", founder)
            .With("address", "10.20.0.11")
            .With("program", HostScript.Load("Nodes/Installation/mesh-setup.py").Text)
            .With("patience_seconds", "2")
            .WithSecret("mesh_password", "mesh-secret"));
        return step.With("mesh-secret").Run(arrange, inspect);
    }
}
