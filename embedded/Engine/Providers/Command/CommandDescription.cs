using System.Text;

namespace CarbonioInfra.Engine.Providers.Command;

/// <summary>Names a command in an error message without pouring a whole script, or its secrets, over the reader.</summary>
internal static class CommandDescription
{
    private const int LongestShown = 120;

    public static string Of(string text, SecretMask mask)
    {
        var firstLine = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault("");
        var shown = mask.Apply(firstLine);
        if (shown.Length > LongestShown)
            shown = shown[..LongestShown];
        return shown.Length == mask.Apply(text.Trim()).Length
            ? $"\"{shown}\""
            : $"\"{shown} ...\" ({Encoding.UTF8.GetByteCount(text)} bytes)";
    }
}
