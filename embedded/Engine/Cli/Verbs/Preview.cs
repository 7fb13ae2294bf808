using System.CommandLine;

namespace CarbonioInfra.Engine.Cli.Verbs;

/// <summary><c>preview</c>: the plan, and nothing else.</summary>
internal static class Preview
{
    public static Command Create(EngineHost host, SharedOptions options)
    {
        var command = new Command("preview", "Shows what `up` would do. Changes nothing, connects to nothing.")
        {
            options.Stack, options.Parallel, options.Replace, options.Target,
            options.TargetDependents, options.Rerun,
        };
        command.SetAction(async (parsed, _) =>
        {
            await using var opened = OpenRun.Of(host, options, parsed, StackAccess.Look);
            using var plan = await opened.Run.PlanAsync(runProgram: true);
            if (plan is null)
                return ExitCode.Failure;
            opened.Run.ReportPlan(plan.Summary);
            return ExitCode.Success;
        });
        return command;
    }
}
