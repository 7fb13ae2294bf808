using CarbonioInfra.Engine.Steps;

namespace CarbonioInfra.Engine.Display;

/// <summary>
/// The moving part of a terminal: a line per host with what runs there, since when and what it said last, below them how far
/// the run is. Hosts keep their order. Where there are more than fit, those at work come first and the others are counted.
/// </summary>
internal static class LiveView
{
    private const int HostWidthLimit = 20;
    private const int TaskWidthLimit = 24;

    // Finished steps and failures pass above; some of them should stay readable.
    private const int RowsLeftFree = 6;
    private const int FewestRows = 3;

    public static IReadOnlyList<Line> Of(Progress progress, int width, int height) =>
        progress.Read((running, hosts) => new View(progress, running, hosts, width, Math.Max(FewestRows, height - RowsLeftFree)).Lines());

    private sealed class View(
        Progress progress, IReadOnlyList<RunningStep> running, IReadOnlyDictionary<string, HostProgress> hosts, int width, int rows)
    {
        public List<Line> Lines()
        {
            var busy = running.ToLookup(step => step.Host, StringComparer.Ordinal);
            var all = progress.Outline.Hosts.Where(hosts.ContainsKey).Where(host => hosts[host].Planned != 0)
                .Concat(busy.Select(group => group.Key)).Distinct(StringComparer.Ordinal).ToList();
            var table = all.SelectMany(host => RowsOf(host, busy[host])).ToList();
            var hidden = 0;
            if (table.Count > rows)
            {
                // The footer counts idle hosts; of the running steps those that take longest are worth watching.
                var work = table.Where(row => row.Step is not null).ToList();
                var kept = work.OrderBy(row => row.Step!.Since).Take(rows).ToHashSet();
                hidden = work.Count - kept.Count;
                table = [.. work.Where(kept.Contains)];
            }

            var hostWidth = Math.Min(HostWidthLimit, table.Select(row => row.Host.Length).DefaultIfEmpty().Max());
            var taskWidth = Math.Min(TaskWidthLimit, table.Select(row => row.Task.Length).DefaultIfEmpty().Max());
            List<Line> lines = [.. table.Select(row => new Line(
                Cut($"  {Cut(row.Host, hostWidth).PadRight(hostWidth)} {row.Position,7}  {Cut(row.Task, taskWidth).PadRight(taskWidth)} {row.Time,12}  {row.Last}".TrimEnd()),
                row.Tone))];
            lines.Add(new(Cut(Footer(all, hidden)), Tone.Quiet));
            return lines;
        }

        private IEnumerable<Row> RowsOf(string name, IEnumerable<RunningStep> steps)
        {
            var host = hosts[name];
            var position = host.Planned == 0 ? "" : $"{host.Done}/{host.Planned}";
            var any = false;
            foreach (var step in steps)
            {
                yield return new(any ? "" : name, any ? "" : position, step.Task, Wording.Time(progress.ElapsedSince(step.Since)),
                    step.LastLine, Wording.ToneOf(step.Step.Kind), step);
                any = true;
            }

            if (any)
                yield break;
            if (host.FailedAt is { } failed)
                yield return new(name, position, failed, Wording.Time(host.Worked), "failed", Tone.Error);
            else if (host.Done == host.Planned)
                yield return new(name, position, "done", Wording.Time(host.Worked), "", Tone.Quiet);
            else
                yield return new(name, position, "waiting", "", "", Tone.Quiet);
        }

        private string Footer(List<string> all, int hidden)
        {
            var failed = all.Count(host => hosts[host].FailedAt is not null);
            string?[] parts =
            [
                progress.Position.Length == 0 ? null : progress.Position + " done",
                Wording.Time(progress.Elapsed),
                $"{running.Count} running" + (hidden == 0 ? "" : $" ({hidden} not shown)"),
                failed == 0 ? null : $"{failed} failed",
                progress.Skipped == 0 ? null : $"{progress.Skipped} skipped",
                $"{all.Count(host => hosts[host].Planned != 0 && hosts[host].Done == hosts[host].Planned)} of {all.Count} hosts through",
            ];
            return "  " + string.Join(", ", parts.OfType<string>());
        }

        private string Cut(string text) => Cut(text, width - 1);

        private static string Cut(string text, int length) =>
            text.Length <= length ? text : length <= 1 ? "" : string.Concat(text.AsSpan(0, length - 1), "…");
    }

    private sealed record Row(string Host, string Position, string Task, string Time, string Last, Tone Tone, RunningStep? Step = null);
}
