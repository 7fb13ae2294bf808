using System.CommandLine;
using System.CommandLine.Help;
using CarbonioInfra.Engine.Display;
using CarbonioInfra.Engine.State;
using CarbonioInfra.Engine.Steps;

namespace CarbonioInfra.Engine.Cli;

/// <summary>The command line.</summary>
internal static class Commands
{
    public static Command Create(EngineHost host)
    {
        var options = new Options();
        return new("carbonio-infra", "Brings up and keeps the Carbonio mail platform that a stack describes.")
        {
            new HelpOption(),
            options.Root,
            options.Program,
            Preview(host, options),
            Up(host, options),
            Destroy(host, options),
            Outputs(host, options),
        };
    }

    /// <summary>Runs a command line; problems that the user can do something about are told without a stack trace.</summary>
    public static async Task<int> RunAsync(EngineHost host, IReadOnlyList<string> arguments)
    {
        try
        {
            var configuration = new InvocationConfiguration
            {
                Output = host.Output,
                Error = host.Error,
                EnableDefaultExceptionHandler = false,
                // Runs have their own way to stop.
                ProcessTerminationTimeout = null,
            };
            return await Create(host).Parse(arguments).InvokeAsync(configuration);
        }
        catch (EngineException error)
        {
            await host.Error.WriteLineAsync("error: " + error.Message);
            return ExitCode.Failure;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            await host.Error.WriteLineAsync($"error: {error.Message}");
            return ExitCode.Failure;
        }
    }

    private static Command Preview(EngineHost host, Options options)
    {
        var command = new Command("preview", "Shows what `up` would do. Changes nothing, connects to nothing.")
        {
            options.Stack, options.Parallel, options.Replace,
        };
        command.SetAction(async (parsed, _) =>
        {
            await using var session = StackSession.Open(host, parsed.GetRequiredValue(options.Root), parsed.GetRequiredValue(options.Stack));
            using var log = LogFile.Create(session.LogDirectory, session.Stack.Stack, "preview");
            using var signals = new StopSignals(host.Error);
            var run = new Run(host, session, options.Settings(parsed), log, signals);
            using var plan = await run.PlanAsync(runProgram: true);
            if (plan is null)
                return ExitCode.Failure;
            run.ReportPlan(plan.Summary);
            return ExitCode.Success;
        });
        return command;
    }

    private static Command Up(EngineHost host, Options options)
    {
        var command = new Command("up", "Makes the platform what the stack says: plans, asks, then creates, updates, replaces and deletes.")
        {
            options.Stack, options.Yes, options.Parallel, options.Replace,
        };
        command.SetAction(async (parsed, _) =>
        {
            var stack = parsed.GetRequiredValue(options.Stack);
            var yes = parsed.GetValue(options.Yes);
            AtomicFile.EnsurePrivateFolder(host.StateDirectory);
            using var session = new Exclusive(host, stack);
            await using var opened = StackSession.Open(host, parsed.GetRequiredValue(options.Root), stack);
            using var log = LogFile.Create(opened.LogDirectory, stack, "up");
            using var signals = new StopSignals(host.Error);
            var run = new Run(host, opened, options.Settings(parsed), log, signals);
            using var plan = await run.PlanAsync(runProgram: true);
            if (plan is null)
                return ExitCode.Failure;
            Run.RequireProviders(plan);
            // The plan of a run without changes is the run.
            if (plan.IsNoOp)
                return await run.SettleAsync(plan);
            run.ReportPlan(plan.Summary);
            if (!yes && !host.Confirm($"Do this to stack '{stack}'?"))
                return Declined(host);
            return await run.ApplyAsync(runProgram: true);
        });
        return command;
    }

    private static Command Destroy(EngineHost host, Options options)
    {
        var command = new Command("destroy", "Deletes everything that the stack has, in reverse order.")
        {
            options.Stack, options.Yes, options.Parallel,
        };
        command.SetAction(async (parsed, _) =>
        {
            var stack = parsed.GetRequiredValue(options.Stack);
            var yes = parsed.GetValue(options.Yes);
            AtomicFile.EnsurePrivateFolder(host.StateDirectory);
            using var session = new Exclusive(host, stack);
            await using var opened = StackSession.Open(host, parsed.GetRequiredValue(options.Root), stack);
            using var log = LogFile.Create(opened.LogDirectory, stack, "destroy");
            using var signals = new StopSignals(host.Error);
            var run = new Run(host, opened, options.Settings(parsed), log, signals);
            using var plan = await run.PlanAsync(runProgram: false);
            if (plan is null)
                return ExitCode.Failure;
            Run.RequireProviders(plan);
            run.ReportPlan(plan.Summary);
            if (plan.Summary.HasChanges && !yes && !host.Confirm($"Delete all of stack '{stack}'?"))
                return Declined(host);
            return await run.ApplyAsync(runProgram: false);
        });
        return command;
    }

    private static Command Outputs(EngineHost host, Options options)
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var showSecrets = new Option<bool>("--show-secrets") { Description = "Print secrets in plain instead of [secret]." };
        var command = new Command("outputs", "Prints the stack's outputs, secrets masked.") { options.Stack, json, showSecrets };
        command.SetAction(async (parsed, _) =>
        {
            await using var session = StackSession.Open(host, parsed.GetRequiredValue(options.Root), parsed.GetRequiredValue(options.Stack));
            var stackUrn = session.Options(dryRun: true, parallel: 1).StackUrn;
            var outputs = session.Store.Loaded.Resources.FirstOrDefault(resource => resource.Urn == stackUrn)?.Outputs
                ?? Values.PropertyMap.Empty;
            OutputsText.Write(host.Output, outputs, parsed.GetValue(json), parsed.GetValue(showSecrets));
            return ExitCode.Success;
        });
        return command;
    }

    private static int Declined(EngineHost host)
    {
        host.Error.WriteLine("Nothing was changed.");
        return ExitCode.Failure;
    }

    private sealed class Exclusive(EngineHost host, string stack) : IDisposable
    {
        private readonly StackLock _lock = StackLock.Take(StackSession.LockPath(host, stack), stack);

        public void Dispose() => _lock.Dispose();
    }

    private sealed class Options
    {
        public Option<string> Root { get; } = new("--root")
        {
            Description = "Directory of Pulumi.yaml.",
            DefaultValueFactory = _ => Environment.CurrentDirectory,
            Recursive = true,
        };

        public Option<string> Program { get; } = new("--program")
        {
            Description = "The built program (a .dll).",
            DefaultValueFactory = _ => "",
            Recursive = true,
        };

        public Argument<string> Stack { get; } = new("STACK") { Description = "Name of the stack: NAME of Pulumi.NAME.yaml." };

        public Option<bool> Yes { get; } = new("--yes", "-y") { Description = "Do it without asking." };

        public Option<int> Parallel { get; } = new("--parallel", "-p")
        {
            Description = "Steps that may run at the same time.",
            DefaultValueFactory = _ => DeploymentOptions.DefaultParallel,
            Validators =
            {
                result =>
                {
                    // A text that is no number has its error already, and no value to ask for.
                    if (!result.Errors.Any() && result.Tokens is [var token] && int.TryParse(token.Value, out var parallel) && parallel < 1)
                        result.AddError("--parallel must be at least 1");
                },
            },
        };

        public Option<string[]> Replace { get; } = new("--replace")
        {
            Description = "Replace this resource whatever its inputs are: a URN, or a name that only one resource has. Repeatable.",
            DefaultValueFactory = _ => [],
        };

        public RunSettings Settings(ParseResult parsed)
        {
            var program = parsed.GetRequiredValue(Program);
            return new(program, parsed.GetValue(Parallel), parsed.GetValue(Replace) ?? []);
        }
    }
}
