using System.Globalization;
using System.Text.Json;

namespace CarbonioInfra.Lab.Tests.EndToEnd.LoadBalancers;

/// <summary>
/// What clients of the virtual address see while hosts go and come. Times are those of clients; beside them one talks to a backend
/// directly, and by as long as that one waits the machine itself was busy.
/// </summary>
public sealed class LoadBalancerTests(EndToEndLab lab, ITestOutputHelper output)
{
    private readonly LabStack _stack = lab.Prepared;

    private static readonly TimeSpan TakeOver = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Return = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CheckInterval = Components.LoadBalancers.HaproxyLoadBalancer.CheckInterval;

    [Fact(Explicit = true)]
    public async Task Every_port_answers_from_every_node_behind_it()
    {
        var entry = Entry();

        Assert.Equal(11, entry.Ports.Count);
        foreach (var (port, nodes) in entry.Ports)
            Assert.Equal(nodes, await Client.NamesAsync(entry.Address, port, nodes.Count));
    }

    [Fact(Explicit = true)]
    public async Task When_the_active_load_balancer_loses_power_the_other_takes_over_and_keeps_the_address()
    {
        var entry = Entry();
        var active = Active(entry.Address);
        var passive = active == "lb1" ? "lb2" : "lb1";
        await using var clients = Clients.Start(entry, Address("mta1"));
        await clients.AllAnsweredSinceAsync(DateTime.UtcNow);

        // The cable first: processes that are ended could still say goodbye.
        var lost = DateTime.UtcNow;
        _stack.Lab("partition", active).Succeeded();
        _stack.Lab("power-off", active).Succeeded();
        await clients.AllAnsweredSinceAsync(lost + TakeOver);
        var taken = clients.LongestSilenceSince(lost);

        var returned = DateTime.UtcNow;
        _stack.Lab("power-on", active).Succeeded();
        Wait.Until($"{active} is a backup", () => _stack.Exec(active, "journalctl --boot --unit keepalived --output cat") is { } journal
            && journal.Contains("Entering BACKUP STATE", StringComparison.Ordinal));
        // Anybody who wanted the address back would have taken it by now.
        await clients.AllAnsweredSinceAsync(DateTime.UtcNow + TakeOver);
        var kept = clients.LongestSilenceSince(returned);

        output.WriteLine($"power off: {taken}; power on: {kept}");
        Assert.True(taken.BeyondTheMachines < TakeOver, $"after power-off {taken}, expected less than {TakeOver}\n{clients}");
        Assert.True(kept.BeyondTheMachines < Return, $"after power-on {kept}, expected less than {Return}\n{clients}");
        Assert.Equal(passive, Active(entry.Address));
    }

    [Fact(Explicit = true)]
    public async Task A_HAProxy_that_hangs_gives_the_address_away()
    {
        var entry = Entry();
        var active = Active(entry.Address);
        await using var clients = Clients.Start(entry, Address("mta1"));
        await clients.AllAnsweredSinceAsync(DateTime.UtcNow);

        var hung = DateTime.UtcNow;
        _stack.Exec(active, "pkill -STOP -x haproxy");
        try
        {
            await clients.AllAnsweredSinceAsync(hung + TakeOver + TakeOver);
            Assert.NotEqual(active, Active(entry.Address));
        }
        finally
        {
            _stack.Exec(active, "pkill -CONT -x haproxy");
        }
    }

    [Fact(Explicit = true)]
    public async Task A_backend_that_dies_leaves_rotation_within_the_check_interval_and_returns()
    {
        var entry = Entry();
        var active = Active(entry.Address);
        var ports = entry.Ports.Where(port => port.Nodes.Contains("proxy1.carbonio.test")).Select(port => port.Port).ToArray();
        Assert.Equal(8, ports.Length);
        await using var clients = Clients.Start(entry, Address("mta1"));
        await clients.AllAnsweredSinceAsync(DateTime.UtcNow);
        var end = Client.EndAsync(await Client.ConnectToAsync(entry.Address, 993, "proxy1.carbonio.test"));

        var since = _stack.Exec(active, "date +%s");
        var died = DateTime.UtcNow;
        _stack.Lab("partition", "proxy1").Succeeded();
        var off = DateTime.UtcNow;
        _stack.Lab("power-off", "proxy1").Succeeded();
        Wait.Until("proxy1 is out of rotation on every port", () => Changes(active, since, "DOWN").Count >= ports.Length);
        var left = Changes(active, since, "DOWN").Take(ports.Length).Max() - off;
        var ended = await end - off;
        var cut = clients.LongestSilenceSince(died);
        Assert.All(ports, port => Assert.Equal(["proxy2.carbonio.test"], Client.NamesAsync(entry.Address, port, 1).Result));

        since = _stack.Exec(active, "date +%s");
        _stack.Lab("power-on", "proxy1").Succeeded();
        Wait.Until("proxy1 is in rotation on every port", () => Changes(active, since, "UP").Count >= ports.Length);

        output.WriteLine($"out of rotation after {left.TotalSeconds:0.00} s, its connection cut after {ended.TotalSeconds:0.00} s; {cut}");
        Assert.True(left - cut.Machines < CheckInterval, $"expected less than {CheckInterval}, found {left}; {cut}");
        Assert.True(ended - cut.Machines < CheckInterval, $"a connection to the dead backend was cut after {ended}; {cut}");
        Assert.True(cut.BeyondTheMachines < CheckInterval + Return, $"clients of the dead backend: {cut}");
        Assert.All(ports, port =>
            Assert.Equal(["proxy1.carbonio.test", "proxy2.carbonio.test"], Client.NamesAsync(entry.Address, port, 2).Result));
    }

    /// <summary>When proxy1 came to be in this state, for each port, as HAProxy wrote to the journal.</summary>
    private List<DateTime> Changes(string host, string since, string state) =>
    [
        .. _stack.Exec(host, $"journalctl --unit haproxy --since @{since} --output short-unix")
            .Split('\n').Where(line => line.Contains($"/proxy1 is {state}", StringComparison.Ordinal) && line.Contains("haproxy[", StringComparison.Ordinal))
            // HAProxy writes to the log and, where that leads to the journal too, to its standard error.
            .Where(line => !line.Contains('(', StringComparison.Ordinal))
            .Select(line => DateTime.UnixEpoch.AddSeconds(double.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture))),
    ];

    private string Active(string address) =>
        new[] { "lb1", "lb2" }.Single(host => _stack.Exec(host, $"ip -4 -o address show to {address}").Length > 0);

    private string Address(string host) => _stack.Exec(host, "ip -4 -o address show dev eth0 | awk '{ sub(/\\/.*/, \"\", $4); print $4; exit }'");

    private BalancedEntry Entry()
    {
        using var outputs = JsonDocument.Parse(_stack.Run("outputs", "lab", "--json").Succeeded());
        var entry = outputs.RootElement.GetProperty("loadBalancer");
        return new BalancedEntry(entry.GetProperty("virtualAddress").GetString()!,
        [
            .. entry.GetProperty("ports").EnumerateArray().Select(port => (
                port.GetProperty("port").GetInt32(),
                port.GetProperty("nodes").EnumerateArray().Select(node => node.GetString() + ".carbonio.test").Order(StringComparer.Ordinal).ToList())),
        ]);
    }
}

/// <summary>The stack's output <c>loadBalancer</c>, nodes by full name.</summary>
internal sealed record BalancedEntry(string Address, IReadOnlyList<(int Port, List<string> Nodes)> Ports);
