using CarbonioInfra.Infra.Settings;

namespace CarbonioInfra.Infra.Tests;

public sealed class CarbonioStackTests
{
    private const string Key = "carbonio-infra:sshPrivateKey";

    // The lab is one of them only where embedded/ is.
    private static string Platforms => string.Join(", ", PlatformCatalog.BesideTheProgram().Names);

    [Fact]
    public async Task Thirteen_machines_become_thirteen_prepared_nodes()
    {
        var (resources, outputs) = await StackRun.RunAsync(StackRun.ExistingMachines(), Key);

        Assert.Equal(13, resources.Count(resource => resource.Type == "carbonio-infra:nodes:CarbonioNode"));
        Assert.Equal(13, resources.Count(resource => resource.Name!.EndsWith("-peers", StringComparison.Ordinal)));
        var row = ((List<Dictionary<string, object?>>)outputs["nodes"]!)[7];
        Assert.Equal("mbox1.example.com", row["fqdn"]);
        Assert.Equal("10.20.0.18", row["address"]);
        Assert.Equal("10.20.0.18", ((Dictionary<string, object?>)outputs["addresses"]!)["mbox1.example.com"]);
    }

    [Fact]
    public async Task The_sites_load_balancer_is_told_what_to_pass_on()
    {
        var (resources, outputs) = await StackRun.RunAsync(StackRun.ExistingMachines(), Key);

        var entry = (Dictionary<string, object?>)outputs["loadBalancer"]!;
        var port = ((List<Dictionary<string, object?>>)entry["ports"]!).Single(row => (int)row["port"]! == 993);
        Assert.Equal(["proxy1", "proxy2"], (List<string>)port["nodes"]!);
        Assert.DoesNotContain("virtualAddress", entry.Keys);
        Assert.DoesNotContain(resources, resource => resource.Type == "carbonio-infra:loadbalancers:HaproxyLoadBalancer");
    }

    [Fact]
    public async Task Two_nodes_balance_when_the_stack_file_names_them()
    {
        var configuration = StackRun.ExistingMachines([.. StackRun.AllNames, "lb1", "lb2"]);
        configuration["carbonio-infra:topology"] = Topology(video: "[\"video1\",\"video2\"],\"loadBalancer\":[\"lb1\",\"lb2\"]");
        configuration["carbonio-infra:virtualAddress"] = "10.20.0.10";

        var run = await StackRun.RunAsync(configuration, Key);

        Assert.Equal("10.20.0.10", ((Dictionary<string, object?>)run.Outputs["loadBalancer"]!)["virtualAddress"]);
        Assert.Single(run.Resources, resource => resource.Type == "carbonio-infra:loadbalancers:HaproxyLoadBalancer");
        Assert.All(new[] { "lb1-virtual-address", "lb2-haproxy", "lb2-keepalived" }, step => Assert.Contains(step, StackRun.Commands(run).Keys));

        configuration.Remove("carbonio-infra:virtualAddress");
        Assert.Equal(["carbonio-infra:virtualAddress: expected the IPv4 address that lb1 and lb2 share, found nothing"],
            await StackRun.ProblemsAsync(configuration, Key));
    }

    [Theory]
    [InlineData("\"mbox1\"")]
    [InlineData("{\"mbox1\":1}")]
    [InlineData("[\"mbox1\",2]")]
    public async Task A_group_that_is_no_list_is_one_problem(string mailstores)
    {
        var configuration = StackRun.ExistingMachines([.. StackRun.AllNames.Where(name => !name.StartsWith("mbox", StringComparison.Ordinal))]);
        configuration["carbonio-infra:topology"] = $$"""{"cluster":["svc1","svc2","svc3"],"mta":["mta1"],"proxy":["proxy1"],"mailstore":{{mailstores}}}""";

        var problems = await StackRun.ProblemsAsync(configuration, Key);

        Assert.Equal([$"carbonio-infra:topology.mailstore: expected a list of node names, found {mailstores}"],
            problems.Where(problem => problem.Contains("topology", StringComparison.Ordinal) && !problem.Contains("existingHosts", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_machine_may_be_smaller_when_the_stack_file_says_so()
    {
        var configuration = StackRun.ExistingMachines();
        configuration["carbonio-infra:existingHosts"] = configuration["carbonio-infra:existingHosts"].Replace(
            "\"10.20.0.18\",", "\"10.20.0.18\",\"minimumSize\":{\"cpus\":2,\"memoryMiB\":4096,\"diskGiB\":20},", StringComparison.Ordinal);

        var commands = StackRun.Commands(await StackRun.RunAsync(configuration, Key));

        Assert.Contains("min_cpus='\\''2'\\''", commands["mbox1-requirements"], StringComparison.Ordinal);
        Assert.Contains("min_cpus='\\''8'\\''", commands["mbox2-requirements"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_host_is_compared_with_the_system_that_the_stack_file_names_and_only_RHEL_has_repositories_to_enable()
    {
        var ubuntu = StackRun.Commands(await StackRun.RunAsync(StackRun.ExistingMachines(), Key));
        var configuration = StackRun.ExistingMachines();
        configuration["carbonio-infra:operatingSystem"] = "rhel 9";
        var rhel = StackRun.Commands(await StackRun.RunAsync(configuration, Key));

        Assert.All(StackRun.AllNames, name => Assert.Contains("operating_system='\\''ubuntu 24.04'\\''", ubuntu[$"{name}-requirements"], StringComparison.Ordinal));
        Assert.All(StackRun.AllNames, name => Assert.Contains("operating_system='\\''rhel 9'\\''", rhel[$"{name}-requirements"], StringComparison.Ordinal));
        Assert.Equal(StackRun.AllNames.Select(name => $"{name}-repositories").Order(), rhel.Keys.Except(ubuntu.Keys).Order());
    }

    [Fact]
    public async Task Without_one_node_only_steps_that_name_it_differ()
    {
        var before = StackRun.Commands(await StackRun.RunAsync(StackRun.ExistingMachines(), Key));
        var configuration = StackRun.ExistingMachines([.. StackRun.AllNames.Where(name => name != "video2")]);
        configuration["carbonio-infra:topology"] = Topology(video: "[\"video1\"]");

        var after = StackRun.Commands(await StackRun.RunAsync(configuration, Key));

        Assert.All(before.Keys.Except(after.Keys), name => Assert.StartsWith("video2-", name, StringComparison.Ordinal));
        var changed = after.Keys.Where(name => after[name] != before[name]).ToArray();
        Assert.All(changed, name => Assert.True(
            before[name].Contains("video2.", StringComparison.Ordinal) || before[name].Contains("10.20.0.23/32", StringComparison.Ordinal), name));
        Assert.Equal(["auth-keys", "bootstrap", "firewall", "hosts-file", "mta", "peers"], changed.Select(name => name[(name.IndexOf('-', StringComparison.Ordinal) + 1)..]).Distinct().Order());
    }

    [Fact]
    public async Task Every_problem_is_reported_at_once_and_names_its_key()
    {
        var problems = await StackRun.ProblemsAsync(new()
        {
            ["carbonio-infra:platform"] = "existing",
            ["carbonio-infra:domain"] = "Example",
            ["carbonio-infra:operatingSystem"] = "debian 12",
            ["carbonio-infra:systemUpgrade"] = "maybe",
            ["carbonio-infra:topology"] = """{"cluster":["svc1","svc2"],"mta":["mta1"],"proxy":["proxy1"],"mailstore":["mbox1"],"databases":["db1"]}""",
            ["carbonio-infra:existingHosts"] = """
                {"svc1":{"address":"127.0.0.1","hostKey":"nonsense","port":0},"svc2":{"address":"10.0.0.2","minimumSize":{"cpus":2}},"other":{"address":"10.0.0.2","hostkey":"x"}}
                """,
        });

        Assert.Equal(
        [
            "carbonio-infra:existingHosts.svc1.address: expected a private IPv4 address, found '127.0.0.1'",
            "carbonio-infra:existingHosts.svc1.hostKey: expected an authorized_keys line such as 'ssh-ed25519 AAAA...', found 'nonsense'",
            "carbonio-infra:existingHosts.svc1.port: expected a port from 1 to 65535, found '0'",
            "carbonio-infra:existingHosts.svc2.hostKey: expected an authorized_keys line such as 'ssh-ed25519 AAAA...', found nothing",
            "carbonio-infra:existingHosts.svc2.minimumSize: expected {cpus, memoryMiB, diskGiB} as whole numbers from 1, found {\"cpus\":2}",
            "carbonio-infra:existingHosts.other.hostkey: expected one of address, hostKey, user, port, generation, minimumSize, found 'hostkey'",
            "carbonio-infra:existingHosts.other.hostKey: expected an authorized_keys line such as 'ssh-ed25519 AAAA...', found nothing",
            "carbonio-infra:sshPrivateKey: expected the private key that the hosts authorize, set with --secret, found nothing",
            "carbonio-infra:topology.databases: expected one of the groups cluster, mta, proxy, mailstore, collaboration, workstreamCollaboration, video, loadBalancer, objectStorage, found 'databases'",
            "carbonio-infra:operatingSystem: expected one of rhel 8, rhel 9, ubuntu 22.04, ubuntu 24.04, found 'debian 12'",
            "carbonio-infra:systemUpgrade: expected true or false, found 'maybe'",
            "carbonio-infra:domain: expected a lower-case DNS domain such as example.com, found 'Example'",
            "carbonio-infra:topology.cluster: expected exactly 3 names (quorum), found 2 (svc1, svc2)",
            "carbonio-infra:existingHosts.mta1: expected a machine for this node of the topology, found nothing",
            "carbonio-infra:existingHosts.proxy1: expected a machine for this node of the topology, found nothing",
            "carbonio-infra:existingHosts.mbox1: expected a machine for this node of the topology, found nothing",
            "carbonio-infra:existingHosts.other: expected the name of a node of the topology, found 'other'",
            "carbonio-infra:existingHosts: expected an address of its own for every machine, found 10.0.0.2 for other and svc2",
        ],
            problems);
    }

    [Fact]
    public async Task Nothing_set_names_what_must_be_set() =>
        Assert.Equal(
            [$"carbonio-infra:platform: expected one of {Platforms}, found nothing", "carbonio-infra:domain: expected a DNS domain such as example.com, found nothing"],
            await StackRun.ProblemsAsync([]));

    [Fact]
    public async Task A_platform_that_is_not_there_names_those_that_are() =>
        Assert.Contains($"carbonio-infra:platform: expected one of {Platforms}, found 'azure'",
            await StackRun.ProblemsAsync(new() { ["carbonio-infra:platform"] = "azure", ["carbonio-infra:domain"] = "example.com" }));

    [Fact]
    public async Task A_secret_in_plain_text_is_refused() =>
        Assert.Equal(
            ["carbonio-infra:sshPrivateKey: expected the private key that the hosts authorize, set with --secret, found a plain value"],
            await StackRun.ProblemsAsync(StackRun.ExistingMachines()));

    private static string Topology(string video) =>
        "{\"cluster\":[\"svc1\",\"svc2\",\"svc3\"],\"mta\":[\"mta1\",\"mta2\"],\"proxy\":[\"proxy1\",\"proxy2\"],"
        + $"\"mailstore\":[\"mbox1\",\"mbox2\"],\"collaboration\":[\"filesdocs1\",\"filesdocs2\"],\"video\":{video}}}";
}
