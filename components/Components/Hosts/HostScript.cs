using System.Collections.Immutable;
using System.Reflection;
using Pulumi;

namespace CarbonioInfra.Components.Hosts;

/// <summary>A shell script from an assembly's embedded resources, with the values that it needs.</summary>
/// <remarks>
/// The script states at its top which shared functions it uses (<c># uses: verdict write_file</c>) and asserts its parameters
/// (<c>: "${fqdn:?}"</c>). It must be able to run again at any time, after any partial run.
/// </remarks>
public sealed record HostScript
{
    private HostScript(string text) => Text = text;

    /// <summary>The script as it stands in its file.</summary>
    public string Text { get; }

    /// <summary>Values that may be seen: shell variables by name.</summary>
    public ImmutableSortedDictionary<string, Input<string>> Parameters { get; init; } = Empty;

    /// <summary>Values that must not be seen: they arrive on standard input, in unexported shell variables.</summary>
    public ImmutableSortedDictionary<string, Input<string>> Secrets { get; init; } = Empty;

    private static ImmutableSortedDictionary<string, Input<string>> Empty { get; } =
        ImmutableSortedDictionary.Create<string, Input<string>>(StringComparer.Ordinal);

    /// <summary>Loads a script of <paramref name="assembly"/>.</summary>
    /// <param name="assembly">Where it is embedded.</param>
    /// <param name="path">Path below the assembly's project, for example <c>Nodes/Baseline/hostname.sh</c>.</param>
    /// <exception cref="ArgumentException">There is no such resource.</exception>
    public static HostScript Load(Assembly assembly, string path)
    {
        using var stream = assembly.GetManifestResourceStream(path)
            ?? throw new ArgumentException($"no script '{path}' is embedded in {assembly.GetName().Name}", nameof(path));
        using var reader = new StreamReader(stream);
        return new HostScript(reader.ReadToEnd());
    }

    /// <summary>A script given as text.</summary>
    public static HostScript FromText(string text) => new(text);

    /// <summary>Adds a parameter.</summary>
    public HostScript With(string name, Input<string> value) => this with { Parameters = Parameters.SetItem(name, value) };

    /// <summary>Adds a secret.</summary>
    public HostScript WithSecret(string name, Input<string> value) => this with { Secrets = Secrets.SetItem(name, value) };

    internal static HostScript Load(string path) => Load(typeof(HostScript).Assembly, path);
}
