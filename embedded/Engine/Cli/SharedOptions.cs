using System.CommandLine;
using CarbonioInfra.Engine.Configuration;
using CarbonioInfra.Engine.Steps;

namespace CarbonioInfra.Engine.Cli;

/// <summary>Arguments and options that several verbs have, and those by which the launcher says where everything is.</summary>
internal sealed class SharedOptions
{
    public Option<string> Root { get; } = new("--root")
    {
        Description = "Directory of Pulumi.yaml.",
        DefaultValueFactory = _ => Environment.CurrentDirectory,
        Recursive = true,
        Hidden = true,
    };

    public Option<string> Program { get; } = new("--program")
    {
        Description = "The built program (a .dll).",
        DefaultValueFactory = _ => "",
        Recursive = true,
        Hidden = true,
    };

    public Option<string> LabScript { get; } = new("--lab-script")
    {
        Description = "The script of the lab, which knows what a lab needs on this machine.",
        DefaultValueFactory = _ => "",
        Recursive = true,
        Hidden = true,
    };

    public Argument<string> Stack { get; } = NewStack();

    public Option<bool> Yes { get; } = new("--yes", "-y") { Description = "Do it without asking." };

    public Option<int> Parallel { get; } = new("--parallel", "-p")
    {
        Description = "Steps that may run at the same time.",
        DefaultValueFactory = _ => DeploymentOptions.DefaultParallel,
        Validators =
        {
            result =>
            {
                // A text that is no number has its error already, and no value to ask for.
                if (!result.Errors.Any() && result.Tokens is [var token] && int.TryParse(token.Value, out var parallel) && parallel < 1)
                    result.AddError($"--parallel: expected a whole number above 0, found {parallel}");
            },
        },
    };

    public Option<string[]> Replace { get; } = new("--replace")
    {
        Description = "Replace this resource whatever its inputs are: a URN, or a name that only one resource has. Repeatable.",
        DefaultValueFactory = _ => [],
    };

    public Option<string[]> Target { get; } = new("--target")
    {
        Description = "Touch this resource alone: a URN, or a name that only one resource has. Repeatable.",
        DefaultValueFactory = _ => [],
    };

    public Option<bool> TargetDependents { get; } = new("--target-dependents") { Description = "Touch what depends on a --target too." };

    public Option<bool> Rerun { get; } = new("--rerun") { Description = "Run every script on its host again although nothing changed." };

    /// <summary>The argument STACK once more, for a verb whose sub verbs have it too.</summary>
    public static Argument<string> NewStack() => new("STACK")
    {
        Description = "Name of the stack: NAME of Pulumi.NAME.yaml.",
        Validators =
        {
            result =>
            {
                if (result.Tokens is [var token] && !StackFile.IsName(token.Value))
                    result.AddError($"STACK: expected 1 to 100 letters, digits, '-', '_' or '.', found '{token.Value}'");
            },
        },
    };

    /// <summary>Opens the stack of a command line.</summary>
    /// <inheritdoc cref="StackSession.Open"/>
    public StackSession Open(EngineHost host, ParseResult parsed, StackAccess access) =>
        StackSession.Open(host, parsed.GetRequiredValue(Root), parsed.GetRequiredValue(Stack), access);
}
