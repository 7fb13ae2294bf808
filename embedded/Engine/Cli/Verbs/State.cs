using System.CommandLine;

namespace CarbonioInfra.Engine.Cli.Verbs;

/// <summary><c>state</c>: a stack's state, out and in, as Pulumi's own CLI gives and takes it.</summary>
internal static class State
{
    public static Command Create(EngineHost host, SharedOptions options) =>
        new("state", "Exports and imports the stack's state, exchangeable with `pulumi stack export` and `import`.")
        {
            StateExport.Create(host, options), StateImport.Create(host, options),
        };
}
