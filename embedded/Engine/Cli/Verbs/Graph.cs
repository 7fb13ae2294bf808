using System.CommandLine;
using CarbonioInfra.Engine.Graphs;

namespace CarbonioInfra.Engine.Cli.Verbs;

/// <summary><c>graph</c>: what has to be there before what.</summary>
internal static class Graph
{
    public static Command Create(EngineHost host, SharedOptions options)
    {
        var format = new Option<string>("--format") { Description = "mermaid (which code hosting sites draw) or dot.", DefaultValueFactory = _ => "mermaid" };
        format.AcceptOnlyFromAmong("mermaid", "dot");
        var criticalPath = new Option<bool>("--critical-path")
        {
            Description = "Mark the chain that takes longest, by how long each step took last (1 s where that is not known).",
        };
        var command = new Command("graph", "Prints the planned resources, one box for each host, and what each has to wait for.")
        {
            options.Stack, options.Parallel, format, criticalPath,
        };
        command.SetAction(async (parsed, _) =>
        {
            using var told = new StringWriter();
            await using var opened = OpenRun.Of(host with { Output = TextWriter.Synchronized(told), IsTerminal = false }, options, parsed, StackAccess.Look);
            using var plan = await opened.Run.PlanAsync(runProgram: true);
            if (plan is null)
            {
                await host.Error.WriteAsync(told.ToString());
                return opened.Run.ExitWithoutPlan;
            }

            var graph = new PlanGraph(opened.Run.Planned);
            var durations = opened.Session.Durations;
            var marked = parsed.GetValue(criticalPath) ? graph.CriticalPath(node => durations.Of(node.Step.Urn)) : [];
            await host.Output.WriteAsync(parsed.GetValue(format) == "dot"
                ? GraphText.Dot(graph, $"{opened.Session.Project.Name}-{opened.Session.Stack.Stack}", marked)
                : GraphText.Mermaid(graph, marked));
            return ExitCode.Success;
        });
        return command;
    }
}
