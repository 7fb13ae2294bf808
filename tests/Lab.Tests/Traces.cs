using System.Globalization;

namespace CarbonioInfra.Lab.Tests;

/// <summary>
/// Everything on the machine that a lab could leave behind: mounts, links, cgroups, processes, network namespaces, a limit and what lies
/// in /run. Other labs of the machine (somebody may be working with one) are not counted.
/// </summary>
internal static class Traces
{
    public static SortedSet<string> Take(string stateFolder)
    {
        var others = OtherLabs(stateFolder);
        return new SortedSet<string>(
            Mounts().Concat(Links()).Concat(Run()).Concat(Cgroups()).Concat(Processes(stateFolder))
                .Concat(NetworkNamespaces(SubnetsOf(others)))
                .Where(trace => !others.Any(key => trace.Contains(key, StringComparison.Ordinal)))
                .Concat(others.Count == 0 ? MachineLimits() : []),
            StringComparer.Ordinal);
    }

    /// <summary>What there is of one lab, whatever else lives on the machine.</summary>
    public static List<string> Of(string key, string stateFolder)
    {
        List<string> Find() => [.. Take(stateFolder).Where(trace =>
            trace.Contains(key, StringComparison.Ordinal) || trace.Contains(stateFolder, StringComparison.Ordinal))];

        // The kernel takes namespaces apart in its own time.
        var found = Find();
        for (var tries = 0; found.Count != 0 && tries < 30; tries++)
        {
            Thread.Sleep(100);
            found = Find();
        }

        return found;
    }

    public static void AssertNoneSince(SortedSet<string> before, string stateFolder)
    {
        // The kernel takes namespaces apart in its own time.
        var left = Take(stateFolder).Except(before).ToList();
        for (var tries = 0; left.Count != 0 && tries < 30; tries++)
        {
            Thread.Sleep(100);
            left = [.. Take(stateFolder).Except(before)];
        }

        Assert.True(left.Count == 0, "left behind:\n" + string.Join('\n', left));
    }

    private static List<string> OtherLabs(string stateFolder)
    {
        if (!Directory.Exists("/run/carbonio-infra"))
            return [];
        var others = Directory.GetDirectories("/run/carbonio-infra")
            .Where(claim => File.Exists(claim + "/lab"))
            .Where(claim => !File.ReadAllText(claim + "/lab").StartsWith(stateFolder, StringComparison.Ordinal))
            .Select(claim => Path.GetFileName(claim)!)
            .ToList();
        if (others.Count != 0)
            others.AddRange(["cgroup /carbonio-infra/store-", "apt-cacher-ng", "/run/carbonio-infra"]);
        return others;
    }

    private static string[] SubnetsOf(IEnumerable<string> claims) =>
        [.. claims.Select(key => $"/run/carbonio-infra/{key}/subnet").Where(File.Exists).Select(File.ReadAllText)];

    // Only what a lab raises a limit to is a trace: another lab that ends meanwhile puts the machine's own back.
    private static IEnumerable<string> MachineLimits()
    {
        const string RaisedTo = "8192";
        var limit = File.ReadAllText("/proc/sys/fs/inotify/max_user_instances").Trim();
        return limit == RaisedTo ? ["limit " + limit] : [];
    }

    private static IEnumerable<string> Mounts() =>
        File.ReadLines("/proc/self/mountinfo").Select(line => "mount " + line.Split(' ')[4]);

    private static IEnumerable<string> Links() =>
        Directory.GetFileSystemEntries("/sys/class/net").Select(link => "link " + Path.GetFileName(link));

    private static IEnumerable<string> Run() =>
        Directory.EnumerateFileSystemEntries("/run", "*", new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.ReparsePoint,
            IgnoreInaccessible = true,
        }).Where(path => !path.StartsWith("/run/user/", StringComparison.Ordinal)).Select(path => "file " + path);

    private static IEnumerable<string> Cgroups() =>
        Directory.GetDirectories("/sys/fs/cgroup").Append("/sys/fs/cgroup")
            .Select(root => root + "/carbonio-infra")
            .Where(Directory.Exists)
            .SelectMany(root => Directory.GetDirectories(root))
            .Select(path => "cgroup /carbonio-infra/" + Path.GetFileName(path));

    private static IEnumerable<string> Processes(string stateFolder)
    {
        var scripts = Path.GetDirectoryName(LabScript.Path)!;
        foreach (var (id, folder) in ProcessFolders())
        {
            var command = Read(folder + "/cmdline").Replace('\0', ' ').Trim();
            var group = Read(folder + "/cgroup");
            if (group.Contains("/carbonio-infra/", StringComparison.Ordinal)
                || command.Contains(scripts, StringComparison.Ordinal)
                || command.Contains(stateFolder, StringComparison.Ordinal))
                yield return $"process {id} {command} {group.Split('\n')[0]}";
        }
    }

    // A machine has network namespaces of others, too, and they come and go. One of a lab is on the network of a lab.
    private static IEnumerable<string> NetworkNamespaces(IReadOnlyCollection<string> othersSubnets)
    {
        var machine = new FileInfo("/proc/self/ns/net").LinkTarget;
        foreach (var (_, folder) in ProcessFolders())
        {
            string? space = null;
            try
            {
                space = new FileInfo(folder + "/ns/net").LinkTarget;
            }
            catch (IOException)
            {
                // It ended while we looked.
            }

            if (space is not null && space != machine && LabSubnets(Read(folder + "/net/route")).Except(othersSubnets).Any())
                yield return "namespace " + space;
        }
    }

    // Destinations stand in the second column, in hexadecimal and with the first byte last.
    private static IEnumerable<string> LabSubnets(string routes) =>
        routes.Split('\n').Skip(1).Select(line => line.Split('\t')).Where(columns => columns.Length > 2)
            .Select(columns => uint.Parse(columns[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture))
            .Select(destination => $"{destination & 255}.{destination >> 8 & 255}.{destination >> 16 & 255}.0/24")
            .Where(subnet => subnet.StartsWith("198.18.", StringComparison.Ordinal) || subnet.StartsWith("198.19.", StringComparison.Ordinal));

    private static IEnumerable<(int Id, string Folder)> ProcessFolders() =>
        Directory.GetDirectories("/proc")
            .Where(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Select(folder => (int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture), folder));

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return string.Empty; // it ended while we looked
        }
    }
}
