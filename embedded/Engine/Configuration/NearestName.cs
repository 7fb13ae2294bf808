namespace CarbonioInfra.Engine.Configuration;

/// <summary>What somebody who mistyped a name may have meant.</summary>
internal static class NearestName
{
    /// <summary>The known name that the fewest changed letters lead to; null when a third of the letters or more would change.</summary>
    public static string? Of(string name, IEnumerable<string> known) => known
        .Select(other => (Name: other, Distance: Distance(name, other)))
        .Where(other => other.Distance * 3 <= name.Length)
        .OrderBy(other => other.Distance).ThenBy(other => other.Name, StringComparer.Ordinal)
        .Select(other => other.Name).FirstOrDefault();

    // Levenshtein's, without regard to case, one row of the table at a time.
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var line = 1; line <= one.Length; line++)
        {
            var diagonal = row[0];
            row[0] = line;
            for (var column = 1; column <= other.Length; column++)
            {
                var isSame = char.ToUpperInvariant(one[line - 1]) == char.ToUpperInvariant(other[column - 1]);
                var changed = diagonal + (isSame ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.Min(changed, 1 + Math.Min(diagonal, row[column - 1]));
            }
        }

        return row[^1];
    }
}
