using CarbonioInfra.Components.Topologies;
using Pulumi;
using Pulumi.Aws.Ec2;

namespace CarbonioInfra.Components.Aws.Machines;

/// <summary>Placement groups that keep machines on different hardware: one for each kind of node, another where a zone would have too many.</summary>
internal sealed class SpreadGroups(Resource parent, Topology topology, IReadOnlyDictionary<Node, string> zones)
{
    // What AWS takes.
    private const int MostPerZone = 7;

    private readonly Dictionary<string, PlacementGroup> _groups = new(StringComparer.Ordinal);

    /// <summary>The group of <paramref name="node"/>.</summary>
    public PlacementGroup Of(Node node)
    {
        var kind = node.Roles[0];
        var before = topology.Nodes.TakeWhile(other => other != node).Count(other => other.Roles[0] == kind && zones[other] == zones[node]);
        var name = $"spread-{kind}{(before < MostPerZone ? "" : $"-{(before / MostPerZone) + 1}")}";
        if (!_groups.TryGetValue(name, out var group))
        {
            _groups[name] = group = new PlacementGroup(name, new PlacementGroupArgs
            {
                Strategy = PlacementStrategy.Spread,
                Tags = { ["Name"] = name },
            }, new CustomResourceOptions { Parent = parent });
        }

        return group;
    }
}
