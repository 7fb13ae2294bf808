using CarbonioInfra.Components.Clusters;
using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Nodes.Baseline;
using CarbonioInfra.Components.Roles;
using CarbonioInfra.Components.Topologies;
using Pulumi;

namespace CarbonioInfra.Components.Nodes;

/// <summary>
/// One host of the cluster with everything that its roles share: preparation, package sources, the one package transaction. Roles add
/// their own steps, each of which comes in its place by <see cref="Order"/>.
/// </summary>
public sealed class CarbonioNode : ComponentResource
{
    private readonly StepChain _chain;
    private readonly CarbonioNodeArgs _args;

    /// <summary>Prepares <paramref name="host"/>.</summary>
    public CarbonioNode(Host host, CarbonioNodeArgs args, ComponentResourceOptions? options = null)
        : base("carbonio-infra:nodes:CarbonioNode", host.Name, options)
    {
        _args = args;
        _chain = new StepChain(host);
        args.Roster.Add(this);
        _ = new HostBaseline(_chain, args, new ComponentResourceOptions { Parent = this });
        if (args.PackageSources is { } sources && host.Node.IsCarbonio)
            Add("package-sources", sources.Script(args.OperatingSystem, RolePackages.NeedsPostgreSql(host.Node) ? args.PostgresVersion : null), this);
        Add("packages", Packages(host, args), this, TimeSpan.FromMinutes(45));
        foreach (var (step, script) in host.FurtherSteps)
            Add(step, script, this);
        RegisterOutputs(new Dictionary<string, object?>
        {
            ["fqdn"] = host.Fqdn,
            ["address"] = host.Address,
            ["roles"] = host.Node.Roles.Select(role => role.ToString()).ToList(),
        });
    }

    /// <summary>The machine.</summary>
    public Host Host => _chain.Host;

    /// <summary>The node's steps, in order.</summary>
    public IReadOnlyList<HostStep> Steps => _chain.Steps;

    /// <summary>The step with this name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public HostStep Step(string name) => _chain[name];

    /// <summary>
    /// Adds a step after the node's last one and after the steps of other nodes that <see cref="Order"/> names; one of its
    /// <see cref="Order.Branches"/> runs beside the node's other steps.
    /// </summary>
    /// <param name="name">Unique on the node.</param>
    /// <param name="script">What runs.</param>
    /// <param name="parent">The component that it belongs to.</param>
    /// <param name="deadline">Default <see cref="HostStep.DefaultDeadline"/>.</param>
    /// <exception cref="InvalidOperationException">A step that comes before by the order has not been added yet.</exception>
    public HostStep Add(string name, HostScript script, Resource parent, TimeSpan? deadline = null)
    {
        var before = Order.Before(_args.Topology, Host.Node, name).Select(entry => _args.Roster[entry.Node.Name].Added(entry.Step, name));
        return Order.Branches.FirstOrDefault(branch => branch.Step == name) is { } branch
            ? _chain.AddBranch(name, script, parent, branch.After.Select(step => Added(step, name)).Concat(before), deadline)
            : _chain.Add(name, script, parent, before, deadline);
    }

    /// <summary>Adds the check that this node reaches its peers, once all nodes are declared.</summary>
    internal void CheckPeers() => Add("peers", HostBaseline.PeerCheck(Host, _args), this);

    private HostStep Added(string step, string forStep) => _chain.Steps.FirstOrDefault(added => added.Name == step)
        ?? throw new InvalidOperationException($"{Host.Name} has no step '{step}' yet, before which '{forStep}' must not run: add steps in the order of {nameof(Order)}");

    private static HostScript Packages(Host host, CarbonioNodeArgs args)
    {
        var list = args.PackageSources is not null || !host.Node.IsCarbonio
            ? RolePackages.Of(args.Topology, host.Node, args.PostgresVersion)
            : BasePackages.All;
        if (host.Node.Has(Role.ObjectStorage) && args.ObjectStorageServer is { } server)
            list = list.And(server.Packages);
        return HostScript.Load("Nodes/packages.sh")
            .With("debian_packages", string.Join(' ', list.Debian))
            .With("rhel_packages", string.Join(' ', list.Rhel))
            .With("interpreters", host.Node.IsCarbonio ? "python3 perl" : "");
    }
}
