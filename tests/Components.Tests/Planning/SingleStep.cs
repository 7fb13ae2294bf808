using System.Text;
using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Tests.Sandboxes;
using CarbonioInfra.Components.Topologies;
using Pulumi;
using Pulumi.Random;

namespace CarbonioInfra.Components.Tests.Planning;

/// <summary>One script as a step of the host svc1, without a cluster around it.</summary>
internal sealed record SingleStep(string Command, string Stdin)
{
    public static async Task<SingleStep> OfAsync(string name, Func<HostScript> script)
    {
        HostScript? planned = null;
        var plan = await Plan.OfAsync(() =>
        {
            planned = script();
            var host = new Host
            {
                Node = new Node("svc1", [Role.MeshServer], 0, NodeSize.Cluster),
                Fqdn = "svc1.example.com",
                Address = "10.20.0.11",
                Machine = new RandomId("svc1-machine", new RandomIdArgs { ByteLength = 8 }),
                Connection = new HostConnection { Address = "10.20.0.11", PrivateKey = Output.CreateSecret("private"), HostKey = Plan.Key },
            };
            return new HostStep(name, host, planned, host.Machine, [host.Machine]).Resource;
        });
        return new SingleStep(plan.Create($"svc1-{name}"), "");
    }

    /// <summary>With these secrets, in the order of their names.</summary>
    public SingleStep With(params string[] secrets) =>
        this with { Stdin = string.Concat(secrets.Select(secret => Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)) + "\n")) };

    public SandboxResult Run(string arrange, string inspect = ":") => Sandbox.Run(Command, arrange, inspect, Stdin);
}
