using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Nodes;
using CarbonioInfra.Components.Ports;
using CarbonioInfra.Components.Roles.AuthKeys;
using CarbonioInfra.Components.Roles.Collaboration;
using CarbonioInfra.Components.Roles.Directory;
using CarbonioInfra.Components.Roles.Mailstore;
using CarbonioInfra.Components.Roles.Monitoring;
using CarbonioInfra.Components.Roles.Mta;
using CarbonioInfra.Components.Roles.Proxy;
using CarbonioInfra.Components.Roles.Video;
using CarbonioInfra.Components.Tests.Certificates;
using CarbonioInfra.Components.Tests.LoadBalancers;
using CarbonioInfra.Components.Tests.Planning;
using CarbonioInfra.Components.Topologies;
using Pulumi;

namespace CarbonioInfra.Components.Tests.Roles;

/// <summary>The steps of roles on the 13 nodes, planned once. Steps that others own are empty.</summary>
public sealed class RoleSteps : IAsyncLifetime
{
    public static TestCertificate Certificate { get; } = TestCertificate.For("mail.example.com");

    private Plan? _plan;

    /// <summary>The command of a step as it reaches the host, for example of <c>svc1-multi-master</c>.</summary>
    public string this[string name] => _plan!.Create(name);

    /// <summary>The same with a parameter changed.</summary>
    public string With(string name, string parameter, string value) => Changed(this[name], parameter, value);

    /// <summary>The same, waiting for nothing longer than a second.</summary>
    public string Impatient(string name) => With(name, "patience_seconds", "1");

    public static string Changed(string command, string parameter, string value)
    {
        var changed = System.Text.RegularExpressions.Regex.Replace(
            command, $@"(?<=\n{parameter}='\\'')[^']*(?='\\'')", value.Replace("$", "$$", StringComparison.Ordinal));
        Assert.NotEqual(command, changed);
        return changed;
    }

    public async ValueTask InitializeAsync() => _plan = await Plan.OfAsync(Declare);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>What a step reads: its secrets, in the order of their names.</summary>
    internal static string Secrets(params string[] values) =>
        string.Concat(values.Select(value => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(value)) + "\n"));

    private static CarbonioNode Declare()
    {
        var topology = Topology.HighAvailability("example.com");
        var provisioned = BalancedPlan.Platform(topology, virtualAddress: null).Provision(topology, PortTable.Carbonio);
        var args = new CarbonioNodeArgs
        {
            Topology = topology,
            AllHosts = [.. topology.Nodes.Select(node => provisioned.Hosts[node.Name])],
            Roster = new NodeRoster(),
        };
        var nodes = args.AllHosts.ToDictionary(host => host.Name, host => new CarbonioNode(host, args));
        foreach (var node in nodes.Values)
            node.CheckPeers();

        var mesh = Output.CreateSecret("mesh");
        var settings = DirectorySettings.Of(topology, args.AllHosts, "mail.example.com");
        Others("bootstrap", "svc1");
        _ = new DirectoryServer(nodes["svc1"], new DirectoryServerArgs { Peer = nodes["svc2"].Host, Settings = settings });
        Others("bootstrap", "svc2");
        _ = new DirectoryServer(nodes["svc2"], new DirectoryServerArgs { Peer = nodes["svc1"].Host });
        Others("bootstrap", [.. nodes.Keys.Except(["svc1", "svc2"]).OrderBy(name => name.StartsWith("proxy", StringComparison.Ordinal))]);
        Others("mesh-join", [.. nodes.Keys]);
        Others("postgres", "svc1", "svc2");
        Others("patroni", "svc1", "svc2");
        Others("pending-setups", "svc1", "svc2", "svc3", "mbox1", "mbox2");
        Others("database-bootstraps", "mbox1");
        Others("pending-setups", [.. nodes.Keys.Where(name => !name.StartsWith("svc", StringComparison.Ordinal) && !name.StartsWith("mbox", StringComparison.Ordinal))]);

        _ = new Mailstore(nodes["mbox1"], ["mbox1.example.com"], mesh);
        _ = new Mailstore(nodes["mbox2"], ["mbox1.example.com", "mbox2.example.com"], mesh);
        _ = new JavaTrust(nodes["mbox1"], Output.Create(TestCertificates.Authority.Certificate));
        var trusted = TrustedNetworks.Of(args.AllHosts);
        _ = new Mta(nodes["mta1"], new MtaArgs { TrustedNetworks = trusted, LoadBalancers = ["10.20.0.80", "10.20.0.81"], CleansUpTraining = true });
        _ = new Mta(nodes["mta2"], new MtaArgs { TrustedNetworks = trusted, CleansUpTraining = false });
        _ = new Proxy(nodes["proxy1"], "mail.example.com");
        _ = new Collaboration(nodes["filesdocs1"], dispatchesMessages: true, mesh);
        _ = new Collaboration(nodes["filesdocs2"], dispatchesMessages: false, mesh);
        _ = new Video(nodes["video1"], "203.0.113.7");
        _ = new Monitoring(nodes["svc3"]);
        _ = new Syslog(nodes["svc3"], settings.LogHost);
        _ = new Syslog(nodes["mta1"], settings.LogHost);
        _ = new Administrator(nodes["mbox1"], "zextras@example.com", Output.CreateSecret("secret"));
        _ = new License(nodes["mbox1"], Output.CreateSecret("token"), replicas: true);
        _ = new Dkim(nodes["mta1"], "example.com", published: false);
        foreach (var (name, first) in new[] { ("proxy1", true), ("proxy2", false) })
        {
            _ = new PublicCertificate(nodes[name], new PublicCertificateArgs
            {
                Domain = "example.com",
                PublicHostname = "mail.example.com",
                Certificate = Certificate.Read("mail.example.com"),
                IsFirst = first,
            });
        }

        _ = new AuthKeys(nodes["mta1"], ["svc1.example.com", "mta1.example.com"]);
        return nodes["svc1"];

        void Others(string step, params string[] names)
        {
            foreach (var name in names)
                nodes[name].Add(step, HostScript.FromText(":\n"), nodes[name]);
        }
    }
}
