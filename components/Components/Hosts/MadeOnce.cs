using Pulumi;
using LocalCommand = Pulumi.Command.Local.Command;
using LocalCommandArgs = Pulumi.Command.Local.CommandArgs;

namespace CarbonioInfra.Components.Hosts;

/// <summary>
/// What a script on the machine that runs the deployment makes once and prints: a key with what goes with it. The output is a secret,
/// lives in the stack's state, encrypted, and changes only when a keeper does.
/// </summary>
internal static class MadeOnce
{
    private static readonly string[] Bash = ["bash", "-c"];

    /// <param name="name">Name of the command.</param>
    /// <param name="script">What runs.</param>
    /// <param name="keepers">Texts; another one makes it anew.</param>
    /// <param name="parent">The component that it belongs to.</param>
    /// <param name="stdin">What the script reads. Default: nothing.</param>
    /// <param name="variables">What the script finds in its environment: nothing secret. Default: nothing.</param>
    public static LocalCommand Command(
        string name, string script, IEnumerable<object> keepers, Resource parent, Input<string>? stdin = null, InputMap<string>? variables = null)
    {
        var args = new LocalCommandArgs
        {
            Create = script,
            Interpreter = Bash,
            Stdin = stdin,
            Logging = Pulumi.Command.Local.Logging.None,
            Triggers = keepers.ToArray(),
            // The previous output is a private key, and an environment can be read by others.
            AddPreviousOutputInEnv = false,
        };
        // An empty map would be another input than none, which makes keys anew.
        if (variables is not null)
            args.Environment = variables;
        return new LocalCommand(name, args, new CustomResourceOptions
        {
            Parent = parent,
            AdditionalSecretOutputs = { "stdout" },
            // Another wording of the script must not make anew what hosts go by.
            IgnoreChanges = { "create", "interpreter" },
        });
    }
}
