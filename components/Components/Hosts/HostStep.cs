using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Pulumi;
using RemoteCommand = Pulumi.Command.Remote.Command;
using RemoteCommandArgs = Pulumi.Command.Remote.CommandArgs;

namespace CarbonioInfra.Components.Hosts;

/// <summary>One idempotent script on one host, as one <c>command:remote:Command</c>.</summary>
/// <remarks>
/// The rendered text and the secrets on standard input are the content: whatever changes them runs the script again. A replaced
/// machine runs its own steps again, and nothing runs when the machine goes.
/// </remarks>
public sealed class HostStep
{
    /// <summary>
    /// The longest command that a step may be. It reaches the host as one argument, of which the kernel takes 131,072 bytes.
    /// </summary>
    public const int MaxCommandBytes = 100 * 1024;

    /// <summary>Time after which a step is ended on the host, unless it says otherwise.</summary>
    public static readonly TimeSpan DefaultDeadline = TimeSpan.FromMinutes(15);

    /// <summary>Adds a step.</summary>
    /// <param name="name">What it does, for example <c>hosts-file</c>; unique on its host.</param>
    /// <param name="host">Where it runs.</param>
    /// <param name="script">What it runs.</param>
    /// <param name="parent">The component that it belongs to.</param>
    /// <param name="dependsOn">What must be done before.</param>
    /// <param name="deadline">Default <see cref="DefaultDeadline"/>.</param>
    public HostStep(
        string name, Host host, HostScript script, Resource parent, IEnumerable<Resource> dependsOn, TimeSpan? deadline = null)
        : this(name, host, script, parent, dependsOn, deadline, ignoreChanges: [])
    {
    }

    private HostStep(
        string name, Host host, HostScript script, Resource parent, IEnumerable<Resource> dependsOn, TimeSpan? deadline,
        List<string> ignoreChanges)
    {
        Name = name;
        Host = host;
        // What a script prints is plain in the state, unless said otherwise; one that fails may print what it was given.
        List<string> secretOutputs = script.Secrets.IsEmpty ? [] : ["stdout", "stderr"];
        Resource = new RemoteCommand($"{host.Name}-{name}", new RemoteCommandArgs
        {
            Connection = host.Connection.ToArgs(),
            Create = Render(name, host, script, deadline ?? DefaultDeadline),
            Stdin = StandardInput(script),
        }, new CustomResourceOptions
        {
            Parent = parent,
            DependsOn = dependsOn.ToArray(),
            AdditionalSecretOutputs = secretOutputs,
            IgnoreChanges = ignoreChanges,
            DeletedWith = host.Machine,
            ReplaceWith = { host.Machine },
        });
    }

    /// <summary>What it does; unique on its host.</summary>
    public string Name { get; }

    /// <summary>Where it runs.</summary>
    public Host Host { get; }

    /// <summary>The command; depend on it to come after the step.</summary>
    public RemoteCommand Resource { get; }

    /// <summary>What the script printed, without the last line end; a secret if the script was given secrets.</summary>
    public Output<string> Stdout => Resource.Stdout;

    /// <summary>
    /// A step that runs once on every machine, because it takes away what it logged in by: neither another wording nor other
    /// patience runs it again, and <c>--rerun</c> leaves it out.
    /// </summary>
    internal static HostStep Once(string name, Host host, HostScript script, Resource parent, IEnumerable<Resource> dependsOn) =>
        new(name, host, script, parent, dependsOn, deadline: null,
            ["create", "connection.dialErrorLimit", "connection.perDialTimeout", "connection.proxy.dialErrorLimit", "connection.proxy.perDialTimeout"]);

    private static Output<string> Render(string name, Host host, HostScript script, TimeSpan deadline)
    {
        var seconds = ((int)deadline.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var parameters = script.Parameters
            .SetItem("deadline_seconds", seconds)
            .SetItem("host", host.Name)
            .SetItem("step", name);
        return Output.All(parameters.Values).Apply(values =>
        {
            var text = ScriptRenderer.Render(script.Text, parameters.Keys.Zip(values, KeyValuePair.Create), script.Secrets.Keys);
            var sudo = host.Connection.NeedsSudo ? "sudo -n " : "";
            var command = $"{sudo}timeout -k 30 {seconds} bash -c {ScriptRenderer.Quote(text)}";
            var bytes = Encoding.UTF8.GetByteCount(command);
            if (bytes <= MaxCommandBytes)
                return command;

            // An exception here would be shown twice, once with its stack; an error fails the program just the same.
            var problem = $"step {host.Name}-{name}: expected a command of at most {MaxCommandBytes} bytes, found {bytes}";
            Log.Error(problem);
            return $"echo {ScriptRenderer.Quote(problem)} >&2; exit 1";
        });
    }

    private static Input<string>? StandardInput(HostScript script)
    {
        if (script.Secrets.IsEmpty)
            return null;
        return Output.CreateSecret(Output.All(script.Secrets.Values).Apply(values =>
            string.Concat(values.Select(value => Convert.ToBase64String(Encoding.UTF8.GetBytes(value)) + "\n"))));
    }
}
