using System.CommandLine;
using CarbonioInfra.Engine.Configuration;

namespace CarbonioInfra.Engine.Cli.Verbs;

/// <summary><c>config get</c>: one value as a program gets it.</summary>
internal static class ConfigGet
{
    public static Command Create(EngineHost host, SharedOptions options)
    {
        var key = ConfigSet.NewKey();
        var path = ConfigSet.NewPath();
        var command = new Command("get", "Prints the value of one setting, a secret in plain.") { options.Stack, key, path };
        command.SetAction(parsed =>
        {
            var settings = StackSettings.Open(host, options, parsed, options.Stack);
            var place = ConfigPlace.Parse(settings.Project, parsed.GetRequiredValue(key), parsed.GetValue(path));
            var setting = settings.All().FirstOrDefault(setting => setting.Key == place.Key).Node;
            if (setting is null || YamlTree.Find(setting, place.Inner) is not { } node)
            {
                throw new EngineException($"Stack '{settings.Stack.Stack}' has no value of '{parsed.GetRequiredValue(key)}'; "
                    + $"there are {string.Join(", ", settings.All().Select(known => known.Key))}");
            }

            host.Output.WriteLine(settings.Reveal(place.Key, node).Text);
            return ExitCode.Success;
        });
        return command;
    }
}
