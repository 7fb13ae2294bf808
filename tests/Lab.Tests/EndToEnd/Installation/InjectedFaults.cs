namespace CarbonioInfra.Lab.Tests.EndToEnd.Installation;

/// <summary>
/// An installation on hosts where the vendor's commands fail as the real ones are known to: each fault once, on a host of its own. Every
/// one must be told by a run of <c>up</c>, with host, step and reason, and be overcome by a later one.
/// </summary>
internal static class InjectedFaults
{
    /// <summary>Environment variable by which <see cref="InstalledLab"/> is installed like this; any value.</summary>
    public const string Variable = "CARBONIO_TEST_FAULTS";

    // On the same host a later fault shows after an earlier one is overcome.
    private const int MostRuns = 8;

    // A step asks pending-setups three times before it gives up.
    private static readonly Fault[] Planted =
    [
        // The first part of all; without it the next stage ends the program.
        new("svc2", "bootstrap-failed", 1, "bootstrap", "expected  carbonio-bootstrap to end with exit code 0"),
        new("mta1", "bootstrap-stop-configInitMta", 1, "bootstrap", "expected  CONFIGURED END as the last session's end"),
        new("mbox2", "bootstrap-stop-configCreateDomain", 1, "bootstrap", "expected  CONFIGURED END as the last session's end"),
        new("svc1", "mesh-first-setup", 1, "mesh-join", "expected  the setup of the service mesh to succeed"),
        new("svc3", "mesh-join", 1, "mesh-join", "expected  the setup of the service mesh to succeed"),
        new("proxy2", "mesh-join", 1, "mesh-join", "expected  the setup of the service mesh to succeed"),
        new("filesdocs1", "pending-setups", 3, "pending-setups", "expected  no script left in /etc/zextras/pending-setups.d"),
        new("filesdocs2", "setup-carbonio-files", 3, "pending-setups", "expected  no script left in /etc/zextras/pending-setups.d"),
        new("video1", "setup-carbonio-videoserver", 3, "pending-setups", "expected  no script left in /etc/zextras/pending-setups.d"),
    ];

    /// <summary>Plants the faults, and installs Carbonio in as many runs as it takes.</summary>
    /// <returns>How the last run ended.</returns>
    public static CommandResult Up(LabStack stack)
    {
        foreach (var fault in Planted)
            stack.Exec(fault.Host, $"mkdir -p /etc/carbonio-stand-in/faults; echo {fault.Times} >/etc/carbonio-stand-in/faults/{fault.Name}");

        var told = new HashSet<Fault>();
        for (var run = 1; ; run++)
        {
            var result = stack.Up();
            if (result.ExitCode == 0)
            {
                Assert.Empty(Planted.Except(told));
                return result;
            }

            var found = Planted.Except(told).Where(fault => fault.IsToldBy(result.Output)).ToList();
            Console.Error.WriteLine($"run {run} told of {string.Join(", ", found.Select(fault => $"{fault.Name} on {fault.Host}"))}");
            Assert.True(found.Count > 0 && run < MostRuns, result.Output);
            told.UnionWith(found);
        }
    }

    private sealed record Fault(string Host, string Name, int Times, string Step, string Told)
    {
        // Failures that are alike are told once, with all their hosts.
        public bool IsToldBy(string report) => report.Split("\n  !  ").Skip(1).Any(part =>
            (part.StartsWith($"{Host}-{Step} failed to ", StringComparison.Ordinal)
                || (part.StartsWith($"{Step} failed to ", StringComparison.Ordinal) && Hosts(part).Contains(Host)))
            && part.Contains($"\n     {Told}", StringComparison.Ordinal));

        private static string[] Hosts(string part) =>
            part.Split('\n').Single(line => line.StartsWith("     hosts ", StringComparison.Ordinal)).Split([' ', ',']);
    }
}
