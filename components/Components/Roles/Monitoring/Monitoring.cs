using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Nodes;
using Pulumi;

namespace CarbonioInfra.Components.Roles.Monitoring;

/// <summary>The node that watches the others: <c>syslog-aggregator</c> takes their syslog, <c>prometheus</c> sees that Carbonio's runs.</summary>
public sealed class Monitoring : ComponentResource
{
    /// <summary>How long a service may take to start.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Adds the steps to <paramref name="node"/>, after its pending setups.</summary>
    /// <param name="node">The one node with this role.</param>
    /// <param name="options">Component options.</param>
    public Monitoring(CarbonioNode node, ComponentResourceOptions? options = null)
        : base("carbonio-infra:roles:Monitoring", $"{node.Host.Name}-monitoring-role", options)
    {
        foreach (var step in new[] { "syslog-aggregator", "prometheus" })
        {
            node.Add(step, HostScript.Load($"Roles/Monitoring/{step}.sh")
                .With("patience_seconds", Number.Seconds(Patience)), this);
        }

        RegisterOutputs();
    }
}
