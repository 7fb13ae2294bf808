using System.CommandLine;
using System.Text;
using CarbonioInfra.Engine.State;

namespace CarbonioInfra.Engine.Cli.Verbs;

/// <summary><c>state export</c>: the deployment, to be looked at or taken elsewhere.</summary>
internal static class StateExport
{
    public static Command Create(EngineHost host, SharedOptions options)
    {
        var file = new Option<string?>("--file") { Description = "Write to this file, readable by its owner alone, instead of standard output." };
        var showSecrets = new Option<bool>("--show-secrets") { Description = "Write secrets in plain." };
        var command = new Command("export", "Prints the state as a deployment, in the form of `pulumi stack export`.")
        {
            options.Stack, file, showSecrets,
        };
        command.SetAction(async (parsed, _) =>
        {
            await using var session = options.Open(host, parsed, StackAccess.Look);
            var text = session.Export(parsed.GetValue(showSecrets));
            if (parsed.GetValue(file) is { } path)
                AtomicFile.Write(path, output => output.Write(Encoding.UTF8.GetBytes(text + "\n")));
            else
                await host.Output.WriteLineAsync(text);
            return ExitCode.Success;
        });
        return command;
    }
}
