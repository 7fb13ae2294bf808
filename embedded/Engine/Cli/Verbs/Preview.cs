using System.CommandLine;
using System.Text;
using CarbonioInfra.Engine.Display;
using CarbonioInfra.Engine.State;

namespace CarbonioInfra.Engine.Cli.Verbs;

/// <summary><c>preview</c>: the plan, and nothing else.</summary>
internal static class Preview
{
    public static Command Create(EngineHost host, SharedOptions options)
    {
        var json = new Option<string?>("--json") { Description = "Write the plan to this file too, for programs; secrets are masked." };
        var command = new Command("preview", "Shows what `up` would do. Changes nothing, connects to nothing.")
        {
            options.Stack, options.Parallel, options.Replace, options.Target,
            options.TargetDependents, options.Rerun, json,
        };
        command.SetAction(async (parsed, _) =>
        {
            await using var opened = OpenRun.Of(host, options, parsed, StackAccess.Look);
            using var plan = await opened.Run.PlanAsync(runProgram: true);
            if (plan is null)
                return opened.Run.ExitWithoutPlan;
            opened.Run.ReportPlan(plan.Summary);
            if (parsed.GetValue(json) is { } path)
            {
                var session = opened.Session;
                var text = PlanJson.Of(plan, session.Project.Name, session.Stack.Stack, session.Store.Loaded, opened.Run.Planned, session.Mask);
                AtomicFile.Write(path, output => output.Write(Encoding.UTF8.GetBytes(text + "\n")));
            }

            return ExitCode.Success;
        });
        return command;
    }
}
