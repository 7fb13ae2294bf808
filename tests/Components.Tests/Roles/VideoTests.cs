using CarbonioInfra.Components.Tests.Sandboxes;

namespace CarbonioInfra.Components.Tests.Roles;

public sealed class VideoTests(RoleSteps steps) : IClassFixture<RoleSteps>
{
    private const string Guessed = """
        general: {
                server_name = "janus"   # { not a section
        }
        nat: {
                #nat_1_1_mapping = "1.2.3.4"
                nice_debug = false
                nat_1_1_mapping = "192.0.2.99"
        }
        plugins: {
                nat_1_1_mapping = "mine"
        }
        """;

    private const string Mapped = """
        general: {
                server_name = "janus"   # { not a section
        }
        nat: {
                #nat_1_1_mapping = "1.2.3.4"
                nice_debug = false
                nat_1_1_mapping = "203.0.113.7"
        }
        plugins: {
                nat_1_1_mapping = "mine"
        }
        """;

    private static string Arrange(string configuration = Guessed) => Fakes.System + $$"""
        mkdir -p /etc/janus
        cat >/etc/janus/janus.jcfg <<'END'
        {{configuration}}
        END
        chmod 0640 /etc/janus/janus.jcfg
        shim consul 'echo "consul $*" >>/run/asked; [ ! -e /run/no-secret ]'

        """;

    [Fact]
    public void Only_the_nat_section_is_changed_and_the_server_is_restarted_once()
    {
        var step = steps["video1-video"];

        var result = Sandbox.Run($"{step} && mv /run/calls /run/first && touch /run/calls && {step}", Arrange(),
            "cat /etc/janus/janus.jcfg; stat -c %a /etc/janus/janus.jcfg; ls /etc/janus; cat /run/first; echo again:; cat /run/calls; tail -n 1 /run/asked");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(Mapped + "\n640\njanus.jcfg\nsystemctl restart carbonio-videoserver.service\nagain:\n"
            + "consul kv get -token-file=/etc/carbonio/videoserver/service-discover/token carbonio-videoserver/api-secret\n", result.Inspected);
    }

    [Theory]
    [InlineData("nat: {\n  nice_debug = false\n}\nmedia: {\n}", "nat: {\n  nice_debug = false\n        nat_1_1_mapping = \"203.0.113.7\"\n}\nmedia: {\n}")]
    [InlineData("nat:\n{\n  nat_1_1_mapping = \"\"\n  nat_1_1_mapping = \"10.0.0.1\"\n}", "nat:\n{\n        nat_1_1_mapping = \"203.0.113.7\"\n}")]
    [InlineData("media: {\n}", "media: {\n}\nnat: {\n        nat_1_1_mapping = \"203.0.113.7\"\n}")]
    [InlineData("nat = {\n}", "nat = {\n        nat_1_1_mapping = \"203.0.113.7\"\n}")]
    public void Wherever_the_line_is_or_is_not_there_is_one_afterwards(string before, string after)
    {
        var result = Sandbox.Run(steps["video1-video"], Arrange(before), "cat /etc/janus/janus.jcfg");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(after + "\n", result.Inspected);
    }

    [Fact]
    public void A_run_that_was_cut_off_before_its_restart_restarts_the_next_time()
    {
        var result = Sandbox.Run(steps["video1-video"], Arrange(Mapped) + "mkdir -p /var/lib/carbonio-infra; touch /var/lib/carbonio-infra/videoserver-restart", "cat /run/calls");

        Assert.Equal("systemctl restart carbonio-videoserver.service\n", result.Inspected);
    }

    [Theory]
    [InlineData("touch /run/inactive-carbonio-videoserver.service", "video-server: expected carbonio-videoserver.service active, found failed")]
    [InlineData("touch /run/no-secret", "video-secret: expected carbonio-videoserver/api-secret in the service mesh, found nothing")]
    [InlineData("shim mv :", "video-address: expected nat_1_1_mapping = \"203.0.113.7\" in the nat section of /etc/janus/janus.jcfg, found 192.0.2.99")]
    [InlineData("rm /etc/janus/janus.jcfg", "expected /etc/janus/janus.jcfg of the package carbonio-videoserver-advanced, found nothing")]
    public void What_is_not_as_it_should_be_is_reported(string flaw, string message)
    {
        var result = Sandbox.Run(steps.Impatient("video1-video"), Arrange() + flaw);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(message, result.Stderr);
    }
}
