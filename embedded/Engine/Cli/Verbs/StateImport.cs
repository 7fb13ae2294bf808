using System.CommandLine;
using System.Text;
using CarbonioInfra.Engine.Display;

namespace CarbonioInfra.Engine.Cli.Verbs;

/// <summary><c>state import</c>: a deployment in the place of the state.</summary>
internal static class StateImport
{
    public static Command Create(EngineHost host, SharedOptions options)
    {
        var file = new Option<string?>("--file") { Description = "Read this file instead of standard input." };
        var command = new Command("import",
            "Puts a deployment, as `state export` or `pulumi stack export` gives it, in the place of the state; the former one stays as STACK.json.bak.")
        {
            options.Stack, file,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var path = parsed.GetValue(file);
            var text = path is not null ? await File.ReadAllBytesAsync(path, cancellationToken)
                : host.Piped is { } piped ? Encoding.UTF8.GetBytes(await piped.ReadToEndAsync(cancellationToken))
                : throw new EngineException("Expected a deployment in --file or on standard input, found neither.");
            await using var session = options.Open(host, parsed, StackAccess.Replace);
            var imported = await session.ImportAsync(path, text);
            foreach (var operation in imported.PendingOperations)
            {
                await host.Error.WriteLineAsync($"warning: {operation.Resource.Urn} was being worked on ({operation.Kind}) when the state "
                    + "was written; that is forgotten now");
            }

            await host.Output.WriteLineAsync($"{Wording.Resources(imported.Resources.Length)} imported into stack '{session.Stack.Stack}'");
            return ExitCode.Success;
        });
        return command;
    }
}
