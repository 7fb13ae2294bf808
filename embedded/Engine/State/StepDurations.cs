using System.Text.Json;

namespace CarbonioInfra.Engine.State;

/// <summary>
/// How long each resource's last step took on this machine. Only estimates are made of it, so a file that is lost or damaged costs
/// nothing.
/// </summary>
internal sealed class StepDurations
{
    private readonly string _path;
    private readonly SortedDictionary<string, double> _seconds;

    private StepDurations(string path, SortedDictionary<string, double> seconds)
    {
        _path = path;
        _seconds = seconds;
    }

    /// <summary>What a resource is taken to need that was never made here.</summary>
    public static TimeSpan Default { get; } = TimeSpan.FromSeconds(1);

    public static StepDurations Load(string path)
    {
        try
        {
            return new(path, new(
                JsonSerializer.Deserialize<Dictionary<string, double>>(File.ReadAllBytes(path)) ?? [], StringComparer.Ordinal));
        }
        catch (Exception error) when (error is IOException or JsonException or UnauthorizedAccessException)
        {
            return new(path, new(StringComparer.Ordinal));
        }
    }

    public TimeSpan Of(string urn) => _seconds.TryGetValue(urn, out var seconds) && seconds is >= 0 and < 1e6 ? TimeSpan.FromSeconds(seconds) : Default;

    /// <summary>Notes steps that ended, and forgets resources that are gone.</summary>
    public void Remember(IEnumerable<(string Urn, TimeSpan Time)> steps, IEnumerable<string> present)
    {
        foreach (var (urn, time) in steps)
            _seconds[urn] = Math.Round(time.TotalSeconds, 1);
        foreach (var gone in _seconds.Keys.Except(present, StringComparer.Ordinal).ToList())
            _seconds.Remove(gone);
        AtomicFile.Write(_path, output => JsonSerializer.Serialize(output, _seconds));
    }
}
