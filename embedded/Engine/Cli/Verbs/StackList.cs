using System.CommandLine;
using System.Text.Json;
using CarbonioInfra.Engine.Configuration;
using CarbonioInfra.Engine.Display;
using CarbonioInfra.Engine.State;

namespace CarbonioInfra.Engine.Cli.Verbs;

/// <summary><c>stack ls</c>: the stacks that have a file, and what they have.</summary>
internal static class StackList
{
    public static Command Create(EngineHost host, SharedOptions options)
    {
        var command = new Command("ls", "Lists the stacks and how many resources each has on this machine.");
        command.SetAction(parsed =>
        {
            var stacks = StackFile.KnownStacks(ProjectFile.Read(parsed.GetRequiredValue(options.Root)));
            var width = stacks.Select(stack => stack.Length).DefaultIfEmpty().Max();
            foreach (var stack in stacks)
                host.Output.WriteLine($"{stack.PadRight(width)}  {Shown(Path.Combine(host.StateDirectory, stack + ".json"))}");
            return ExitCode.Success;
        });
        return command;
    }

    private static string Shown(string path)
    {
        try
        {
            using var document = StateDocument.Load(path);
            return Wording.Resources(document.Root is { } root && root.GetProperty("deployment").TryGetProperty("resources", out var resources)
                && resources.ValueKind == JsonValueKind.Array ? resources.GetArrayLength() : 0);
        }
        catch (EngineException)
        {
            return "its state is damaged";
        }
    }
}
