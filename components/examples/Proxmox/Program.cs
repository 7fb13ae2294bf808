using CarbonioInfra.Components.Clusters;
using CarbonioInfra.Components.ObjectStores.Minio;
using CarbonioInfra.Components.Proxmox;
using CarbonioInfra.Components.Proxmox.Settings;
using CarbonioInfra.Components.Topologies;
using Pulumi;

// Credentials: the variable PROXMOX_VE_API_TOKEN, and a key in the SSH agent for root on the PVE nodes.
return await Deployment.RunAsync(() =>
{
    var cluster = new CarbonioCluster("mail", new CarbonioClusterArgs
    {
        Topology = Topology.FromGroups("example.com",
            NodeGroups.HighAvailability with { LoadBalancer = ["lb1", "lb2"], ObjectStorage = ["s3"] }),
        Platform = new ProxmoxPlatform(new ProxmoxSettings
        {
            Endpoint = "https://pve1.example.com:8006/",
            PveNodes = ["pve1", "pve2", "pve3"],
            Image = ProxmoxImage.CloneOf(9000, "pve1"),
            Datastore = "ceph",
            FileDatastore = "cephfs",
            Network = "10.30.0.0/24",
            Gateway = "10.30.0.1",
            DnsServers = ["10.30.0.2"],
            VirtualAddress = "10.30.0.9",
            Administrators = ["10.20.30.0/24"],
        }),
        // Of an archived release: its URL and checksum stay.
        ObjectStorageServer = new MinioSettings
        {
            ServerUrl = "https://downloads.example.com/minio.RELEASE.2025-09-07T16-13-09Z",
            ServerSha256 = "0000000000000000000000000000000000000000000000000000000000000000",
            ClientUrl = "https://downloads.example.com/mc.RELEASE.2025-08-13T08-35-41Z",
            ClientSha256 = "0000000000000000000000000000000000000000000000000000000000000000",
        },
    });
    return new Dictionary<string, object?>
    {
        ["mail"] = cluster.LoadBalancer?.VirtualAddress,
        ["hosts"] = cluster.Nodes.Select(node => node.Host.Fqdn).ToList(),
    };
});
