using CarbonioInfra.Engine.Display;
using CarbonioInfra.Engine.Graphs;
using CarbonioInfra.Engine.Steps;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Tests.Graphs;

public sealed class PlanGraphTests
{
    private const string StackUrn = "urn:pulumi:dev::proj::pulumi:pulumi:Stack::proj-dev";

    [Fact]
    public void Mermaid_groups_by_host_and_leaves_out_what_other_edges_imply() => Assert.Equal(
        """
        flowchart LR
            n0["keys"]
            subgraph h0["svc1"]
                n1["machine"]
                n2["hostname"]
                n3["peers"]
            end
            subgraph h1["svc2"]
                n4["machine"]
                n5["hostname"]
            end
            n0 --> n1
            n0 --> n4
            n1 --> n2
            n2 --> n3
            n4 --> n5
            n5 --> n3

        """, GraphText.Mermaid(Cluster(), []));

    [Fact]
    public void The_order_in_which_steps_were_told_does_not_matter()
    {
        var steps = Steps();
        var expected = GraphText.Dot(Cluster(), "g", []);
        for (var turn = 0; turn < steps.Count; turn++)
        {
            steps = [.. steps.Skip(1), steps[0]];
            Assert.Equal(expected, GraphText.Dot(new(new(steps, PropertyMap.Empty)), "g", []));
        }
    }

    [Fact]
    public void The_critical_path_is_the_chain_that_takes_longest_and_is_marked()
    {
        var graph = Cluster();
        var chain = graph.CriticalPath(node => TimeSpan.FromSeconds(node.Step.Name == "svc2-machine" ? 9 : 1));
        Assert.Equal(["keys", "svc2-machine", "svc2-hostname", "svc1-peers"], chain.Select(index => graph.Nodes[index].Step.Name));

        var mermaid = GraphText.Mermaid(graph, chain);
        Assert.Contains("    class n0,n4,n5,n3 critical\n", mermaid, StringComparison.Ordinal);
        Assert.Contains("    linkStyle 1,4,5 stroke:#c00,stroke-width:3px\n", mermaid, StringComparison.Ordinal);
        var dot = GraphText.Dot(graph, "a \"b\"", chain);
        Assert.StartsWith("digraph \"a \\\"b\\\"\" {\n    rankdir=LR;", dot, StringComparison.Ordinal);
        Assert.Contains("    subgraph cluster_h1 {\n        label=\"svc2\";\n        n4 [label=\"machine\", color=\"#cc0000\", penwidth=3];", dot, StringComparison.Ordinal);
        Assert.Contains("    n5 -> n3 [color=\"#cc0000\", penwidth=3];\n", dot, StringComparison.Ordinal);
        Assert.Contains("    n1 -> n2;\n", dot, StringComparison.Ordinal);
    }

    [Fact]
    public void Steps_that_take_no_time_are_part_of_the_critical_path()
    {
        var graph = Cluster();
        Assert.Equal(["keys", "svc1-machine", "svc1-hostname", "svc1-peers"],
            graph.CriticalPath(_ => TimeSpan.Zero).Select(index => graph.Nodes[index].Step.Name));
    }

    [Fact]
    public void What_goes_away_is_not_in_it_and_a_needed_component_stands_for_its_parts()
    {
        var gone = Make("gone", "", [StackUrn], StepKind.Delete);
        var component = Component("svc1");
        var after = Make("after", "", [component.Urn]);
        var graph = new PlanGraph(new([gone, component, Make("svc1-a", component.Urn, [component.Urn]),
            Make("svc1-b", component.Urn, [component.Urn]), after], PropertyMap.Empty));

        Assert.DoesNotContain(graph.Nodes, node => node.Step.Name == "gone");
        Assert.Equal(
            ["svc1-a>after", "svc1-b>after"],
            graph.Edges.Select(edge => $"{graph.Nodes[edge.Before].Step.Name}>{graph.Nodes[edge.After].Step.Name}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_circle_is_refused()
    {
        var a = Make("a", "", []);
        var b = Make("b", "", [a.Urn]);
        Assert.Throws<EngineException>(() => new PlanGraph(new([a with { Needs = [b.Urn] }, b], PropertyMap.Empty)));
    }

    [Fact]
    public void Nothing_planned_is_an_empty_graph()
    {
        var graph = new PlanGraph(Outline.Empty);
        Assert.Equal("flowchart LR\n", GraphText.Mermaid(graph, graph.CriticalPath(_ => TimeSpan.Zero)));
    }

    [Fact]
    public void A_plan_of_thousands_of_resources_is_reduced_to_its_chain()
    {
        var steps = new List<Step>();
        for (var index = 0; index < 6000; index++)
            steps.Add(Make($"s{index}", "", [.. steps.TakeLast(12).Select(step => step.Urn)]));
        Assert.Equal(5999, new PlanGraph(new(steps, PropertyMap.Empty)).Edges.Count());
    }

    private static PlanGraph Cluster() => new(new(Steps(), PropertyMap.Empty));

    private static List<Step> Steps()
    {
        var (svc1, svc2) = (Component("svc1"), Component("svc2"));
        var keys = Make("keys", "", []);
        var machine1 = Make("svc1-machine", "", [keys.Urn]);
        var machine2 = Make("svc2-machine", "", [keys.Urn]);
        var hostname1 = Make("svc1-hostname", svc1.Urn, [svc1.Urn, machine1.Urn, keys.Urn]);
        var hostname2 = Make("svc2-hostname", svc2.Urn, [svc2.Urn, machine2.Urn]);
        var peers = Make("svc1-peers", svc1.Urn, [svc1.Urn, hostname1.Urn, hostname2.Urn, machine1.Urn, machine2.Urn, keys.Urn]);
        return [svc1, svc2, keys, machine1, machine2, hostname1, hostname2, peers];
    }

    private static Step Make(string name, string parent, IReadOnlyList<string> needs, StepKind kind = StepKind.Create) =>
        new(kind, Urn.Compose("dev", "proj", parent, "test:index:Thing", name), Custom: true, []) { Parent = parent, Needs = needs };

    private static Step Component(string name) =>
        new(StepKind.Create, Urn.Compose("dev", "proj", StackUrn, "my:mod:Node", name), Custom: false, []) { Parent = StackUrn, Needs = [StackUrn] };
}
