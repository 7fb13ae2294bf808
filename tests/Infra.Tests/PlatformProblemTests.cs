namespace CarbonioInfra.Infra.Tests;

/// <summary>Stack files with one of every mistake that a plan can notice: all are told at once, each by its setting, and nothing is made.</summary>
public sealed class PlatformProblemTests
{
    [Fact]
    public async Task Everything_that_is_wrong_with_a_stack_file_for_AWS_is_told_at_once() => Assert.Equal(
        [
            "carbonio-infra:aws.image: expected an AMI id such as ami-0123456789abcdef0, found nothing",
            "carbonio-infra:aws.administrators[0]: expected a network such as 198.51.100.0/24, found 'office'",
            "carbonio-infra:aws.zones: expected 3 to 6 availability zones, so that the cluster's quorum survives the loss of one, found 2 (eu-central-1a, eu-west-1b)",
            "carbonio-infra:aws.zones: expected zones of eu-central-1, found eu-west-1b",
            "carbonio-infra:aws.subnets.public: expected at least a /24, found 10.20.9.0/25, which is too small",
            "carbonio-infra:aws.subnets.edge: expected one network for each of 2 zones, found 1 (10.21.0.0/27)",
            "carbonio-infra:aws.subnets.edge: expected a part of 10.20.0.0/16 (aws.network), found 10.21.0.0/27, which is outside",
            "carbonio-infra:aws.subnets.public: expected networks that have nothing in common, found 10.20.0.0/24 and 10.20.0.0/24 (private), which overlap",
            "carbonio-infra:aws.nodes.mbox9: expected the name of a node of the topology, found 'mbox9'",
            "carbonio-infra:aws.nodes.mta1.zone: expected one of aws.zones (eu-central-1a, eu-west-1b), found 'eu-central-1x'",
        ],
        await StackRun.ProblemsAsync(Site("aws",
            """
            {
              "region": "eu-central-1", "zones": ["eu-central-1a", "eu-west-1b"], "administrators": ["office"],
              "subnets": {"private": ["10.20.0.0/24", "10.20.1.0/24"], "public": ["10.20.0.0/24", "10.20.9.0/25"], "edge": ["10.21.0.0/27"]},
              "nodes": {"mbox9": {}, "mta1": {"zone": "eu-central-1x"}}
            }
            """)));

    [Fact]
    public async Task Everything_that_is_wrong_with_a_stack_file_for_Proxmox_VE_is_told_at_once() => Assert.Equal(
        [
            "carbonio-infra:proxmox.image: expected {url, sha256} or {template, pveNode}, found nothing",
            "carbonio-infra:proxmox.fileDatastore: expected the name of a datastore that takes snippets, found nothing",
            "carbonio-infra:proxmox.dnsServers[0]: expected an address such as 10.30.0.2, found 'ns1'",
            "carbonio-infra:proxmox.pveNodes: expected at least 3 PVE nodes, so that the cluster's quorum survives the loss of one, found pve1, pve2",
            "carbonio-infra:proxmox.pveNodes: expected at least 3 PVE nodes to keep svc1, svc2, svc3 (meshserver) apart (or proxmox.highAvailability: false), found 2",
            "carbonio-infra:proxmox.gateway: expected an address in 10.30.0.0/24 (proxmox.network), found 10.31.0.1, which is outside",
            "carbonio-infra:proxmox.virtualAddress: expected an address in 10.30.0.0/24 (proxmox.network), found 10.31.0.9, which is outside",
            "carbonio-infra:proxmox.nodes.mbox1.pveNode: expected one of proxmox.pveNodes (pve1, pve2), found 'pve9'",
            "carbonio-infra:topology.loadBalancer: expected two nodes because Proxmox VE has no load balancer, found none",
        ],
        await StackRun.ProblemsAsync(Site("proxmox",
            """
            {
              "endpoint": "https://pve1.example.com:8006/", "pveNodes": ["pve1", "pve2"], "datastore": "vms", "network": "10.30.0.0/24",
              "gateway": "10.31.0.1", "dnsServers": ["ns1"], "virtualAddress": "10.31.0.9", "administrators": ["198.51.100.0/24"],
              "nodes": {"mbox1": {"pveNode": "pve9"}}
            }
            """)));

    private static Dictionary<string, string> Site(string platform, string settings) => new()
    {
        ["carbonio-infra:platform"] = platform,
        ["carbonio-infra:domain"] = "example.com",
        [$"carbonio-infra:{platform}"] = settings,
    };
}
