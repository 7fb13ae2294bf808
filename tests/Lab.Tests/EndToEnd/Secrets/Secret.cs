using System.Security.Cryptography;
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

    /// <summary>The private key of an elliptic curve, of which only the number is secret: the rest is the same everywhere or the public key.</summary>
    /// <param name="name">What findings call it.</param>
    /// <param name="pem">The key in PEM.</param>
    public static Secret FromPem(string name, string pem)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(pem);
        var number = key.ExportParameters(includePrivateParameters: true).D!;
        var (lines, content) = Decode(pem);
        return FromPart(name, lines, content, content.AsSpan().IndexOf(number), number.Length);
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
        var (lines, content) = Decode(file);
        // The public key comes first, before everything secret, and again behind the seed.
        ReadOnlySpan<byte> marker = [0, 0, 0, keyLength];
        var publicKey = content.AsSpan(content.AsSpan().IndexOf(marker) + marker.Length, keyLength);
        return FromPart(name, lines, content, content.AsSpan().LastIndexOf(publicKey) - keyLength, keyLength);
    }

    private static (List<string> Lines, byte[] Content) Decode(string file)
    {
        var lines = file.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith('-')).ToList();
        return (lines, Convert.FromBase64String(string.Concat(lines)));
    }

    // The part as bytes, and as the text in which the file has it.
    private static Secret FromPart(string name, List<string> lines, byte[] content, int start, int length)
    {
        var (first, end) = ((start * 8 + 5) / 6, (start + length) * 8 / 6);
        var text = lines.SelectMany((line, row) => line.Select((character, column) => (character, row, Index: row * lines[0].Length + column)))
            .Where(letter => letter.Index >= first && letter.Index < end)
            .GroupBy(letter => letter.row, letter => letter.character)
            .Select(row => string.Concat(row));
        return new(name, [.. FromText(name, string.Join('\n', text)).Pieces, .. content[start..(start + length)].Chunk(PieceLength).Where(piece => piece.Length == PieceLength)]);
    }
}
