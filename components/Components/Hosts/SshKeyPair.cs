using System.Text.Json;
using Pulumi;

namespace CarbonioInfra.Components.Hosts;

/// <summary>A key pair for SSH, made once by <c>ssh-keygen</c> on the machine that runs the deployment.</summary>
/// <remarks>The private key lives in the stack's state, encrypted, and was never in a file. It changes only when <c>keeper</c> does.</remarks>
public sealed class SshKeyPair : ComponentResource
{
    /// <summary>Makes a key pair.</summary>
    /// <param name="name">Name of the component, also the comment in the public key.</param>
    /// <param name="keeper">Any text; another text makes another pair.</param>
    /// <param name="type">As <c>ssh-keygen -t</c> takes it. Default <c>ed25519</c>.</param>
    /// <param name="options">Component options.</param>
    public SshKeyPair(string name, string keeper = "1", string type = "ed25519", ComponentResourceOptions? options = null)
        : base("carbonio-infra:hosts:SshKeyPair", name, options)
    {
        var command = MadeOnce.Command(
            $"{name}-ssh-keygen",
            $"comment={ScriptRenderer.Quote(name)} type={ScriptRenderer.Quote(type)}\n{HostScript.Load("Hosts/Scripts/ssh-keygen.sh").Text}",
            [keeper],
            this);
        PrivateKey = Output.CreateSecret(command.Stdout.Apply(text => Parse(text).PrivateKey));
        PublicKey = Output.Unsecret(command.Stdout).Apply(text => Parse(text).PublicKey);
        RegisterOutputs(new Dictionary<string, object?> { ["publicKey"] = PublicKey });
    }

    /// <summary>The private key in OpenSSH format; a secret.</summary>
    public Output<string> PrivateKey { get; }

    /// <summary>The public key as an <c>authorized_keys</c> line.</summary>
    public Output<string> PublicKey { get; }

    private static (string PrivateKey, string PublicKey) Parse(string stdout)
    {
        using var document = JsonDocument.Parse(stdout);
        return (document.RootElement.GetProperty("privateKey").GetString()!, document.RootElement.GetProperty("publicKey").GetString()!);
    }
}
