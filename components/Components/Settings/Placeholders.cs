using Pulumi;

namespace CarbonioInfra.Components.Settings;

/// <summary>
/// What the stack files of this repository say in place of values that only a site has. They preview well, and nothing that has such a
/// value exists.
/// </summary>
public static class Placeholders
{
    /// <summary>A SHA-256 that no file has.</summary>
    public static string Sha256 { get; } = new('0', 64);

    /// <summary>Warns of <paramref name="settings"/> that are still placeholders; of none, of nothing.</summary>
    /// <param name="settings">Their names.</param>
    /// <param name="resource">What needs them. Default: null, the whole stack.</param>
    public static void Warn(IEnumerable<string> settings, Resource? resource = null)
    {
        if (settings.ToArray() is { Length: > 0 } names)
            Log.Warn($"{string.Join(", ", names)}: {(names.Length == 1 ? "a placeholder" : "placeholders")}; `up` fails until the stack file says what is the site's", resource);
    }
}
