using System.Globalization;

namespace CarbonioInfra.Lab.Tests.EndToEnd.Secrets;

/// <summary>Looks for secrets in files, and in the names of whatever has one.</summary>
internal static class FileSearch
{
    /// <summary>Searches everything below a folder that was made or changed since a moment, across mounts.</summary>
    /// <param name="search">What to look for.</param>
    /// <param name="name">What places begin with, instead of the folder.</param>
    /// <param name="folder">Where to look.</param>
    /// <param name="since">Before it, no secret can have been written.</param>
    /// <param name="without">Paths below the folder that are left out, as patterns of <c>find -path</c>.</param>
    /// <returns>The findings, each place with mode and owner; and how many files were searched.</returns>
    public static (List<Finding> Findings, int Files) In(
        SecretSearch search, string name, string folder, DateTimeOffset since, params string[] without)
    {
        var pruned = without.SelectMany(pattern => (string[])["-path", folder + pattern, "-prune", "-o"]);
        var moment = "@" + since.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        // Its exit code tells no more than that something went away meanwhile.
        var listing = CommandResult.Run("find",
            [folder, "-ignore_readdir_race", .. pruned, "-newerct", moment, "-printf", @"%y\t%m %U:%G\t%p\t%l\0"]).Output;
        var findings = new List<Finding>();
        var files = 0;
        foreach (var entry in listing.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t', 4)))
        {
            var (type, access, path, target) = (entry[0], entry[1], entry[2], entry[3]);
            var place = name + path[folder.Length..];
            findings.AddRange(search.In($"{Path.GetFileName(path)}\n{target}").Select(found => new Finding(found.Secret, "name " + place)));
            if (type != "f")
                continue;
            try
            {
                using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
                findings.AddRange(search.In(stream).Select(found => new Finding(found.Secret, $"{place} ({access})")));
                files++;
            }
            catch (IOException)
            {
                // Gone meanwhile, or busy as only files of the kernel are.
            }
        }

        return (findings, files);
    }
}
