using System.CommandLine;
using CarbonioInfra.Engine.Configuration;

namespace CarbonioInfra.Engine.Cli.Verbs;

/// <summary><c>config rm</c>: takes one setting out of the stack file.</summary>
internal static class ConfigRemove
{
    public static Command Create(EngineHost host, SharedOptions options)
    {
        var key = ConfigSet.NewKey();
        var path = ConfigSet.NewPath();
        var command = new Command("rm", "Takes a setting out of the stack file.") { options.Stack, key, path };
        command.SetAction(parsed =>
        {
            StackSettings.Change(host, options, parsed, options.Stack, (settings, edit) =>
                edit.Remove(ConfigPlace.Parse(settings.Project, parsed.GetRequiredValue(key), parsed.GetValue(path))));
            return ExitCode.Success;
        });
        return command;
    }
}
