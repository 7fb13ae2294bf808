using System.Text;
using System.Text.RegularExpressions;

namespace CarbonioInfra.Engine.Display;

/// <summary>Makes a line that some program printed fit to be shown: verdicts in words, nothing that moves a terminal's cursor.</summary>
internal static partial class PrintedText
{
    private const int TabWidth = 8;

    public static string InWords(string line) => Verdict.Parse(line)?.ToString() ?? Clean(line);

    /// <summary>The text as a terminal would leave it: what a carriage return overwrote is gone, and so are escape sequences.</summary>
    public static string Clean(string line)
    {
        if (!line.Any(char.IsControl))
            return line;
        var text = EscapeSequence().Replace(line, "").TrimEnd('\r');
        var clean = new StringBuilder();
        foreach (var character in text[(text.LastIndexOf('\r') + 1)..])
        {
            if (character == '\t')
                clean.Append(' ', TabWidth - (clean.Length % TabWidth));
            else
                clean.Append(char.IsControl(character) ? ' ' : character);
        }

        return clean.ToString();
    }

    [GeneratedRegex(@"\e(\[[0-?]*[ -/]*[@-~]|\][^\a\e]*(\a|\e\\)?|.)")]
    private static partial Regex EscapeSequence();
}
