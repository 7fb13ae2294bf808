using System.Text;

namespace CarbonioInfra.Lab.Tests.EndToEnd.Secrets;

/// <summary>Something that must not be read by others, cut into pieces: whoever has one piece has too much.</summary>
/// <param name="Name">What findings call it.</param>
/// <param name="Pieces">Bytes of it, each long enough to be found nowhere by chance.</param>
internal sealed record Secret(string Name, IReadOnlyList<byte[]> Pieces)
{
    private const int PieceLength = 12;

    /// <summary>A text. A line that is no secret by itself (shorter than a piece) is not looked for.</summary>
    public static Secret FromText(string name, string text)
    {
        var pieces = text.Split('\n').SelectMany(line => line.Chunk(PieceLength)).Where(piece => piece.Length == PieceLength)
            .Select(piece => Encoding.UTF8.GetBytes(piece)).ToList();
        Assert.True(pieces.Count > 0, $"the secret '{name}' is too short to be looked for");
        return new(name, pieces);
    }

    /// <summary>
    /// The private key of an ed25519 pair, of which only the seed is secret: all else in the file is the same in every such file or
    /// stands in the public key.
    /// </summary>
    /// <param name="name">What findings call it.</param>
    /// <param name="file">The key's file, as OpenSSH writes it.</param>
    public static Secret FromSshKey(string name, string file)
    {
        const int keyLength = 32;
        var lines = file.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith('-')).ToList();
        var content = Convert.FromBase64String(string.Concat(lines));
        // The public key comes first, before everything secret, and again behind the seed.
        ReadOnlySpan<byte> marker = [0, 0, 0, keyLength];
        var publicKey = content.AsSpan(content.AsSpan().IndexOf(marker) + marker.Length, keyLength);
        var seed = content.AsSpan().LastIndexOf(publicKey) - keyLength;
        var (first, end) = ((seed * 8 + 5) / 6, (seed + keyLength) * 8 / 6);
        var text = lines.SelectMany((line, row) => line.Select((character, column) => (character, row, Index: row * lines[0].Length + column)))
            .Where(letter => letter.Index >= first && letter.Index < end)
            .GroupBy(letter => letter.row, letter => letter.character)
            .Select(row => string.Concat(row));
        return new(name, [.. FromText(name, string.Join('\n', text)).Pieces, .. content[seed..(seed + keyLength)].Chunk(PieceLength).Where(piece => piece.Length == PieceLength)]);
    }
}
