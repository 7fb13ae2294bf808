using System.CommandLine;
using System.CommandLine.Help;
using CarbonioInfra.Engine.Cli.Verbs;

namespace CarbonioInfra.Engine.Cli;

/// <summary>The command line.</summary>
internal static class Commands
{
    public static Command Create(EngineHost host)
    {
        var options = new SharedOptions();
        return new("carbonio-infra", "Brings up and keeps the Carbonio mail platform that a stack describes.")
        {
            new HelpOption(),
            options.Root,
            options.Program,
            options.LabScript,
            Preview.Create(host, options),
            Up.Create(host, options),
            Destroy.Create(host, options),
            Outputs.Create(host, options),
            Graph.Create(host, options),
            Config.Create(host, options),
            Stack.Create(host, options),
            Verbs.State.Create(host, options),
            Lab.Create(),
        };
    }

    /// <summary>Runs a command line; problems that the user can do something about are told without a stack trace.</summary>
    public static async Task<int> RunAsync(EngineHost host, IReadOnlyList<string> arguments)
    {
        try
        {
            var parsed = Create(host).Parse(arguments);
            if (parsed.Errors.Count != 0)
                return Refused(host, parsed);
            var configuration = new InvocationConfiguration
            {
                Output = host.Output,
                Error = host.Error,
                EnableDefaultExceptionHandler = false,
                // Runs have their own way to stop.
                ProcessTerminationTimeout = null,
            };
            var exit = await parsed.InvokeAsync(configuration);
            if (exit != ExitCode.Success || host.Output is not TolerantWriter { Failure: { } failure })
                return exit;
            await host.Error.WriteLineAsync($"error: not all could be written to standard output: {failure.Message}");
            return ExitCode.Failure;
        }
        catch (OperationCanceledException)
        {
            await host.Error.WriteLineAsync(Run.InterruptedPlan);
            return ExitCode.Interrupted;
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

    /// <summary>Tells all that is wrong with a command line, and where its help is.</summary>
    private static int Refused(EngineHost host, ParseResult parsed)
    {
        foreach (var message in parsed.Errors.Select(error => error.Message).Distinct(StringComparer.Ordinal))
            host.Error.WriteLine("error: " + message);
        var verb = string.Join(' ', NamesUpTo(parsed.CommandResult));
        host.Error.WriteLine($"`{verb} --help` tells what can be given.");
        return ExitCode.Failure;
    }

    private static IEnumerable<string> NamesUpTo(System.CommandLine.Parsing.CommandResult command) =>
        command.Parent is System.CommandLine.Parsing.CommandResult parent ? NamesUpTo(parent).Append(command.Command.Name) : ["./carbonio-infra"];
}
