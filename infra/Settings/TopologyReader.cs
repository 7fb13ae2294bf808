using System.Collections.Immutable;
using System.Text.Json;
using CarbonioInfra.Components.Settings;
using CarbonioInfra.Components.Topologies;

namespace CarbonioInfra.Infra.Settings;

/// <summary>Reads the setting <c>topology</c>: node names by group.</summary>
internal static class TopologyReader
{
    private const string Key = "topology";

    private static readonly string[] Groups =
        ["cluster", "mta", "proxy", "mailstore", "collaboration", "workstreamCollaboration", "video", "loadBalancer", "objectStorage"];

    public static NodeGroups Read(SettingsReader reader)
    {
        var shape = $"a map from group ({string.Join(", ", Groups)}) to node names";
        if (reader.Structure(Key, shape) is not { } root)
            return NodeGroups.HighAvailability;

        foreach (var unknown in root.EnumerateObject().Where(member => !Groups.Contains(member.Name)))
            reader.Problem($"{Key}.{unknown.Name}", $"one of the groups {string.Join(", ", Groups)}", $"'{unknown.Name}'");

        return new NodeGroups
        {
            Cluster = Names("cluster"),
            Mta = Names("mta"),
            Proxy = Names("proxy"),
            Mailstore = Names("mailstore"),
            Collaboration = Names("collaboration"),
            WorkstreamCollaboration = Names("workstreamCollaboration"),
            Video = Names("video"),
            LoadBalancer = Names("loadBalancer"),
            ObjectStorage = Names("objectStorage"),
        };

        ImmutableArray<string> Names(string group)
        {
            if (!root.TryGetProperty(group, out var list))
                return [];
            if (list.ValueKind == JsonValueKind.Array && list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String))
                return [.. list.EnumerateArray().Select(item => item.GetString()!)];
            reader.Problem($"{Key}.{group}", "a list of node names", list.GetRawText());
            // One name without brackets is a list of one to all who judge the rest: one mistake is one problem.
            return list.ValueKind == JsonValueKind.String ? [list.GetString()!] : [];
        }
    }
}
