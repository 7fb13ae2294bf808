using CarbonioInfra.Components.Hosts;
using Pulumi;
using LocalCommand = Pulumi.Command.Local.Command;
using LocalCommandArgs = Pulumi.Command.Local.CommandArgs;

namespace CarbonioInfra.Components.ObjectStores;

/// <summary>A bucket that somebody else made.</summary>
/// <param name="Store">The bucket.</param>
public sealed record ExternalBucket(ObjectStore Store)
{
    private static readonly string[] Bash = ["bash", "-c"];

    /// <summary>
    /// Whether the machine that runs the deployment uses the bucket once before anything is made, and again whenever what is said of it changes. It
    /// needs <c>bash</c> and <c>python3</c>. Default true; false where that machine does not reach the endpoint, and the first to find out are hosts.
    /// </summary>
    public bool CheckBeforehand { get; init; } = true;

    /// <summary>What fails when the bucket cannot be used from the machine that runs the deployment.</summary>
    internal LocalCommand Check(Resource parent)
    {
        var variables = new InputMap<string>
        {
            ["program"] = ObjectStore.CheckProgram,
            ["endpoint"] = Store.Endpoint,
            ["region"] = Store.Region,
            ["bucket"] = Store.Bucket,
        };
        if (Store.Authority is { } authority)
            variables["authority"] = authority;
        return new LocalCommand("bucket-beforehand", new LocalCommandArgs
        {
            Create = HostScript.Load("ObjectStores/bucket-beforehand.sh").Text,
            Interpreter = Bash,
            Environment = variables,
            Stdin = Output.CreateSecret(Output.Tuple(Store.AccessKey, Store.SecretKey).Apply(keys => $"{keys.Item1}\n{keys.Item2}\n")),
            AddPreviousOutputInEnv = false,
        }, new CustomResourceOptions { Parent = parent });
    }
}
