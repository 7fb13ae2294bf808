using CarbonioInfra.Components.Aws;
using CarbonioInfra.Components.Aws.Settings;
using CarbonioInfra.Components.Clusters;
using CarbonioInfra.Components.Topologies;
using Pulumi;

// Credentials: whatever AWS tools take, for example the variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.
return await Deployment.RunAsync(() =>
{
    var cluster = new CarbonioCluster("mail", new CarbonioClusterArgs
    {
        Topology = Topology.HighAvailability("example.com"),
        Platform = new AwsPlatform(new AwsSettings
        {
            Region = "eu-central-1",
            Zones = ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
            // Ubuntu Server 24.04, amd64, in this region.
            Image = "ami-0123456789abcdef0",
            Administrators = ["198.51.100.0/24"],
            Bastion = true,
            NatPerZone = true,
        }),
    });
    return new Dictionary<string, object?>
    {
        ["mail"] = cluster.LoadBalancer?.DnsName,
        ["bucket"] = cluster.ObjectStore?.Bucket,
        ["hosts"] = cluster.Nodes.Select(node => node.Host.Fqdn).ToList(),
    };
});
