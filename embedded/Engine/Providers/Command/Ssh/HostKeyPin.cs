namespace CarbonioInfra.Engine.Providers.Command.Ssh;

/// <summary>The host keys that a connection accepts: what its <c>hostKey</c> says.</summary>
internal sealed record HostKeyPin(IReadOnlyList<PublicKey> Keys)
{
    private const int ShownLength = 60;

    /// <summary>What to ask the server for. Were any other type offered, a server having several could show another key.</summary>
    public IReadOnlyList<string> SignatureAlgorithms =>
        [.. Keys.SelectMany(key => key.SignatureAlgorithms).Distinct(StringComparer.Ordinal)];

    public string Fingerprints => string.Join(" or ", Keys.Select(key => key.Fingerprint));

    public bool Accepts(PublicKey offered) => Keys.Contains(offered);

    /// <summary>
    /// Reads one public key per line in any of the forms that OpenSSH writes: <c>ssh-ed25519 AAAA... [comment]</c> as in a .pub
    /// file, options before it as in <c>authorized_keys</c>, or a host name before it as <c>ssh-keyscan</c> prints. Empty lines
    /// and lines beginning with # are skipped.
    /// </summary>
    /// <exception cref="ProviderException">A line is no public key, or there is none.</exception>
    public static HostKeyPin Parse(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line[0] != '#')
            .ToList();
        if (lines.Count == 0)
            throw Malformed("nothing");
        return new([.. lines.Select(line => KeyIn(line) ?? throw Malformed(Shorten(line)))]);
    }

    private static PublicKey? KeyIn(string line)
    {
        var words = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return words.Zip(words.Skip(1), PublicKey.FromBase64).FirstOrDefault(key => key is not null);
    }

    private static ProviderException Malformed(string found) => new(
        $"hostKey of the connection is not an SSH public key: expected \"ssh-ed25519 AAAA... [comment]\", found {found}");

    private static string Shorten(string line) =>
        line.Length <= ShownLength ? $"\"{line}\"" : $"\"{line[..ShownLength]}...\" ({line.Length} characters)";
}
