using System.Globalization;
using System.Text.RegularExpressions;

namespace CarbonioInfra.Lab.Tests;

/// <summary>The thirteen hosts of the high-availability topology, all at once.</summary>
public sealed partial class ScaleTests
{
    [Fact]
    public void Thirteen_hosts_start_together_in_less_than_a_GiB()
    {
        Assert.True(Measure().Memory < 1024);
    }

    /// <summary>Meaningful on a machine that does nothing else: <c>dotnet test --project tests/Lab.Tests -- -explicit only</c>.</summary>
    [Fact(Explicit = true)]
    public void Thirteen_hosts_answer_within_twenty_seconds()
    {
        Assert.True(Measure().Seconds < 20);
    }

    private static (double Seconds, int Memory) Measure()
    {
        var line = CommandResult.Run(LabScript.Path, ["measure"]).Succeeded();
        TestContext.Current.TestOutputHelper?.WriteLine(line);
        var figures = Figures().Match(line);
        Assert.True(figures.Success, line);
        return (
            double.Parse(figures.Groups["seconds"].Value, CultureInfo.InvariantCulture),
            int.Parse(figures.Groups["memory"].Value, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex("^13 hosts: SSH after (?<seconds>[0-9.]+) s, (?<memory>[0-9]+) MiB of memory")]
    private static partial Regex Figures();
}
