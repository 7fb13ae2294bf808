namespace CarbonioInfra.Platforms.Tests.Simulation;

/// <summary>Stack files of tests.</summary>
internal static class StackFiles
{
    public static string Dev { get; } = Read("dev");

    public static string Prod { get; } = Read("prod");

    /// <summary>Carbonio, its load balancers and its bucket on sixteen hosts of the lab.</summary>
    public static string Lab { get; } = Read("lab");

    /// <summary>Fifteen machines that exist, two of them load balancers.</summary>
    public static string Existing()
    {
        string[] nodes = ["svc1", "svc2", "svc3", "mta1", "mta2", "proxy1", "proxy2", "mbox1", "mbox2", "filesdocs1", "filesdocs2", "video1", "video2", "lb1", "lb2"];
        return $$"""
            config:
              carbonio-infra:platform: existing
              carbonio-infra:domain: example.com
              carbonio-infra:virtualAddress: 10.0.1.10
              carbonio-infra:topology:
                cluster: [svc1, svc2, svc3]
                mta: [mta1, mta2]
                proxy: [proxy1, proxy2]
                mailstore: [mbox1, mbox2]
                collaboration: [filesdocs1, filesdocs2]
                video: [video1, video2]
                loadBalancer: [lb1, lb2]
              carbonio-infra:existingHosts:
            {{string.Join('\n', nodes.Select((node, index) => $"    {node}: {{ address: 10.0.1.{index + 11}, hostKey: {Site.PublicKey()} }}"))}}

            """;
    }

    private static string Read(string stack) => File.ReadAllText(Path.Combine(Site.Repository, "stacks", $"Pulumi.{stack}.yaml"));
}
