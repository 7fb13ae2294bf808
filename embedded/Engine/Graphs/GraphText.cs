using System.Text;

namespace CarbonioInfra.Engine.Graphs;

/// <summary>A plan's graph as text, one box for each host.</summary>
internal static class GraphText
{
    /// <summary>As Mermaid, which code hosting sites draw inside a text.</summary>
    public static string Mermaid(PlanGraph graph, IReadOnlyCollection<int> marked)
    {
        var text = new StringBuilder("flowchart LR\n");
        Boxes(graph, text,
            (host, index) => $"    subgraph h{index}[\"{Escaped(host)}\"]\n", node => $"n{node.Index}[\"{Escaped(node.Task)}\"]\n", "    end\n");
        var edges = graph.Edges.ToList();
        foreach (var (before, after) in edges)
            text.Append("    n").Append(before).Append(" --> n").Append(after).Append('\n');
        if (marked.Count == 0)
            return text.ToString();
        text.Append("    classDef critical stroke:#c00,stroke-width:3px\n    class ").AppendJoin(',', marked.Select(index => $"n{index}")).Append(" critical\n");
        var chain = Pairs(marked);
        var links = edges.Select((edge, index) => (edge, index)).Where(entry => chain.Contains(entry.edge)).Select(entry => entry.index).ToList();
        if (links.Count != 0)
            text.Append("    linkStyle ").AppendJoin(',', links).Append(" stroke:#c00,stroke-width:3px\n");
        return text.ToString();

        static string Escaped(string name) => name.Replace("\"", "#quot;", StringComparison.Ordinal);
    }

    /// <summary>As DOT, for Graphviz.</summary>
    public static string Dot(PlanGraph graph, string name, IReadOnlyCollection<int> marked)
    {
        const string Critical = "color=\"#cc0000\", penwidth=3";
        var text = new StringBuilder($"digraph {Quoted(name)} {{\n    rankdir=LR;\n    node [shape=box];\n");
        Boxes(graph, text,
            (host, index) => $"    subgraph cluster_h{index} {{\n        label={Quoted(host)};\n",
            node => $"n{node.Index} [label={Quoted(node.Task)}{(marked.Contains(node.Index) ? ", " + Critical : "")}];\n", "    }\n");
        var chain = Pairs(marked);
        foreach (var edge in graph.Edges)
            text.Append($"    n{edge.Before} -> n{edge.After}{(chain.Contains(edge) ? $" [{Critical}]" : "")};\n");
        return text.Append("}\n").ToString();

        static string Quoted(string name) =>
            $"\"{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
    }

    private static void Boxes(PlanGraph graph, StringBuilder text, Func<string, int, string> open, Func<PlanGraph.Node, string> line, string close)
    {
        var boxes = 0;
        foreach (var host in graph.Nodes.GroupBy(node => node.Host, StringComparer.Ordinal))
        {
            if (host.Key.Length != 0)
                text.Append(open(host.Key, boxes++));
            foreach (var node in host)
                text.Append(host.Key.Length == 0 ? "    " : "        ").Append(line(node));
            if (host.Key.Length != 0)
                text.Append(close);
        }
    }

    private static HashSet<(int Before, int After)> Pairs(IReadOnlyCollection<int> chain) => [.. chain.Zip(chain.Skip(1))];
}
