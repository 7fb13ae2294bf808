using System.Globalization;
using CarbonioInfra.Benchmarks;

// dotnet run -c Release --project tests/Benchmarks [-- HOSTS...]
const int Runs = 5;
int[] sizes = [13, 130, 520];
if (args.Length != 0)
{
    var wrong = args.Where(arg => !int.TryParse(arg, NumberStyles.None, CultureInfo.InvariantCulture, out var hosts)
        || hosts is < Site.SmallestSize or > Site.LargestSize).ToList();
    if (wrong.Count != 0)
    {
        await Console.Error.WriteLineAsync(
            $"expected numbers of hosts from {Site.SmallestSize} to {Site.LargestSize}, found '{string.Join("', '", wrong)}'");
        return 2;
    }

    sizes = [.. args.Select(arg => int.Parse(arg, CultureInfo.InvariantCulture))];
}

Console.WriteLine($"Median of {Runs} runs of the engine's process with the program's; memory is the largest sum of both.");
Console.WriteLine();
Console.WriteLine("| hosts | resources | state | preview | memory | no-op up | memory |");
Console.WriteLine("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
foreach (var size in sizes)
{
    using var site = new Site(size);
    await Console.Error.WriteLineAsync($"{size} hosts: bringing up a simulated site ...");
    var resources = await site.BringUpAsync();
    var preview = await MeasureAsync(site, "preview", "bench");
    var noOp = await MeasureAsync(site, "up", "bench", "--yes");
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"| {size} | {resources} | {site.StateMiB:0.0} MiB | {preview.Seconds:0.00} s | {preview.MiB:0} MiB | {noOp.Seconds:0.00} s | {noOp.MiB:0} MiB |"));
}

return 0;

static async Task<(double Seconds, double MiB)> MeasureAsync(Site site, params string[] arguments)
{
    var runs = new List<Measurement>();
    for (var run = 0; run < Runs; run++)
        runs.Add(await site.MeasureAsync(arguments));
    return (runs.Select(run => run.Time.TotalSeconds).Order().ElementAt(Runs / 2), runs.Max(run => run.PeakMiB));
}
