using System.Collections.Immutable;
using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Nodes;
using CarbonioInfra.Components.Roles.Postgres;
using Pulumi;

namespace CarbonioInfra.Components.Roles.Databases;

/// <summary>
/// The databases of Carbonio's services. The connectors are packages of every mailstore; their bootstraps run on the first one, once for
/// the cluster.
/// </summary>
public sealed class DatabaseConnectors : ComponentResource
{
    /// <summary>Connectors that releases before 26.3 do not have.</summary>
    public static ImmutableArray<string> Optional { get; } = ["carbonio-videorecorder-db"];

    private readonly CarbonioNode _node;
    private readonly Output<string> _adminPassword;

    /// <summary>Declares the component; <see cref="AddSteps"/> adds its step.</summary>
    /// <param name="node">The first mailstore.</param>
    /// <param name="adminPassword">Password of <see cref="PostgresCluster.AdminRole"/>.</param>
    /// <param name="options">Component options.</param>
    public DatabaseConnectors(CarbonioNode node, Output<string> adminPassword, ComponentResourceOptions? options = null)
        : base("carbonio-infra:roles:DatabaseConnectors", $"{node.Host.Name}-database-connectors", options)
    {
        _node = node;
        _adminPassword = adminPassword;
        RegisterOutputs();
    }

    /// <summary>Adds step <c>database-bootstraps</c>.</summary>
    public void AddSteps() => _node.Add("database-bootstraps", HostScript.Load("Roles/Databases/database-bootstraps.sh")
        .With("connectors", string.Join(' ', RolePackages.DatabaseConnectors))
        .With("optional_connectors", string.Join(' ', Optional))
        .With("admin_role", PostgresCluster.AdminRole)
        .With("patience_seconds", "120")
        .WithSecret("postgres_admin_password", _adminPassword), this);
}
