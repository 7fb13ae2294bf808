using System.Collections.Immutable;
using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Nodes;
using CarbonioInfra.Components.Platforms.Existing;
using CarbonioInfra.Components.Ports;
using CarbonioInfra.Components.Roles.Databases;
using CarbonioInfra.Components.Roles.Postgres;
using CarbonioInfra.Components.Tests.Planning;
using CarbonioInfra.Components.Topologies;
using Pulumi;

namespace CarbonioInfra.Components.Tests.Roles;

/// <summary>The steps of PostgreSQL, its proxies and bootstraps on 13 nodes, with steps that do nothing in place of those before them.</summary>
public sealed class DatabasePlan : IAsyncLifetime
{
    private Plan? _plan;

    /// <summary>The command of a step as it reaches its host, for example <c>svc1-patroni</c>.</summary>
    public string this[string name] => _plan!.Create(name);

    /// <summary>What it reads: secrets in order of their names.</summary>
    public string Stdin(string name) => (string)_plan!.Inputs(name)["stdin"];

    public async ValueTask InitializeAsync() => _plan = await Plan.OfAsync(Declare);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static Resource Declare()
    {
        var topology = Topology.HighAvailability("example.com");
        var hosts = topology.Nodes.Select((node, index) => (node.Name, Host: new ExistingHost($"10.20.0.{11 + index}", Plan.Key)))
            .ToDictionary(entry => entry.Name, entry => entry.Host);
        var provisioned = new ExistingPlatform(hosts, Output.CreateSecret("private")).Provision(topology, PortTable.Carbonio);
        var args = new CarbonioNodeArgs
        {
            Topology = topology,
            AllHosts = [.. topology.Nodes.Select(node => provisioned.Hosts[node.Name])],
            PostgresVersion = "15",
            Roster = new NodeRoster(),
        };
        var nodes = args.AllHosts.Select(host => new CarbonioNode(host, args)).ToImmutableArray();
        foreach (var node in nodes)
            node.CheckPeers();

        var cluster = With(Role.MeshServer);
        var mailstores = With(Role.Mailstore);
        var postgres = new PostgresCluster("postgres", new PostgresClusterArgs
        {
            Nodes = With(Role.Postgres),
            Clients = [.. mailstores.Select(node => node.Host)],
            OperatingSystem = args.OperatingSystem,
            Version = args.PostgresVersion,
            AdminPassword = Output.CreateSecret("the-admin"),
            ReplicationPassword = Output.CreateSecret("the-replica"),
            MeshPassword = Output.CreateSecret("the-mesh"),
        });
        Stand("multi-master", With(Role.DirectoryServer));
        Stand("mesh-join", cluster);
        Stand("pending-setups", cluster);
        postgres.AddPreparation();
        postgres.AddPatroni();
        new DatabaseProxy(mailstores[0], Hosts(Role.DirectoryServer), Hosts(Role.Postgres)).AddSteps();
        new DatabaseProxy(With(Role.Mta)[0], Hosts(Role.DirectoryServer), []).AddSteps();
        Stand("pending-setups", mailstores);
        new DatabaseConnectors(mailstores[0], Output.CreateSecret("the-admin")).AddSteps();
        return postgres;

        ImmutableArray<CarbonioNode> With(Role role) => [.. nodes.Where(node => node.Host.Node.Has(role))];

        ImmutableArray<Host> Hosts(Role role) => [.. With(role).Select(node => node.Host)];

        static void Stand(string step, ImmutableArray<CarbonioNode> on)
        {
            foreach (var node in on)
                node.Add(step, HostScript.FromText(":"), node);
        }
    }
}
