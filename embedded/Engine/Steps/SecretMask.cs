using System.Collections.Concurrent;

namespace CarbonioInfra.Engine.Steps;

/// <summary>
/// Takes the run's secrets out of anything shown or logged. Knows the whole texts and, for secrets of several lines, each
/// line that is long enough to be no ordinary word.
/// </summary>
internal sealed class SecretMask
{
    // Shorter ones ("", "1", "no") would blot out half the log and protect nothing.
    private const int ShortestText = 4;
    private const int ShortestLine = 16;

    // Stands for a secret until all are found; no text has it, so no secret is found in what replaced another.
    private const string Hole = "\uFFFC";

    private readonly ConcurrentDictionary<string, byte> _texts = new(StringComparer.Ordinal);
    private volatile string[]? _longestFirst;

    public void Add(IEnumerable<string> secrets)
    {
        foreach (var secret in secrets)
        {
            Add(secret.Trim(), ShortestText);
            if (secret.Contains('\n', StringComparison.Ordinal))
            {
                foreach (var line in secret.Split('\n'))
                    Add(line.Trim(), ShortestLine);
            }
        }
    }

    public string Apply(string text)
    {
        // A secret that contains another must go first, or its rest would stay.
        var secrets = _longestFirst ??= [.. _texts.Keys.OrderByDescending(key => key.Length)];
        foreach (var secret in secrets)
        {
            if (text.Length >= secret.Length && text.Contains(secret, StringComparison.Ordinal))
                text = text.Replace(secret, Hole, StringComparison.Ordinal);
        }

        return text.Replace(Hole, "[secret]", StringComparison.Ordinal);
    }

    private void Add(string text, int shortest)
    {
        if (text.Length >= shortest && _texts.TryAdd(text, 0))
            _longestFirst = null;
    }
}
