using System.Collections.Immutable;
using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Tests.Planning;
using CarbonioInfra.Components.Topologies;
using Pulumi;
using Pulumi.Random;

namespace CarbonioInfra.Components.Tests.Hosts;

public sealed class HostStepTests
{
    [Fact]
    public async Task A_step_is_a_command_that_only_has_a_create_text_and_standard_input()
    {
        var plan = await Plan.OfAsync(() => Step(HostScript.FromText("true").WithSecret("password", "hush")).Resource);

        Assert.Equal(["connection", "create", "stdin"], plan.Inputs("svc1-example").Keys.Order());
        Assert.Equal(Convert.ToBase64String("hush"u8) + "\n", plan.Inputs("svc1-example")["stdin"]);
        Assert.DoesNotContain("hush", plan.Create("svc1-example"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_connection_pins_the_host_key()
    {
        var plan = await Plan.OfAsync(() => Step(HostScript.FromText("true")).Resource);

        var connection = (ImmutableDictionary<string, object>)plan.Inputs("svc1-example")["connection"];
        Assert.Equal(Plan.Key, connection["hostKey"]);
        Assert.Equal(60d, connection["dialErrorLimit"]);
    }

    [Fact]
    public async Task Anybody_but_root_runs_the_script_through_sudo()
    {
        var plan = await Plan.OfAsync(() => Step(HostScript.FromText("true"), "carbonio").Resource);

        Assert.StartsWith("sudo -n timeout -k 30 900 bash -c '", plan.Create("svc1-example"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_no_kernel_would_take_is_refused_with_its_name_and_size()
    {
        var tooLong = HostScript.FromText("true").With("text", new string('x', HostStep.MaxCommandBytes));

        var error = await Assert.ThrowsAsync<RunException>(() => Plan.OfAsync(() => Step(tooLong).Resource));

        Assert.Contains("step svc1-example: expected a command of at most 102400 bytes, found ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_script_that_is_not_there_is_an_error() =>
        Assert.Throws<ArgumentException>(() => HostScript.Load(typeof(HostStep).Assembly, "Nodes/missing.sh"));

    private static HostStep Step(HostScript script, string user = "root")
    {
        var machine = new RandomId("machine", new RandomIdArgs { ByteLength = 4 });
        var host = new Host
        {
            Node = new Node("svc1", [Role.Kafka], 0, NodeSize.Cluster),
            Fqdn = "svc1.example.com",
            Address = "10.20.0.11",
            Machine = machine,
            Connection = new HostConnection
            {
                Address = "10.20.0.11",
                User = user,
                PrivateKey = Output.CreateSecret("private"),
                HostKey = Plan.Key,
            },
        };
        return new HostStep("example", host, script, machine, [machine]);
    }
}
