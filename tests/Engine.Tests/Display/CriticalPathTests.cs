using CarbonioInfra.Engine.Display;
using CarbonioInfra.Engine.Steps;

namespace CarbonioInfra.Engine.Tests.Display;

public sealed class CriticalPathTests
{
    private static readonly IReadOnlyList<Step> Cluster = Steps.Cluster("svc1", "svc2");

    [Fact]
    public void It_is_the_chain_of_needs_that_ended_last_with_times_and_waits()
    {
        TimedStep[] timed =
        [
            Ran("svc1-machine", 0, 5), Ran("svc2-machine", 0, 9),
            Ran("svc1-hosts-file", 5, 6), Ran("svc2-hosts-file", 9.5, 10),
            Ran("svc1-packages", 6, 8), Ran("svc2-packages", 10, 14),
        ];

        var path = CriticalPath.Of(timed, Cluster);

        Assert.Equal(["svc2-machine", "svc2-hosts-file", "svc2-packages"], path.Select(link => link.Step.Name));
        Assert.Equal([9, 0.5, 4], path.Select(link => link.Time.TotalSeconds));
        Assert.Equal([0, 0.5, 0], path.Select(link => link.Wait.TotalSeconds));
    }

    [Fact]
    public void What_took_no_time_hands_on_what_it_needs()
    {
        var path = CriticalPath.Of([Ran("svc1-machine", 0, 5), Ran("svc1-packages", 5, 8)],
            Cluster.Select(step => step.Name == "svc1-hosts-file" ? step with { Kind = StepKind.Same } : step));

        Assert.Equal(["svc1-machine", "svc1-packages"], path.Select(link => link.Step.Name));
    }

    [Fact]
    public void What_is_deleted_waits_for_what_is_built_on_it_and_a_new_one_for_its_predecessor()
    {
        var network = Steps.Command("network", "", StepKind.Delete);
        var machine = Steps.Command("machine", "", StepKind.Delete, network.Urn);
        Assert.Equal(["machine", "network"],
            CriticalPath.Of([Ran(machine, 0, 2), Ran(network, 2, 3)], []).Select(link => link.Step.Name));

        var created = machine with { Kind = StepKind.CreateReplacement };
        var deleted = machine with { Kind = StepKind.DeleteReplaced };
        Assert.Equal([StepKind.DeleteReplaced, StepKind.CreateReplacement],
            CriticalPath.Of([Ran(deleted, 0, 2), Ran(created, 2, 3)], [created]).Select(link => link.Step.Kind));
    }

    [Fact]
    public void What_is_obsolete_goes_after_all_else() => Assert.Equal(["svc1-machine", "old"], CriticalPath.Of(
        [Ran("svc1-machine", 0, 5), Ran(Steps.Command("old", "", StepKind.Delete), 5, 6)], Cluster).Select(link => link.Step.Name));

    [Fact]
    public void Nothing_done_is_no_path() => Assert.Empty(CriticalPath.Of([], Cluster));

    private static TimedStep Ran(string name, double start, double end) => Ran(Cluster.Named(name), start, end);

    private static TimedStep Ran(Step step, double start, double end) => new(step, TimeSpan.FromSeconds(start), TimeSpan.FromSeconds(end));
}
