using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;

namespace CarbonioInfra.Embedded.SchemaGenerator.Naming;

/// <summary>How the elements of an enum are called in C#.</summary>
internal static class EnumNames
{
    /// <returns>An identifier, or null when the name has nothing in it to make one from.</returns>
    public static string? Element(string name, string enumName)
    {
        var spelled = Spell(name);
        if (spelled.Length == 1 && !SyntaxFacts.IsIdentifierStartCharacter(spelled[0]))
            return null;

        var characters = string.Concat(spelled.Select(letter => SyntaxFacts.IsIdentifierPartCharacter(letter) ? letter : '_'));
        if (characters.Length > 0 && !SyntaxFacts.IsIdentifierStartCharacter(characters[0]))
            characters = "_" + characters;
        var identifier = Regex.Replace(Identifiers.UppercaseFirst(characters), "_+", "_");
        if (identifier.StartsWith("_", System.StringComparison.Ordinal))
            identifier = enumName + identifier;
        if (identifier.Length == 0)
            return null;

        // The struct has a method of that name already.
        return identifier == "Equals" ? "EqualsValue" : identifier;
    }

    private static string Spell(string name) => name switch
    {
        "*" => "Asterisk",
        "0" => "Zero",
        "1" => "One",
        "2" => "Two",
        "3" => "Three",
        "4" => "Four",
        "5" => "Five",
        "6" => "Six",
        "7" => "Seven",
        "8" => "Eight",
        "9" => "Nine",
        _ => name,
    };
}
