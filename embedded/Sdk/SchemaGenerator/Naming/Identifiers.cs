using System.Linq;
using Microsoft.CodeAnalysis.CSharp;

namespace CarbonioInfra.Embedded.SchemaGenerator.Naming;

/// <summary>How names of the schema are spelled in C#.</summary>
internal static class Identifiers
{
    /// <summary>First letter in upper case, hyphens gone and the letters after them in upper case too: log-level becomes LogLevel.</summary>
    public static string Pascal(string name) => string.Concat(name.Split('-').Select(UppercaseFirst));

    /// <summary>A parameter's name: hyphens as in <see cref="Pascal"/>, otherwise as it stands.</summary>
    public static string Parameter(string name)
    {
        var trimmed = name.TrimStart('$');
        var words = trimmed.Split('-');
        return Escape(words[0] + string.Concat(words.Skip(1).Select(UppercaseFirst)));
    }

    /// <summary>Puts @ before a keyword.</summary>
    public static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None && SyntaxFacts.GetContextualKeywordKind(name) == SyntaxKind.None
            ? name
            : "@" + name;

    public static bool IsValid(string name) => SyntaxFacts.IsValidIdentifier(name);

    public static string UppercaseFirst(string name) =>
        name.Length == 0 ? name : char.ToUpperInvariant(name[0]) + name.Substring(1);

    /// <summary>A C# literal of a string.</summary>
    public static string Literal(string text) => SymbolDisplay.FormatLiteral(text, quote: true);
}
