using System.Text.Json;
using CarbonioInfra.Lab.Tests.EndToEnd;

namespace CarbonioInfra.Lab.Tests.Crashes;

/// <summary>A project whose program is <see cref="CrashProgram"/>, and runs of the engine on it that can be killed.</summary>
internal sealed class CrashLab : IDisposable
{
    private readonly LabScript _lab = new();
    private readonly SortedSet<string> _before;
    private string _round = "";

    public CrashLab()
    {
        _before = Traces.Take(_lab.StateFolder);
        Directory.CreateDirectory(Path.Combine(Root, "infra"));
        Directory.CreateDirectory(Path.Combine(Root, "stacks"));
        Directory.CreateSymbolicLink(Path.Combine(Root, "embedded"), Path.GetFullPath(Path.Combine(Path.GetDirectoryName(LabScript.Path)!, "..")));
        File.WriteAllText(Path.Combine(Root, "Pulumi.yaml"), "name: carbonio-infra\nruntime: dotnet\nmain: infra\nstackConfigDir: stacks\n");
        SetRound("1");
    }

    private string Root => Path.Combine(_lab.StateFolder, "project");

    public void SetRound(string round)
    {
        _round = round;
        File.WriteAllText(Path.Combine(Root, "stacks", "Pulumi.lab.yaml"),
            $"config:\n  carbonio-infra:platform: lab\n  carbonio-infra:round: \"{round}\"\n");
    }

    public string Exec(string host, string script) => _lab.Exec(host, script);

    /// <summary>Starts a run that can be killed.</summary>
    public EngineRun Start(string verb) =>
        EngineRun.Start(_lab, Root, typeof(CrashLab).Assembly.Location, verb, "lab", "--yes", "--parallel", "32");

    /// <summary>Runs to the end, which must be a good one.</summary>
    public string Run(string verb)
    {
        using var run = Start(verb);
        run.AssertSucceeds();
        return run.Output;
    }

    /// <summary>Every host is there once, as the state says; its script of this round came to its end and none ran beside itself; and there is nothing to do.</summary>
    public void AssertComplete()
    {
        var status = _lab.Run("status").Succeeded();
        Assert.All(LabStack.CarbonioNodes, node => Assert.Single(status.Split('\n'),
            line => line.StartsWith(node + " ", StringComparison.Ordinal) && line.Contains(" running ", StringComparison.Ordinal)));

        using var state = JsonDocument.Parse(File.ReadAllText(Path.Combine(_lab.StateFolder, "lab.json")));
        var deployment = state.RootElement.GetProperty("deployment");
        Assert.Equal(0, deployment.GetProperty("pending_operations").GetArrayLength());
        var resources = deployment.GetProperty("resources").EnumerateArray().ToList();
        Assert.DoesNotContain(resources, resource => resource.TryGetProperty("delete", out var delete) && delete.GetBoolean());
        var outputs = resources.ToDictionary(resource => resource.GetProperty("urn").GetString()!.Split("::")[^1],
            resource => resource.TryGetProperty("outputs", out var found) ? found : default, StringComparer.Ordinal);
        Assert.Equal(LabStack.CarbonioNodes.Order(StringComparer.Ordinal),
            outputs.Keys.Where(name => name.EndsWith("-machine", StringComparison.Ordinal)).Select(name => name[..^"-machine".Length]).Order(StringComparer.Ordinal));
        Parallel.ForEach(LabStack.CarbonioNodes, node =>
        {
            using var made = JsonDocument.Parse(outputs[$"{node}-machine"].GetProperty("stdout").GetString()!);
            var found = Exec(node, "cut -d ' ' -f 1,2 /etc/ssh/ssh_host_ed25519_key.pub; tail -n 1 /var/lib/crash-test/ended; "
                + "cat /var/lib/crash-test/doubled 2>/dev/null || true");
            Assert.Equal($"{made.RootElement.GetProperty("hostKey").GetString()}\n{_round}", found);
        });

        var again = Run("up");
        Assert.Empty(LabStack.Did(again));
        Assert.Contains("SSH connections opened: 0", again, StringComparison.Ordinal);
    }

    /// <summary>No host is left, neither on the machine nor in the state.</summary>
    public void AssertGone()
    {
        using var state = JsonDocument.Parse(File.ReadAllText(Path.Combine(_lab.StateFolder, "lab.json")));
        var deployment = state.RootElement.GetProperty("deployment");
        Assert.Equal(0, deployment.GetProperty("pending_operations").GetArrayLength());
        Assert.Equal(0, deployment.GetProperty("resources").GetArrayLength());
        Traces.AssertNoneSince(_before, _lab.StateFolder);
    }

    public void Dispose() => _lab.Dispose();
}
