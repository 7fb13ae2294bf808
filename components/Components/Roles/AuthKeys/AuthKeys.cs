using System.Collections.Immutable;
using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Nodes;
using Pulumi;

namespace CarbonioInfra.Components.Roles.AuthKeys;

/// <summary>The SSH keys by which Carbonio's nodes run commands on each other. The step <c>auth-keys</c> comes after every bootstrap.</summary>
public sealed class AuthKeys : ComponentResource
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Adds the step to <paramref name="node"/>.</summary>
    /// <param name="node">Any node of Carbonio's.</param>
    /// <param name="nodes">Full names of all of them.</param>
    /// <param name="options">Component options.</param>
    public AuthKeys(CarbonioNode node, ImmutableArray<string> nodes, ComponentResourceOptions? options = null)
        : base("carbonio-infra:roles:AuthKeys", $"{node.Host.Name}-auth-keys-role", options)
    {
        node.Add("auth-keys", HostScript.Load("Roles/AuthKeys/auth-keys.sh")
            .With("nodes", string.Join(' ', nodes))
            .With("patience_seconds", Number.Seconds(Patience)), this);
        RegisterOutputs();
    }
}
