using CarbonioInfra.Components.Certificates;
using CarbonioInfra.Components.Nodes;
using CarbonioInfra.Components.Ports;
using CarbonioInfra.Components.Topologies;
using Pulumi;

namespace CarbonioInfra.Components.ObjectStores;

/// <summary>
/// A bucket on a node of the topology: the server, its certificate, and the trust of its clients in that. One server alone is a single
/// point of failure.
/// </summary>
public sealed class ObjectStorage : ComponentResource
{
    /// <summary>Sets up the server and its clients.</summary>
    /// <param name="name">Name of the component.</param>
    /// <param name="args">Nodes and software.</param>
    /// <param name="options">Component options.</param>
    public ObjectStorage(string name, ObjectStorageArgs args, ComponentResourceOptions? options = null)
        : base("carbonio-infra:objectstores:ObjectStorage", name, options)
    {
        var host = args.Node.Host;
        var certificate = args.Server.Certificate;
        CertificateAuthority? authority = null;
        if (certificate is null)
        {
            authority = new CertificateAuthority($"{name}-authority", host.Fqdn[(host.Name.Length + 1)..], options: new ComponentResourceOptions { Parent = this });
            certificate = authority.Issue(host.Name, [host.Fqdn]);
            foreach (var node in args.Clients.Prepend(args.Node))
                node.Add("trust", CertificateAuthority.Trust(authority.Certificate), this);
        }

        Store = args.Server.Serve(args.Node, certificate, this) with { Authority = authority?.Certificate };
        RegisterOutputs(new Dictionary<string, object?> { ["endpoint"] = Store.Endpoint, ["bucket"] = Store.Bucket });
    }

    /// <summary>The bucket and how its user reaches it.</summary>
    public ObjectStore Store { get; }

    /// <summary>Whether <paramref name="node"/> uses the bucket, by the ports table.</summary>
    internal static bool IsClient(PortTable ports, Topology topology, Node node) => ports.Rules.Any(rule =>
        rule.On == NodeSet.ObjectStorage && rule.First == PortTable.ObjectStoragePort && rule.From.Any(set => set.Contains(topology, node)));
}
