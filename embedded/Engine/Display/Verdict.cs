using System.Text.Json;

namespace CarbonioInfra.Engine.Display;

/// <summary>What a check on a host found. Steps print it as one JSON line with these names.</summary>
/// <param name="Host">Where.</param>
/// <param name="Check">What was looked at.</param>
/// <param name="Outcome"><c>ok</c>, <c>failed</c> or <c>not-applicable</c>.</param>
/// <param name="Expected">What would be right.</param>
/// <param name="Seen">What was found.</param>
internal sealed record Verdict(string Host, string Check, string Outcome, string Expected, string Seen)
{
    public bool Failed => Outcome == "failed";

    /// <summary>The verdict that a line is, or null when it is something else.</summary>
    public static Verdict? Parse(string line)
    {
        if (!line.StartsWith('{') || !line.EndsWith('}') || !line.Contains("\"verdict\"", StringComparison.Ordinal))
            return null;
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            return Text("host") is { } host && Text("check") is { } check && Text("verdict") is { } outcome
                && Text("expected") is { } expected && Text("seen") is { } seen
                ? new(PrintedText.Clean(host), PrintedText.Clean(check), outcome, PrintedText.Clean(expected), PrintedText.Clean(seen))
                : null;

            string? Text(string name) =>
                root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>In words: <c>memory: 16 GiB</c>, <c>memory FAILED: expected 16 GiB, found 2 GiB</c>.</summary>
    public override string ToString() => Outcome switch
    {
        "ok" => $"{Check}: {Seen}",
        "failed" => $"{Check} FAILED: expected {Expected}, found {Seen}",
        _ => $"{Check} {Outcome.Replace('-', ' ')}: {Seen}",
    };
}
