using System.Collections.Immutable;
using CarbonioInfra.Components.LoadBalancers;
using CarbonioInfra.Components.Nodes;
using CarbonioInfra.Components.Nodes.Baseline;
using CarbonioInfra.Components.Topologies;

namespace CarbonioInfra.Components.Roles;

/// <summary>Which packages a node needs for its roles, in one transaction.</summary>
/// <remarks>Source: the vendor's installation playbook 26.3.1 and its documentation of component packages.</remarks>
public static class RolePackages
{
    /// <summary>The eight packages that connect a node to the databases, and their bootstraps: <c>NAME-bootstrap</c>.</summary>
    public static ImmutableArray<string> DatabaseConnectors { get; } =
    [
        "carbonio-mailbox-db", "carbonio-files-db", "carbonio-docs-connector-db", "carbonio-tasks-db", "carbonio-message-dispatcher-db",
        "carbonio-ws-collaboration-db", "carbonio-notification-push-db", "carbonio-videorecorder-db",
    ];

    /// <summary>The packages of <paramref name="node"/>.</summary>
    /// <param name="topology">The whole cluster; the first node with a role may need more than the others.</param>
    /// <param name="node">One of its nodes.</param>
    /// <param name="postgresVersion">Major version of PostgreSQL, for example <c>16</c>.</param>
    public static PackageList Of(Topology topology, Node node, string postgresVersion)
    {
        if (node.Has(Role.LoadBalancer))
            return HaproxyLoadBalancer.Packages;
        if (!node.IsCarbonio)
            return PackageList.None;

        var packages = BasePackages.All.And(PackageList.Of(node.Has(Role.MeshServer) ? "service-discover-server" : "service-discover-agent"));
        foreach (var role in node.Roles)
            packages = packages.And(Of(role, IsFirst(topology, node, role), postgresVersion));
        return node.Has(Role.DirectoryServer) ? packages : packages.And(PackageList.Of("haproxy"));
    }

    /// <summary>Whether <paramref name="node"/> takes anything from PostgreSQL's own repository.</summary>
    internal static bool NeedsPostgreSql(Node node) => node.Has(Role.Postgres) || node.Has(Role.Mailstore);

    /// <summary>Those of <see cref="Role.WorkstreamCollaboration"/>; the first node alone dispatches messages.</summary>
    internal static PackageList WorkstreamCollaboration(bool first) => PackageList.Of(
    [
        "carbonio-notification-push", "carbonio-push-connector", "carbonio-ws-collaboration", .. first ? ["carbonio-message-dispatcher"] : Array.Empty<string>(),
    ]);

    private static PackageList Of(Role role, bool first, string postgresVersion) => role switch
    {
        Role.DirectoryServer => PackageList.Of("carbonio-directory-server"),
        Role.MessageBroker => PackageList.Of("carbonio-message-broker"),
        Role.UserManagement => PackageList.Of("carbonio-user-management"),
        Role.Monitoring => PackageList.Of("carbonio-prometheus", "carbonio-pflogsumm", "carbonio-perl-mailtools"),
        Role.Postgres => new(
            [$"postgresql-{postgresVersion}", "patroni", "python3-consul", "python3-psycopg2", "python3-pysyncobj", "watchdog"],
            [$"postgresql{postgresVersion}", $"postgresql{postgresVersion}-server", "patroni", "pinentry", "python3-consul", "python3-psycopg2", "watchdog"]),
        Role.Mta => PackageList.Of("carbonio-mta"),
        Role.Proxy => PackageList.Of(
        [
            "carbonio-admin-console-ui", "carbonio-avdb-updater", "carbonio-catalog", "carbonio-files-public-folder-ui", "carbonio-files-ui",
            "carbonio-proxy", "carbonio-tasks-ui", "carbonio-webui", "carbonio-ws-collaboration-ui", .. first ? ["carbonio-memcached"] : Array.Empty<string>(),
        ]),
        Role.Mailstore => PackageList.Of(["carbonio-advanced", "carbonio-appserver", "carbonio-zal", .. DatabaseConnectors])
            .And(new([$"postgresql-client-{postgresVersion}"], [$"postgresql{postgresVersion}"])),
        Role.Collaboration => PackageList.Of(
            "carbonio-docs-connector", "carbonio-docs-editor", "carbonio-files", "carbonio-preview", "carbonio-storages", "carbonio-tasks"),
        Role.WorkstreamCollaboration => WorkstreamCollaboration(first),
        Role.Video => PackageList.Of("carbonio-videorecorder", "carbonio-videoserver-advanced"),
        _ => PackageList.None,
    };

    private static bool IsFirst(Topology topology, Node node, Role role) => topology.With(role)[0] == node;
}
