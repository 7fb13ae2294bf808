using System.CommandLine;
using CarbonioInfra.Engine.Display;

namespace CarbonioInfra.Engine.Cli.Verbs;

/// <summary><c>stack rm</c>: a stack's file and what is left of its state.</summary>
internal static class StackRemove
{
    public static Command Create(EngineHost host, SharedOptions options)
    {
        var command = new Command("rm", "Removes a stack that has no resources: its file, its empty state and its passphrase.")
        {
            options.Stack, options.Yes,
        };
        command.SetAction(async (parsed, _) =>
        {
            await using var session = options.Open(host, parsed, StackAccess.Change);
            var stack = session.Stack.Stack;
            var count = session.Store.Loaded.Resources.Length;
            if (count != 0)
                throw new EngineException($"Stack '{stack}' has {Wording.Resources(count)}: `destroy {stack}` deletes what there is; nothing was removed.");
            if (!parsed.GetValue(options.Yes) && !await host.ConfirmAsync(
                $"Remove stack '{stack}' and {session.Stack.File.Path}?", CancellationToken.None))
                return host.Declined();
            session.RemoveFiles();
            return ExitCode.Success;
        });
        return command;
    }
}
