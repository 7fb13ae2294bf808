using System.Collections.Immutable;
using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Roles.Mta;
using CarbonioInfra.Components.Tests.LoadBalancers;
using CarbonioInfra.Components.Tests.Sandboxes;
using CarbonioInfra.Components.Topologies;

namespace CarbonioInfra.Components.Tests.Roles;

public sealed class MtaTests(RoleSteps steps) : IClassFixture<RoleSteps>
{
    private const string Networks = "127.0.0.0/8 [::1]/128 10.20.0.11/32 10.20.0.12/32 10.20.0.13/32 10.20.0.16/32 10.20.0.17/32 "
        + "10.20.0.18/32 10.20.0.19/32 10.20.0.20/32 10.20.0.21/32 10.20.0.22/32 10.20.0.23/32";

    private const string Refusal = "554 5.7.1 <relay-check@example.net>: Relay access denied";

    // A new MTA: its networks are Carbonio's own choice, and a restart brings what the directory says to Postfix.
    private static string Arrange(string answer = Refusal) => Fakes.System + """
        ip address add 10.20.0.14/32 dev lo
        echo '127.0.0.0/8 [::1]/128 10.20.0.0/24' >/run/mynetworks
        shim postconf '[ "$*" = "-h mynetworks" ] && cat /run/mynetworks'
        shim on-restart 'carbonio prov -l gs mta1.example.com zimbraMtaMyNetworks | sed -n "s/^zimbraMtaMyNetworks: //p" >/run/mynetworks' /run
        echo zmtrainsa_cleanup_host=false >/run/localconfig

        """ + Fakes.Directory("""{"server mta1.example.com": {"zimbraSmtpHostname": ["127.78.0.7"]}}""")
        + (answer.Length > 0 ? Fakes.Server("smtp-server.py", $"10.20.0.14 '{answer}'") : "");

    [Fact]
    public void What_is_written_once_reaches_Postfix_by_a_restart_and_is_not_written_again()
    {
        var step = steps.Impatient("mta1-mta");

        var result = Sandbox.Run($"{step} && mv /run/calls /run/first && touch /run/calls && {step}", Arrange(),
            "cat /run/writes /run/first; echo again:; cat /run/calls");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal($"""
            server mta1.example.com zimbraSmtpHostname localhost
            server mta1.example.com zimbraSmtpPort 25
            server mta1.example.com zimbraMtaMyNetworks {Networks}
            systemctl restart carbonio-mta.target
            zmlocalconfig zmtrainsa_cleanup_host=true
            again:

            """, result.Inspected);
    }

    [Fact]
    public void Where_Carbonio_brings_it_to_Postfix_by_itself_nothing_is_restarted()
    {
        var result = Sandbox.Run(steps.With("mta1-mta", "patience_seconds", "10"),
            Arrange() + $"(sleep 3; echo '{Networks}' >/run/mynetworks) >/dev/null 2>&1 &", "grep restart /run/calls");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("", result.Inspected);
    }

    [Fact]
    public void Where_Carbonio_has_no_units_zmmtactl_restarts_it()
    {
        var result = Sandbox.Run(steps.Impatient("mta1-mta"), Arrange() + "printf 'ID=ubuntu\\nVERSION_ID=\"22.04\"\\n' >/etc/os-release", "grep restart /run/calls");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("zmmtactl restart\n", result.Inspected);
    }

    [Theory]
    [InlineData("rm /run/on-restart", "trusted-networks: expected 127.0.0.0/8 [::1]/128 10.20.0.11/32")]
    [InlineData("rm /run/on-restart", "load-balancers-not-trusted: expected no load balancer in Postfix's mynetworks, found 10.20.0.80 in 10.20.0.0/24 10.20.0.81 in 10.20.0.0/24")]
    [InlineData("touch /run/local-read-only", "spam-training-cleanup: expected true, found false")]
    public void What_does_not_become_true_is_reported(string flaw, string message)
    {
        // The restart's own patience is a minute.
        var step = steps.Impatient("mta1-mta").Replace("soon 60 relays_for_wanted", "soon 1 relays_for_wanted", StringComparison.Ordinal);

        var result = Sandbox.Run(step, Arrange() + flaw);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(message, result.Stderr);
    }

    [Fact]
    public void A_directory_that_takes_nothing_is_reported()
    {
        var result = Sandbox.Run(steps.Impatient("mta1-mta"), Arrange() + "touch /run/read-only");

        Assert.All(["zimbraSmtpHostname: expected localhost, found 127.78.0.7", "zimbraSmtpPort: expected 25, found no value", "zimbraMtaMyNetworks: expected 127.0.0.0/8"],
            message => Assert.Contains(message, result.Stderr, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("127.0.0.0/8 10.20.0.0/24", "10.20.0.80 in 10.20.0.0/24 10.20.0.81 in 10.20.0.0/24")]
    [InlineData("127.0.0.0/8 10.20.0.81/32", "10.20.0.81 in 10.20.0.81/32")]
    [InlineData("10.20.0.80", "10.20.0.80 in 10.20.0.80")]
    [InlineData("0.0.0.0/0", "10.20.0.80 in 0.0.0.0/0 10.20.0.81 in 0.0.0.0/0")]
    public void A_load_balancer_among_the_trusted_is_refused_before_anything_is_written(string networks, string found)
    {
        var result = Sandbox.Run(steps.With("mta1-mta", "trusted_networks", networks), Arrange(), "cat /run/writes /run/calls");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"load-balancers-not-trusted: expected no load balancer in {networks}, found {found}", result.Stderr);
        Assert.Equal("", result.Inspected);
    }

    [Theory]
    [InlineData("250 2.1.5 Ok", "found 250 2.1.5 Ok after RCPT")]
    [InlineData("", "found no connection to port 25")]
    public void An_open_relay_is_reported_and_so_is_one_that_cannot_be_asked(string answer, string found)
    {
        var step = steps.Impatient("mta1-mta").Replace("soon 60 answers_port", "soon 1 answers_port", StringComparison.Ordinal);

        var result = Sandbox.Run(step, Arrange(answer));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("no-open-relay: expected a recipient elsewhere refused to a client elsewhere, " + found, result.Stderr);
    }

    [Fact]
    public void One_MTA_alone_cleans_up_after_training()
    {
        Assert.Contains("cleans_up='\\''true'\\''", steps["mta1-mta"], StringComparison.Ordinal);
        Assert.Contains("cleans_up='\\''false'\\''", steps["mta2-mta"], StringComparison.Ordinal);
    }

    [Fact]
    public void Trusted_are_loopback_and_single_nodes_without_MTAs_and_load_balancers()
    {
        var topology = Topology.FromGroups("example.com", BalancedPlan.Groups);
        var hosts = topology.Nodes.Select((node, index) => new Host
        {
            Node = node,
            Fqdn = topology.Fqdn(node),
            Address = $"10.20.0.{11 + index}",
            Machine = null!,
            Connection = null!,
        });

        Assert.Equal(Networks, TrustedNetworks.Of(hosts));
    }

    [Theory]
    [InlineData(Networks, "10.20.0.80", 0)]
    [InlineData(Networks, "10.20.0.11", 1)]
    [InlineData("127.0.0.0/8 10.20.0.0/24 10.0.0.0/8", "10.20.0.80", 2)]
    public void A_load_balancer_among_the_trusted_is_found_at_plan_time(string networks, string loadBalancer, int problems) =>
        Assert.Equal(problems, TrustedNetworks.Problems(networks, [loadBalancer]).Length);
}
