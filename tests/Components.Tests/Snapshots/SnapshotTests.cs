using System.Collections.Immutable;
using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Tests.Planning;
using CarbonioInfra.Components.Topologies;

namespace CarbonioInfra.Components.Tests.Snapshots;

/// <summary>
/// Every step of a planned cluster, as it stands in <c>Snapshots/ubuntu</c> and <c>Snapshots/rhel</c>: of each step the first host
/// that has it, and every other host whose file somebody has added (an empty one will do). A step that is the same on both has its file
/// with Ubuntu's alone.
/// </summary>
public sealed class SnapshotTests
{
    private static readonly Topology Topology = Topology.HighAvailability("example.com");

    [Theory]
    [InlineData("ubuntu")]
    [InlineData("rhel")]
    public async Task Every_step_is_the_one_that_was_read_and_approved(string family)
    {
        var ubuntu = await CommandsAsync("ubuntu 24.04");
        var commands = family == "ubuntu" ? ubuntu : await CommandsAsync("rhel 9");
        var approved = Snapshot.Files(family).Where(file => file.EndsWith(".txt", StringComparison.Ordinal)).Select(file => file[..^4]).ToImmutableHashSet();

        var gone = approved.Where(name => !commands.ContainsKey(name)).Order(StringComparer.Ordinal).ToArray();
        var different = commands.Keys.Where(name => approved.Contains(name) || (IsFirstWithItsStep(commands, name) && IsOfItsOwn(name)))
            .Order(StringComparer.Ordinal)
            .Where(name => !Snapshot.Matches($"{family}/{name}.txt", Snapshot.OfCommand(commands[name])))
            .ToArray();

        Assert.True(gone.Length == 0, $"Snapshots/{family} has files of steps that there are no longer: {string.Join(", ", gone)}");
        Assert.True(different.Length == 0, $"{family}: {string.Join(", ", different)} differ; {Snapshot.HowToApprove}");

        bool IsOfItsOwn(string name) => family == "ubuntu" || ubuntu.GetValueOrDefault(name) != commands[name];
    }

    [Fact]
    public async Task A_snapshot_has_every_value_and_the_whole_text_of_its_script()
    {
        var plan = await Plan.OfAsync(Topology, host => host with { User = "ubuntu" });

        Assert.Equal($"""
            # as: root by sudo
            # functions: verdict write_file
            deadline_seconds='900'
            fqdn='svc1.example.com'
            host='svc1'
            step='hostname'

            {string.Join('\n', Lines("Nodes/Baseline/hostname.sh").SkipWhile(line => line.StartsWith('#') || line.Length == 0))}
            """, Snapshot.OfCommand(plan.Create("svc1-hostname")));

        static string[] Lines(string path) => HostScript.Load(path).Text.Split('\n');
    }

    private static async Task<ImmutableDictionary<string, string>> CommandsAsync(string operatingSystem) =>
        (await Plan.OfAsync(Topology, operatingSystem: operatingSystem)).Commands();

    private static bool IsFirstWithItsStep(ImmutableDictionary<string, string> commands, string name)
    {
        var step = name[(name.IndexOf('-', StringComparison.Ordinal) + 1)..];
        return Topology.Nodes.Select(node => $"{node.Name}-{step}").First(commands.ContainsKey) == name;
    }
}
