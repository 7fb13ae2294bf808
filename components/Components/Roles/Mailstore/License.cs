using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Nodes;
using Pulumi;

namespace CarbonioInfra.Components.Roles.Mailstore;

/// <summary>
/// Carbonio's license. The step <c>license</c> activates it unless the license of this token is active, and with several mailstores
/// asks for the right to have replicas. The mailstore must reach https://api.zextras.io.
/// </summary>
public sealed class License : ComponentResource
{
    /// <summary>What a cluster without a license is told at plan time.</summary>
    public const string MissingWarning =
        "licenseToken: none is set, so Carbonio's advanced modules stay off and mailboxes have no replicas";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Adds the step to <paramref name="node"/>.</summary>
    /// <param name="node">One mailstore of all.</param>
    /// <param name="token">From the vendor; a secret.</param>
    /// <param name="replicas">Whether the license must allow replicas: with more than one mailstore.</param>
    /// <param name="options">Component options.</param>
    public License(CarbonioNode node, Output<string> token, bool replicas, ComponentResourceOptions? options = null)
        : base("carbonio-infra:roles:License", $"{node.Host.Name}-license-role", options)
    {
        node.Add("license", HostScript.Load("Roles/Mailstore/license.sh")
            .With("replicas", replicas ? "yes" : "no")
            .With("patience_seconds", Number.Seconds(Patience))
            .WithSecret("license_token", token), this);
        RegisterOutputs();
    }
}
