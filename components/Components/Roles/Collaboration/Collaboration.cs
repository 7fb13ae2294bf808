using System.Collections.Immutable;
using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Nodes;
using CarbonioInfra.Components.Topologies;
using Pulumi;

namespace CarbonioInfra.Components.Roles.Collaboration;

/// <summary>
/// Files, preview, docs and tasks, and Workstream Collaboration (chats) where it runs. The step <c>collaboration</c> waits until every
/// service of the node runs and its checks in the service mesh pass. Services that moved to other nodes it removes from this one, with their
/// packages; what they serve is in databases and in the mailstores' store, not on the node.
/// </summary>
public sealed class Collaboration : ComponentResource
{
    /// <summary>Services of <see cref="Role.Collaboration"/>: names of units and in the mesh.</summary>
    public static ImmutableArray<string> Services { get; } =
        ["carbonio-files", "carbonio-storages", "carbonio-docs-connector", "carbonio-docs-editor", "carbonio-tasks", "carbonio-preview"];

    /// <summary>Services of <see cref="Role.WorkstreamCollaboration"/>.</summary>
    public static ImmutableArray<string> WorkstreamServices { get; } = ["carbonio-ws-collaboration", "carbonio-notification-push"];

    /// <summary>The XMPP service, which runs on the first node of <see cref="Role.WorkstreamCollaboration"/> alone.</summary>
    public const string MessageDispatcher = "carbonio-message-dispatcher";

    /// <summary>How long the services may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Adds the step to <paramref name="node"/>, after its pending setups.</summary>
    /// <param name="node">A node with one of the two roles, or both.</param>
    /// <param name="dispatchesMessages">Whether it is the first node of <see cref="Role.WorkstreamCollaboration"/>.</param>
    /// <param name="meshPassword">The password of the service mesh; a secret.</param>
    /// <param name="options">Component options.</param>
    public Collaboration(CarbonioNode node, bool dispatchesMessages, Output<string> meshPassword, ComponentResourceOptions? options = null)
        : base("carbonio-infra:roles:Collaboration", $"{node.Host.Name}-collaboration-role", options)
    {
        ImmutableArray<string> services =
        [
            .. node.Host.Node.Has(Role.Collaboration) ? Services : [],
            .. node.Host.Node.Has(Role.WorkstreamCollaboration) ? WorkstreamServices : [],
            .. dispatchesMessages ? (string[])[MessageDispatcher] : [],
        ];
        var moved = RolePackages.WorkstreamCollaboration(first: true).Debian
            .Except(node.Host.Node.Has(Role.WorkstreamCollaboration) ? RolePackages.WorkstreamCollaboration(dispatchesMessages).Debian : []);
        node.Add("collaboration", HostScript.Load("Roles/Collaboration/collaboration.sh")
            .With("services", string.Join(' ', services))
            .With("moved_packages", string.Join(' ', moved))
            .With("patience_seconds", Number.Seconds(Patience))
            .WithSecret("mesh_password", meshPassword), this);
        RegisterOutputs();
    }
}
