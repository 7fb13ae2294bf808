using System.CommandLine;

namespace CarbonioInfra.Engine.Cli.Verbs;

/// <summary><c>outputs</c>: what the program gave out in its last run.</summary>
internal static class Outputs
{
    public static Command Create(EngineHost host, SharedOptions options)
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var showSecrets = new Option<bool>("--show-secrets") { Description = "Print secrets in plain instead of [secret]." };
        var command = new Command("outputs", "Prints the stack's outputs, secrets masked.") { options.Stack, json, showSecrets };
        command.SetAction(async (parsed, _) =>
        {
            await using var session = options.Open(host, parsed, StackAccess.Look);
            var stackUrn = session.Options(dryRun: true, parallel: 1).StackUrn;
            var outputs = session.Store.Loaded.Resources.FirstOrDefault(resource => resource.Urn == stackUrn)?.Outputs;
            OutputsText.Write(host.Output, session.Stack.Stack, outputs, parsed.GetValue(json), parsed.GetValue(showSecrets));
            return ExitCode.Success;
        });
        return command;
    }
}
