using System.Collections.Immutable;
using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Nodes;
using Pulumi;

namespace CarbonioInfra.Components.Roles.Mailstore;

/// <summary>
/// A mailbox server. The step <c>mailstore</c> finishes its setup once the databases are there, restarts it once, waits until it is ready
/// and sees to it that new accounts may be placed on it.
/// </summary>
public sealed class Mailstore : ComponentResource
{
    /// <summary>Answers 200 once the server is ready; on the mailstore itself. Source: the vendor's health checks.</summary>
    public const string HealthUrl = "http://localhost:8080/service/health/ready";

    /// <summary>How long a server may take to be ready.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Adds the step to <paramref name="node"/>, after the databases were made.</summary>
    /// <param name="node">The mailstore.</param>
    /// <param name="poolMembers">Full names of the mailstores up to this one, so that a further one is no change to those before it.</param>
    /// <param name="meshPassword">The password of the service mesh; a secret.</param>
    /// <param name="options">Component options.</param>
    public Mailstore(CarbonioNode node, ImmutableArray<string> poolMembers, Output<string> meshPassword, ComponentResourceOptions? options = null)
        : base("carbonio-infra:roles:Mailstore", $"{node.Host.Name}-mailstore-role", options)
    {
        node.Add("mailstore", HostScript.Load("Roles/Mailstore/mailstore.sh")
            .With("pool_members", string.Join(' ', poolMembers))
            .With("health_url", HealthUrl)
            .With("patience_seconds", Number.Seconds(Patience))
            .WithSecret("mesh_password", meshPassword), this);
        RegisterOutputs();
    }
}
