using System.CommandLine;

namespace CarbonioInfra.Engine.Cli.Verbs;

/// <summary><c>stack</c>: which stacks there are.</summary>
internal static class Stack
{
    public static Command Create(EngineHost host, SharedOptions options) => new("stack", "Makes, lists and removes stacks.")
    {
        StackInit.Create(host, options), StackList.Create(host, options), StackRemove.Create(host, options),
    };
}
