namespace CarbonioInfra.Lab.Tests;

/// <summary>The commands that the vendor's playbooks call, as listed in <c>tests/Fidelity</c>, and the packages that have them.</summary>
public sealed class VendorCommandsTests
{
    private static readonly string Folder = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(LabScript.Path)!, "..", "..", "tests", "Fidelity"));

    private static readonly string Packages = Path.Combine(Path.GetDirectoryName(LabScript.Path)!, "vendor", "packages");

    private static string[][] Rows => [.. File.ReadLines(Path.Combine(Folder, "commands.tsv")).Where(line => line[0] != '#').Select(line => line.Split('\t'))];

    public static TheoryData<string, string> Answered => [.. Rows.Where(row => row[2] != "-").Select(row => (row[0].Split(' ')[0], row[2])).Distinct()];

    [Fact]
    public void Every_row_says_who_calls_and_what_comes_of_it() =>
        Assert.All(Rows, row => Assert.True(row.Length == 4 && row.All(cell => cell.Trim().Length > 0) && row[0][0] == '/', string.Join('|', row)));

    [Theory]
    [MemberData(nameof(Answered))]
    public void The_package_has_the_command(string command, string package)
    {
        var places = Directory.GetDirectories(Path.Combine(Packages, package), "files*").Select(files => files + command);

        var found = Assert.Single(places, place => File.Exists(place) || new FileInfo(place).LinkTarget is not null);
        if (new FileInfo(found).LinkTarget is null)
            Assert.True(File.GetUnixFileMode(found).HasFlag(UnixFileMode.UserExecute), $"{found} is not executable");
    }
}
