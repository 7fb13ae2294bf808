using CarbonioInfra.Engine.Steps;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Tests.Display;

/// <summary>Steps of a small cluster, named as the components name them.</summary>
internal static class Steps
{
    public const string NodeType = "test:nodes:Node";

    public static Step Component(string name, string parent = "", StepKind kind = StepKind.Create, string type = NodeType) =>
        new(kind, Urn.Compose("dev", "proj", parent, type, name), custom: false)
        {
            Parent = parent,
            Needs = parent.Length == 0 ? [] : [parent],
        };

    public static Step Command(string name, string parent = "", StepKind kind = StepKind.Create, params string[] needs) =>
        new(kind, Urn.Compose("dev", "proj", parent, "command:remote:Command", name), custom: true)
        {
            Parent = parent,
            Needs = parent.Length == 0 ? needs : [parent, .. needs],
        };

    /// <summary>A cluster with nodes, each with a machine and two steps, one of them within a component of the node's.</summary>
    public static IReadOnlyList<Step> Cluster(params string[] nodes)
    {
        var cluster = Component("mail", type: "test:cluster:Cluster");
        var steps = new List<Step> { cluster };
        foreach (var node in nodes)
        {
            var machine = Command($"{node}-machine");
            var component = Component(node, cluster.Urn);
            var baseline = Component($"{node}-baseline", component.Urn, type: "test:nodes:Baseline");
            var hosts = Command($"{node}-hosts-file", baseline.Urn, StepKind.Create, machine.Urn);
            var packages = Command($"{node}-packages", component.Urn, StepKind.Create, hosts.Urn) with { Deadline = TimeSpan.FromMinutes(45) };
            steps.AddRange([machine, component, baseline, hosts, packages]);
        }

        return steps;
    }

    /// <summary>The outputs of a program that lists its nodes.</summary>
    public static PropertyMap Outputs(params string[] nodes) => PropertyMap.Of(
        ("nodes", PropertyValue.ListOf(nodes.Select(node => (PropertyValue)PropertyMap.Of(("name", node))))));

    public static Step Named(this IEnumerable<Step> steps, string name) => steps.Single(step => step.Name == name);
}
