using Pulumi;
using Pulumi.Command.Local;

namespace CarbonioInfra.Engine.Tests.EndToEnd;

/// <summary>Commands that write what happens to them into <c>log</c>: <c>create NAME VALUE</c>, <c>update …</c>, <c>delete …</c>.</summary>
internal static class Shell
{
    /// <param name="name">The resource's name.</param>
    /// <param name="value">What the command finds in its environment; another value is an update.</param>
    /// <param name="trigger">Another one is a replacement.</param>
    /// <param name="options">The resource's options.</param>
    /// <param name="label">What it is called in the log; its name when null.</param>
    public static Command Logged(string name, Input<string>? value = null, Input<object>? trigger = null, CustomResourceOptions? options = null, string? label = null)
    {
        label ??= name;
        var arguments = new CommandArgs
        {
            Create = $"echo create {label} $VALUE >> log; echo $VALUE",
            Update = $"echo update {label} $VALUE >> log; echo $VALUE",
            Delete = $"echo delete {label} $VALUE >> log",
            Environment = { ["VALUE"] = value ?? "" },
        };
        if (trigger is not null)
            arguments.Triggers = new Input<object>[] { trigger };
        return new(name, arguments, options);
    }
}

/// <summary>A component of one command each for what it is given, and of a component for the rest.</summary>
internal sealed class Group : ComponentResource
{
    public Group(string name, string[] members, string[]? inner = null, ComponentResourceOptions? options = null, string type = "test:index:Group")
        : base(type, name, options)
    {
        foreach (var member in members)
            _ = Shell.Logged($"{name}-{member}", options: new() { Parent = this }, label: member);
        if (inner is not null)
            _ = new Group($"{name}-inner", inner, options: new() { Parent = this });
        RegisterOutputs();
    }
}
