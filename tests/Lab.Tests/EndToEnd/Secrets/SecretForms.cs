using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;

namespace CarbonioInfra.Lab.Tests.EndToEnd.Secrets;

/// <summary>The ways in which a piece of a secret may be written down.</summary>
internal static partial class SecretForms
{
    /// <summary>Every form of a piece, named, one character for each byte.</summary>
    public static IEnumerable<(string Form, string Text)> Of(byte[] piece)
    {
        var plain = Encoding.Latin1.GetString(piece);
        List<(string Form, string Text)> forms =
        [
            ("plain", plain),
            ("UTF-16", string.Concat(plain.Select(character => $"{character}\0"))[..^1]),
            ("hexadecimal", Convert.ToHexString(piece)),
            ("hexadecimal", Convert.ToHexStringLower(piece)),
        ];
        foreach (var text in Enumerable.Range(0, 3).Select(before => Base64(piece, before)))
            forms.AddRange([("base64", text), ("base64", text.Replace('+', '-').Replace('/', '_'))]);
        if (piece.All(letter => letter is >= 0x20 and < 0x7f))
        {
            forms.AddRange(
            [
                ("JSON", JavaScriptEncoder.Default.Encode(plain)),
                ("JSON", JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(plain)),
                ("JSON in JSON", JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(plain))),
                ("shell quotes", plain.Replace("'", @"'\''", StringComparison.Ordinal)),
                ("shell escapes", Special().Replace(plain, @"\$0")),
                ("URL", Uri.EscapeDataString(plain)),
            ]);
        }

        return forms.DistinctBy(form => form.Text);
    }

    // What of the base64 text depends on the piece alone, with so many bytes before it and any behind it.
    private static string Base64(byte[] piece, int before)
    {
        var text = Convert.ToBase64String([.. new byte[before], .. piece]);
        return text[((before * 8 + 5) / 6)..((before + piece.Length) * 8 / 6)];
    }

    [GeneratedRegex("[^A-Za-z0-9_./:=@%+,-]")]
    private static partial Regex Special();
}
