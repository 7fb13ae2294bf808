using System.Text;

namespace CarbonioInfra.Engine.Providers.Command;

/// <summary>Names a command in an error message: a short one by itself; of a script the reader only needs to know that it is one.</summary>
internal static class CommandDescription
{
    private const int LongestShown = 120;

    public static string Of(string text, SecretMask mask)
    {
        var shown = mask.Apply(text.Trim());
        return shown.Length <= LongestShown && !shown.Contains('\n', StringComparison.Ordinal)
            ? $"\"{shown}\""
            : $"a script of {Encoding.UTF8.GetByteCount(text)} bytes";
    }
}
