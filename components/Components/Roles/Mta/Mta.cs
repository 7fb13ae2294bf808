using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Nodes;
using Pulumi;

namespace CarbonioInfra.Components.Roles.Mta;

/// <summary>
/// Postfix and its filters. The step <c>mta</c> sends the node's own mail by its own Postfix, relays for the trusted networks and
/// refuses everybody else, which it tries from the node's own address.
/// </summary>
public sealed class Mta : ComponentResource
{
    /// <summary>How long Carbonio's configuration service may take to bring a change to Postfix before it is restarted: it looks every minute.</summary>
    public static readonly TimeSpan ConfigurationPatience = TimeSpan.FromSeconds(90);

    /// <summary>Adds the step to <paramref name="node"/>, after its pending setups.</summary>
    /// <param name="node">The MTA.</param>
    /// <param name="args">Whom it trusts.</param>
    /// <param name="options">Component options.</param>
    /// <exception cref="ArgumentException">A load balancer lies in a trusted network.</exception>
    public Mta(CarbonioNode node, MtaArgs args, ComponentResourceOptions? options = null)
        : base("carbonio-infra:roles:Mta", $"{node.Host.Name}-mta-role", options)
    {
        if (TrustedNetworks.Problems(args.TrustedNetworks, args.LoadBalancers) is { IsEmpty: false } problems)
            throw new ArgumentException(string.Join("; ", problems), nameof(args));

        node.Add("mta", HostScript.Load("Roles/Mta/mta.sh")
            .With("fqdn", node.Host.Fqdn)
            .With("address", node.Host.Address)
            .With("trusted_networks", args.TrustedNetworks)
            .With("load_balancers", string.Join(' ', args.LoadBalancers))
            .With("cleans_up", args.CleansUpTraining ? "true" : "false")
            .With("patience_seconds", Number.Seconds(ConfigurationPatience)), this);
        RegisterOutputs();
    }
}
