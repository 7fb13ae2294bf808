using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Nodes;
using Pulumi;

namespace CarbonioInfra.Components.Roles.Mailstore;

/// <summary>
/// Trust of Carbonio's Java in a private authority, for a bucket whose certificate comes from one. The step <c>java-trust</c> brings it to
/// the store that the local setting <c>mailboxd_truststore</c> names, and restarts the mailbox server when it was not there. Source:
/// the vendor's guide to self-signed certificates (<c>zmcertmgr addcacert</c>).
/// </summary>
public sealed class JavaTrust : ComponentResource
{
    /// <summary>Adds the step to <paramref name="node"/>, after it is ready.</summary>
    /// <param name="node">The mailstore.</param>
    /// <param name="certificate">The authority's certificate in PEM.</param>
    /// <param name="options">Component options.</param>
    public JavaTrust(CarbonioNode node, Output<string> certificate, ComponentResourceOptions? options = null)
        : base("carbonio-infra:roles:JavaTrust", $"{node.Host.Name}-java-trust-role", options)
    {
        node.Add("java-trust", HostScript.Load("Roles/Mailstore/java-trust.sh").With("certificate", certificate), this);
        RegisterOutputs();
    }
}
