using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Nodes;
using Pulumi;

namespace CarbonioInfra.Components.Roles.Monitoring;

/// <summary>Sends what Carbonio logs on a node to the one that collects it, by the step <c>syslog</c>.</summary>
public sealed class Syslog : ComponentResource
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Adds the step to <paramref name="node"/>; the directory must know the collecting node by then.</summary>
    /// <param name="node">Any node of Carbonio's, the collecting one too.</param>
    /// <param name="logHost">Full name of the collecting node.</param>
    /// <param name="options">Component options.</param>
    public Syslog(CarbonioNode node, string logHost, ComponentResourceOptions? options = null)
        : base("carbonio-infra:roles:Syslog", $"{node.Host.Name}-syslog-role", options)
    {
        node.Add("syslog", HostScript.Load("Roles/Monitoring/syslog.sh")
            .With("fqdn", node.Host.Fqdn)
            .With("log_host", logHost)
            .With("patience_seconds", Number.Seconds(Patience)), this);
        RegisterOutputs();
    }
}
