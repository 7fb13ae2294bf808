using CarbonioInfra.Components.Clusters;
using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Topologies;
using Pulumi;
using Pulumi.Random;

namespace CarbonioInfra.Lab.Tests.EndToEnd.Secrets;

/// <summary>The cluster of the product and, on every host, a step that is given a secret setting and a generated password.</summary>
internal static class SecretsProgram
{
    /// <summary>Environment variable that chooses this program: what the step does, <c>succeeds</c> or <c>fails</c>.</summary>
    public const string Variable = "CARBONIO_TEST_SECRETS";

    /// <summary>The setting that holds a secret, declared in Pulumi.yaml and without meaning for a lab.</summary>
    public const string Setting = "sshPrivateKey";

    public const string Password = "canary-password";

    public static Task<int> RunAsync(string outcome) => Deployment.RunAsync(() =>
    {
        var cluster = new CarbonioCluster("carbonio", new CarbonioClusterArgs
        {
            Topology = Topology.FromGroups("carbonio.test", NodeGroups.HighAvailability with { LoadBalancer = ["lb1", "lb2"], ObjectStorage = ["s3"] }),
            Platform = new LabPlatform(LabPlaces.OfThisMachine(), installsCarbonio: false),
            InstallCarbonio = false,
        });
        var password = new RandomPassword(Password, new RandomPasswordArgs { Length = 40 });
        var script = HostScript.FromText(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "hold-secrets.sh")))
            .WithSecret("setting", new Config("carbonio-infra").RequireSecret(Setting))
            .WithSecret("password", password.Result);
        foreach (var host in cluster.Nodes.Select(node => node.Host))
        {
            // As root and through sudo, one of each may fail.
            var result = host.Name is "svc1" or LabPlatform.SudoOnlyNode ? outcome : "succeeds";
            _ = new HostStep("canary", host, script.With("outcome", result), cluster, [host.Machine]);
        }
    });
}
