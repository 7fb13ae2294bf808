using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace CarbonioInfra.Lab.Tests.EndToEnd.Secrets;

/// <summary>
/// Argument lists and environments of all processes that this machine sees, those of a lab's hosts among them, looked at again and
/// again while something runs. What lives for less than a look can be missed; what is there at a look of its own cannot.
/// </summary>
internal sealed class ProcessWatch : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(4);

    // A process may become another one by exec, soon after its birth as a rule.
    private static readonly TimeSpan Youth = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan LookAtAll = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, byte> _seen = new(StringComparer.Ordinal);
    private readonly Dictionary<int, long> _births = [];
    private readonly Thread _thread;
    private volatile bool _isStopping;

    public ProcessWatch()
    {
        _thread = new Thread(Watch) { IsBackground = true, Name = "process watch" };
        _thread.Start();
    }

    /// <summary>Looks at every process now.</summary>
    public ProcessWatch LookNow()
    {
        foreach (var id in Ids())
            Look(id);
        return this;
    }

    /// <summary>How many different argument lists and environments were seen.</summary>
    public int Count => _seen.Count;

    public IEnumerable<Finding> Search(SecretSearch search) => _seen.Keys.SelectMany(seen =>
    {
        var end = seen.IndexOf('\n', StringComparison.Ordinal);
        return search.In(seen[end..]).Select(found => new Finding(found.Secret, seen[..end]));
    }).Distinct();

    public void Dispose()
    {
        _isStopping = true;
        _thread.Join();
    }

    private void Watch()
    {
        var sinceAll = Stopwatch.StartNew();
        while (!_isStopping)
        {
            var now = Stopwatch.GetTimestamp();
            var all = sinceAll.Elapsed > LookAtAll;
            if (all)
                sinceAll.Restart();
            var living = Ids();
            foreach (var id in living)
            {
                if (!_births.TryGetValue(id, out var birth))
                    _births[id] = birth = now;
                if (all || Stopwatch.GetElapsedTime(birth, now) < Youth)
                    Look(id);
            }

            foreach (var gone in _births.Keys.Except(living).ToList())
                _births.Remove(gone);
            Thread.Sleep(Pause);
        }
    }

    private void Look(int id)
    {
        if (Read(id, "cmdline") is not { Length: > 0 } arguments)
            return; // of the kernel, or already gone
        // setsid becomes what it starts.
        var words = arguments.Split('\0').SkipWhile(word => word == "setsid").DefaultIfEmpty("").ToArray();
        // An interpreter says little; any other argument may be what is looked for.
        var name = Path.GetFileName(words[0]) + (words[0].EndsWith("bash", StringComparison.Ordinal) || words[0] == "dotnet"
            ? " " + words.Skip(1).Take(1).Where(word => word.StartsWith('/')).Select(Path.GetFileName).SingleOrDefault() : "");
        _seen.TryAdd($"arguments of {name}\n{arguments}", 0);
        if (Read(id, "environ") is { Length: > 0 } environment)
            _seen.TryAdd($"environment of {name}\n{environment}", 0);
    }

    private static HashSet<int> Ids() =>
    [
        .. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName)
            .Where(name => char.IsAsciiDigit(name![0])).Select(name => int.Parse(name!, CultureInfo.InvariantCulture)),
    ];

    private static string? Read(int id, string file)
    {
        try
        {
            return Encoding.Latin1.GetString(File.ReadAllBytes($"/proc/{id}/{file}"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null; // it ended meanwhile, or it is outside of the machine, where a container runs it
        }
    }
}
