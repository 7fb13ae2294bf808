using System.Text.Json;
using Pulumi;

namespace CarbonioInfra.Components.Hosts;

/// <summary>
/// The host key of a machine that cloud-init sets up. Whoever may read a machine's user data sees what it holds, so that is a
/// throw-away key: the first step is pinned to it, makes the real key on the host and returns the public half. All later steps are
/// pinned to that, and the first of them takes the throw-away key away.
/// </summary>
/// <remarks>
/// The two keys differ in type, so that a host can show either while both are there: a first step that was cut off can run again.
/// A machine that is made anew begins with the same throw-away key.
/// </remarks>
public sealed class HostIdentity : ComponentResource
{
    private const string FirstBootKeyType = "ecdsa";

    private readonly string _name;
    private readonly SshKeyPair _firstBootKey;

    /// <summary>Makes the throw-away key.</summary>
    /// <param name="name">Name of the host; the component has the suffix <c>identity</c>.</param>
    /// <param name="options">Component options.</param>
    public HostIdentity(string name, ComponentResourceOptions? options = null)
        : base("carbonio-infra:hosts:HostIdentity", $"{name}-identity", options)
    {
        _name = name;
        _firstBootKey = new SshKeyPair($"{name}-first-boot", type: FirstBootKeyType, options: new ComponentResourceOptions { Parent = this });
        RegisterOutputs();
    }

    /// <summary>The throw-away public key, for the connection of the host that <see cref="Establish"/> is given.</summary>
    public Output<string> FirstBootKey => _firstBootKey.PublicKey;

    /// <summary>What the machine's cloud-init must be given: name, throw-away key, and who may log in.</summary>
    /// <param name="fqdn">Full name of the host.</param>
    /// <param name="authorizedKey">Public key for the image's default user; null where the platform itself authorizes one.</param>
    /// <returns>User data in cloud-init's format; a secret as far as the state is concerned.</returns>
    public Output<string> CloudConfig(string fqdn, Output<string>? authorizedKey = null) =>
        Output.Tuple(_firstBootKey.PrivateKey, _firstBootKey.PublicKey, authorizedKey ?? Output.Create("")).Apply(keys =>
        {
            var config = new Dictionary<string, object>
            {
                ["hostname"] = fqdn.Split('.')[0],
                ["fqdn"] = fqdn,
                ["ssh_deletekeys"] = true,
                ["ssh_keys"] = new Dictionary<string, string>
                {
                    [$"{FirstBootKeyType}_private"] = keys.Item1,
                    [$"{FirstBootKeyType}_public"] = keys.Item2,
                },
            };
            if (keys.Item3.Length > 0)
                config["ssh_authorized_keys"] = new[] { keys.Item3 };
            // JSON is YAML whose quoting needs no thought.
            return $"#cloud-config\n{JsonSerializer.Serialize(config)}\n";
        });

    /// <summary>Makes the real key on the host.</summary>
    /// <param name="firstContact">The host, its connection pinned to <see cref="FirstBootKey"/>.</param>
    /// <returns>The host, its connection pinned to the real key, for all other steps.</returns>
    public Host Establish(Host firstContact)
    {
        // What goes through the bastion is pinned to the throw-away key. Were the bastion pinned too, a new one would run this step
        // again on every host that shows its throw-away key no more.
        var unpinned = firstContact.Connection.Bastion is { } bastion ? bastion with { HostKey = null } : null;
        var made = HostStep.Once("host-key",
            firstContact with { Connection = firstContact.Connection with { Bastion = unpinned } },
            HostScript.Load("Hosts/Scripts/host-key.sh"), this, [firstContact.Machine, .. firstContact.ReadyAfter]);
        var host = firstContact with
        {
            Connection = firstContact.Connection with { HostKey = made.Stdout },
        };
        var taken = new HostStep("first-boot-key", host,
            HostScript.Load("Hosts/Scripts/first-boot-key.sh").With("first_boot_key", FirstBootKey), this, [made.Resource]);
        return host with { ReadyAfter = [.. host.ReadyAfter, taken.Resource] };
    }
}
