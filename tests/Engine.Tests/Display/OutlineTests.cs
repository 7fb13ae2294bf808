using CarbonioInfra.Engine.Display;
using CarbonioInfra.Engine.Steps;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Tests.Display;

public sealed class OutlineTests
{
    private static readonly string[] Nodes = ["svc1", "mbox1", "svc10", "svc2"];

    [Fact]
    public void Nodes_come_as_the_outputs_name_them_and_their_steps_as_they_are_done()
    {
        var outline = new Outline(Steps.Cluster(Nodes), Steps.Outputs("svc1", "svc2", "svc10", "mbox1"));

        Assert.Equal(["svc1", "svc2", "svc10", "mbox1"], outline.Hosts.Skip(1));
        Assert.Equal(
            ["mail", "svc1", "svc1-machine", "svc1-baseline", "svc1-hosts-file", "svc1-packages", "svc2"],
            outline.Order().Select(entry => entry.Step.Name).Take(7));
    }

    [Fact]
    public void Without_such_outputs_numbers_count_by_their_value() => Assert.Equal(
        ["mbox1", "svc1", "svc2", "svc10"], new Outline(Steps.Cluster(Nodes), PropertyMap.Empty).Hosts.Skip(1));

    [Fact]
    public void The_order_of_registrations_plays_no_part()
    {
        var steps = Steps.Cluster(Nodes);
        var expected = Text(steps);
        for (var cut = 0; cut < steps.Count; cut++)
            Assert.Equal(expected, Text([.. steps.Skip(cut).Reverse(), .. steps.Take(cut)]));

        static string Text(IReadOnlyList<Step> steps) =>
            string.Join('\n', PlanText.Of(new(steps, Steps.Outputs("svc1", "svc2"))).Select(line => line.Text));
    }

    [Fact]
    public void Only_what_changes_is_shown_with_what_it_belongs_to_and_why()
    {
        var steps = Steps.Cluster("svc1", "svc2").Select(step => step.Name switch
        {
            "svc2-machine" => step with { Kind = StepKind.CreateReplacement, Reason = "asked for" },
            "svc2-hosts-file" => step with { Kind = StepKind.Update, Changes = [Changed("create"), Changed("triggers[0]")] },
            _ => step with { Kind = StepKind.Same },
        });

        Assert.Equal(
            """
                        mail                   cluster:Cluster
                          svc2                 nodes:Node
            +- replace      svc2-machine       remote:Command  (asked for)
                            svc2-baseline      nodes:Baseline
            ~  update         svc2-hosts-file  remote:Command  [create, triggers[0]]
            """,
            string.Join('\n', PlanText.Of(new(steps, PropertyMap.Empty)).Select(line => line.Text)));

        static PropertyChange Changed(string path) => new(PropertyPath.Parse(path), PropertyChangeKind.Updated);
    }

    [Fact]
    public void A_plan_without_changes_shows_nothing() => Assert.Empty(
        PlanText.Of(new(Steps.Cluster("svc1").Select(step => step with { Kind = StepKind.Same }), PropertyMap.Empty)));

    [Fact]
    public void A_step_is_known_by_its_host_and_what_it_does_there()
    {
        var steps = Steps.Cluster("svc1");
        var outline = new Outline(steps, PropertyMap.Empty);

        Assert.All(["machine", "hosts-file", "packages"], task =>
        {
            Assert.Equal("svc1", outline.HostOf(steps.Named("svc1-" + task)));
            Assert.Equal(task, outline.TaskOf(steps.Named("svc1-" + task)));
        });
        var other = Steps.Command("network");
        Assert.Equal(("", "network"), (outline.HostOf(other), outline.TaskOf(other)));
    }

    [Fact]
    public void A_step_on_a_host_that_belongs_to_what_spans_several_is_the_hosts()
    {
        var steps = Steps.Cluster("svc1", "svc2");
        var balancer = Steps.Component("mail-balancer", steps.Named("mail").Urn, type: "test:balancers:Balancer");
        Step[] more = [balancer, Steps.Command("svc2-haproxy", balancer.Urn), Steps.Command("svc2-bucket", steps.Named("mail").Urn), Steps.Command("svc3-bucket", balancer.Urn)];
        var outline = new Outline([.. steps, .. more], PropertyMap.Empty);

        Assert.Equal(["svc2 haproxy", "svc2 bucket", " svc3-bucket"], more.Skip(1).Select(step => $"{outline.HostOf(step)} {outline.TaskOf(step)}"));
        Assert.Equal("mail", outline.HostOf(balancer));
    }

    [Fact]
    public void What_an_earlier_run_left_to_be_deleted_hides_nothing()
    {
        var replaced = Steps.Command("a", "", StepKind.DeleteReplaced);
        var outline = new Outline([replaced with { Kind = StepKind.Update }, replaced], PropertyMap.Empty);

        Assert.Equal(StepKind.Update, Assert.Single(outline.Roots).Step.Kind);
        Assert.Equal(1, outline.Planned);
    }
}
