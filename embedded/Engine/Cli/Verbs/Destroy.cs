using System.CommandLine;

namespace CarbonioInfra.Engine.Cli.Verbs;

/// <summary><c>destroy</c>: deletes what the state has; the program is not asked.</summary>
internal static class Destroy
{
    public static Command Create(EngineHost host, SharedOptions options)
    {
        var command = new Command("destroy", "Deletes everything that the stack has, in reverse order.")
        {
            options.Stack, options.Yes, options.Parallel,
        };
        command.SetAction(async (parsed, _) =>
        {
            await using var opened = OpenRun.Of(host, options, parsed, StackAccess.Change);
            var run = opened.Run;
            using var plan = await run.PlanAsync(runProgram: false);
            if (plan is null)
                return run.ExitWithoutPlan;
            Run.RequireProviders(plan);
            run.ReportPlan(plan.Summary);
            return !plan.Summary.HasChanges || parsed.GetValue(options.Yes)
                || await run.ConfirmAsync($"Delete all of stack '{opened.Session.Stack.Stack}'?")
                    ? await run.ApplyAsync(runProgram: false)
                    : host.Declined();
        });
        return command;
    }
}
