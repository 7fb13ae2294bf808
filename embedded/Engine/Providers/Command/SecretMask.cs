using System.Text;
using System.Text.Unicode;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Providers.Command;

/// <summary>
/// Replaces a step's secrets in what it prints. It knows more than the secret marks: standard input carries the secrets of a
/// script, one per line, whatever it is marked as.
/// </summary>
internal sealed class SecretMask
{
    public const string Replacement = "[secret]";

    /// <summary>Shorter texts would blank out ordinary words, and guessing them takes no log.</summary>
    public const int ShortestSecret = 6;

    // Longest first, so that a secret that contains another goes as a whole.
    private readonly List<string> _secrets;

    private SecretMask(IEnumerable<string> secrets) => _secrets =
    [
        .. secrets
            .SelectMany(Parts)
            .Where(part => part.Length >= ShortestSecret)
            .Distinct(StringComparer.Ordinal)
            .OrderByDescending(part => part.Length),
    ];

    /// <summary>The mask for a step with these inputs.</summary>
    public static SecretMask For(PropertyMap inputs, IEnumerable<string> more) =>
        new(SecretsOf(inputs).Concat(inputs.TextOf("stdin") is { } stdin ? Lines(stdin) : []).Concat(more));

    public string Apply(string text) =>
        _secrets.Aggregate(text, (masked, secret) => masked.Replace(secret, Replacement, StringComparison.Ordinal));

    // The whole connection is a secret to Pulumi, but its host, port and user are what a message is about.
    private static IEnumerable<string> SecretsOf(PropertyMap inputs) =>
        inputs.Where(input => input.Key != "connection").SelectMany(input => input.Value.SecretTexts());

    // Output is masked line by line, so a secret of several lines is several secrets.
    private static IEnumerable<string> Parts(string secret) => Lines(secret).Prepend(secret);

    private static IEnumerable<string> Lines(string text) =>
        text.Split('\n').Select(line => line.Trim()).SelectMany(line => Meanings(line).Prepend(line));

    // A line may be the secret in disguise: the value of NAME=value, or base64 of text.
    private static IEnumerable<string> Meanings(string line)
    {
        if (line.IndexOf('=', StringComparison.Ordinal) is > 0 and var at)
            yield return line[(at + 1)..].Trim('\'', '"');
        if (Decoded(line) is { } decoded)
        {
            foreach (var part in decoded.Split('\n', StringSplitOptions.TrimEntries))
                yield return part;
        }
    }

    private static string? Decoded(string line)
    {
        var bytes = new byte[line.Length];
        if (!Convert.TryFromBase64String(line, bytes, out var length) || !Utf8.IsValid(bytes.AsSpan(0, length)))
            return null;
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        return text.Any(character => char.IsControl(character) && character is not ('\n' or '\r' or '\t')) ? null : text;
    }
}
