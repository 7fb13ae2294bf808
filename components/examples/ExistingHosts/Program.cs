using CarbonioInfra.Components.Clusters;
using CarbonioInfra.Components.Platforms.Existing;
using CarbonioInfra.Components.Topologies;
using Pulumi;

// The key is a secret setting: pulumi config set --secret sshPrivateKey < ~/.ssh/carbonio
return await Deployment.RunAsync(() =>
{
    // Each machine's own host key, as ssh-keyscan prints it; compare it with what the machine's console shows.
    const string HostKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGQ1Y0VvZmFrZWtleWZha2VrZXlmYWtla2V5ZmFrZWtl";
    var topology = Topology.FromGroups("example.com", NodeGroups.HighAvailability with { LoadBalancer = ["lb1", "lb2"] });
    var hosts = topology.Nodes.Index().ToDictionary(
        entry => entry.Item.Name, entry => new ExistingHost($"10.0.1.{11 + entry.Index}", HostKey, User: "ubuntu"));
    var cluster = new CarbonioCluster("mail", new CarbonioClusterArgs
    {
        Topology = topology,
        Platform = new ExistingPlatform(hosts, new Config().RequireSecret("sshPrivateKey")) { VirtualAddress = "10.0.1.10" },
    });
    return new Dictionary<string, object?>
    {
        ["mail"] = cluster.LoadBalancer?.VirtualAddress,
        ["hosts"] = cluster.Nodes.Select(node => node.Host.Fqdn).ToList(),
    };
});
