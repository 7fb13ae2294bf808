using System.CommandLine;

namespace CarbonioInfra.Engine.Cli.Verbs;

/// <summary><c>up</c>: plans, asks, does.</summary>
internal static class Up
{
    public static Command Create(EngineHost host, SharedOptions options)
    {
        var command = new Command("up", "Makes the platform what the stack says: plans, asks, then creates, updates, replaces and deletes.")
        {
            options.Stack, options.Yes, options.Parallel, options.Replace, options.Target,
            options.TargetDependents, options.Rerun,
        };
        command.SetAction(async (parsed, _) =>
        {
            var yes = parsed.GetValue(options.Yes);
            await using var opened = OpenRun.Of(host, options, parsed, StackAccess.Change);
            var (session, run) = (opened.Session, opened.Run);
            if (session.IsLab && parsed.GetRequiredValue(options.LabScript) is { Length: > 0 } script)
                await LabPackages.InstallAsync(script, yes);
            using var plan = await run.PlanAsync(runProgram: true);
            if (plan is null)
                return run.ExitWithoutPlan;
            Run.RequireProviders(plan);
            // The plan of a run without changes is the run.
            if (plan.IsNoOp)
                return await run.SettleAsync(plan);
            run.ReportPlan(plan.Summary);
            return yes || await run.ConfirmAsync($"Do this to stack '{session.Stack.Stack}'?")
                ? await run.ApplyAsync(runProgram: true)
                : host.Declined();
        });
        return command;
    }
}
