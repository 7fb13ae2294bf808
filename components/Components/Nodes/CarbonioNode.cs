using CarbonioInfra.Components.Clusters;
using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Nodes.Baseline;
using CarbonioInfra.Components.Topologies;
using Pulumi;

namespace CarbonioInfra.Components.Nodes;

/// <summary>One host of the cluster with everything that its roles share, the one package transaction among it.</summary>
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
        _ = new HostBaseline(_chain, args, new ComponentResourceOptions { Parent = this });
        _chain.Add("packages", Packages(host.Node, args), this, deadline: TimeSpan.FromMinutes(45));
        foreach (var (step, script) in host.FurtherSteps)
            _chain.Add(step, script, this);
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

    /// <summary>Adds a step after the node's last one.</summary>
    /// <param name="name">Unique on the node.</param>
    /// <param name="script">What runs.</param>
    /// <param name="parent">The component that it belongs to.</param>
    /// <param name="alsoAfter">Steps of other nodes that come before.</param>
    public HostStep Add(string name, HostScript script, Resource parent, IEnumerable<HostStep>? alsoAfter = null) =>
        _chain.Add(name, script, parent, alsoAfter);

    /// <summary>Adds the check that this node reaches its peers, once all nodes are declared.</summary>
    internal void CheckPeers(IEnumerable<CarbonioNode> nodes) =>
        _chain.Add("peers", HostBaseline.PeerCheck(Host, _args), this, Order.Before("peers", nodes.Where(node => node != this)));

    private static HostScript Packages(Node node, CarbonioNodeArgs args)
    {
        var list = args.RolePackages.Where(entry => node.Has(entry.Key))
            .Aggregate(node.IsCarbonio ? BasePackages.All : PackageList.None, (packages, entry) => packages.And(entry.Value));
        return HostScript.Load("Nodes/packages.sh")
            .With("debian_packages", string.Join(' ', list.Debian))
            .With("rhel_packages", string.Join(' ', list.Rhel))
            .With("interpreters", node.IsCarbonio ? "python3 perl" : "");
    }
}
