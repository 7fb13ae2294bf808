using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using CarbonioInfra.Engine.Configuration;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Program;

/// <summary>How the program is started: as the official CLI's language host starts a built program.</summary>
internal sealed record ProgramStart
{
    /// <summary>The program's assembly, absolute.</summary>
    public required string Assembly { get; init; }

    /// <summary>Where it runs, absolute.</summary>
    public required string Directory { get; init; }

    /// <summary>The directory of Pulumi.yaml, absolute.</summary>
    public required string RootDirectory { get; init; }

    public required string Project { get; init; }

    public required string Stack { get; init; }

    public required StackConfig Config { get; init; }

    public bool DryRun { get; init; }

    public int Parallel { get; init; }

    /// <summary>Variables that the program gets beside Pulumi's.</summary>
    public ImmutableDictionary<string, string> Environment { get; init; } = ImmutableDictionary<string, string>.Empty;

    public ProcessStartInfo With(string monitorAddress)
    {
        // In a session of its own the terminal's Ctrl-C does not reach it: a stop is the engine's to bring about, step by step.
        var start = new ProcessStartInfo("setsid", ["dotnet", Assembly])
        {
            WorkingDirectory = Directory,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;
        Set("PULUMI_MONITOR", monitorAddress);
        Set("PULUMI_ENGINE", monitorAddress);
        Set("PULUMI_ORGANIZATION", "organization");
        Set("PULUMI_PROJECT", Project);
        Set("PULUMI_STACK", Stack);
        Set("PULUMI_ROOT_DIRECTORY", RootDirectory);
        Set("PULUMI_PWD", Directory);
        Set("PULUMI_DRY_RUN", DryRun ? "true" : "false");
        Set("PULUMI_QUERY_MODE", "false");
        Set("PULUMI_PARALLEL", Parallel.ToString(CultureInfo.InvariantCulture));
        Set("PULUMI_CONFIG", Json(writer =>
        {
            writer.WriteStartObject();
            foreach (var (key, value) in Config.Values)
                writer.WriteString(key, value.Text);
            writer.WriteEndObject();
        }));
        Set("PULUMI_CONFIG_SECRET_KEYS", Json(writer =>
        {
            writer.WriteStartArray();
            foreach (var key in Config.SecretKeys)
                writer.WriteStringValue(key);
            writer.WriteEndArray();
        }));
        // The program has its settings decrypted; the key to all others is none of its business.
        foreach (var name in Passphrase.Variables)
            start.Environment.Remove(name);
        // A short-lived process: profiling its methods costs more than it gains.
        start.Environment.TryAdd("DOTNET_TieredPGO", "0");
        return start;

        void Set(string name, string value) => start.Environment[name] = value;
    }

    private static string Json(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, StateJson.Compact))
            write(writer);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
