using CarbonioInfra.Components.Clusters;
using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Nodes.Baseline;
using Pulumi;

namespace CarbonioInfra.Components.Nodes;

/// <summary>One host of the cluster with everything that its roles share.</summary>
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
        _chain.Add("packages", HostScript.Load("Nodes/packages.sh")
            .With("debian_packages", string.Join(' ', BasePackages.Debian))
            .With("rhel_packages", string.Join(' ', BasePackages.Rhel)), this, deadline: TimeSpan.FromMinutes(45));
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

    /// <summary>Adds the check that this node reaches its peers, once all nodes are declared.</summary>
    internal void CheckPeers(IEnumerable<CarbonioNode> nodes) =>
        _chain.Add("peers", HostBaseline.PeerCheck(Host, _args), this, Order.Before("peers", nodes.Where(node => node != this)));
}
