using System.Buffers;
using System.Text;

namespace CarbonioInfra.Lab.Tests.EndToEnd.Secrets;

/// <summary>Looks for secrets, whole or in pieces, plain or encoded.</summary>
internal sealed class SecretSearch
{
    private const int BlockLength = 1 << 20;

    // As many as SearchValues takes for its fastest algorithm.
    private const int NeedlesAtOnce = 64;

    private readonly List<(SearchValues<string> Any, Needle[] Each)> _needles;
    private readonly int _overlap;

    public SecretSearch(IEnumerable<Secret> secrets)
    {
        var needles = secrets.SelectMany(secret => secret.Pieces.SelectMany(SecretForms.Of)
            .Select(form => new Needle(secret.Name, form.Form, form.Text))).ToList();
        _overlap = needles.Max(needle => needle.Text.Length) - 1;
        _needles = [.. needles.Chunk(NeedlesAtOnce)
            .Select(chunk => (SearchValues.Create([.. chunk.Select(needle => needle.Text)], StringComparison.Ordinal), chunk))];
    }

    /// <summary>Which secrets a text holds, each with the forms in which it was found.</summary>
    public IEnumerable<(string Secret, string Forms)> In(string text) => In(new MemoryStream(Encoding.UTF8.GetBytes(text)));

    /// <inheritdoc cref="In(string)"/>
    public IEnumerable<(string Secret, string Forms)> In(Stream content)
    {
        var found = new HashSet<(string Secret, string Form)>();
        var bytes = ArrayPool<byte>.Shared.Rent(BlockLength);
        var characters = ArrayPool<char>.Shared.Rent(_overlap + BlockLength);
        for (int kept = 0, read; (read = content.Read(bytes, 0, BlockLength)) > 0;)
        {
            Encoding.Latin1.GetChars(bytes, 0, read, characters, kept);
            var text = characters.AsSpan(0, kept + read);
            Collect(text, found);
            // A secret may lie across two blocks.
            kept = Math.Min(_overlap, text.Length);
            text[^kept..].CopyTo(characters);
        }

        ArrayPool<byte>.Shared.Return(bytes);
        ArrayPool<char>.Shared.Return(characters);
        return found.GroupBy(entry => entry.Secret, entry => entry.Form)
            .Select(entry => (entry.Key, string.Join(", ", entry.Order(StringComparer.Ordinal))));
    }

    private void Collect(ReadOnlySpan<char> text, HashSet<(string, string)> found)
    {
        foreach (var (any, each) in _needles)
        {
            if (!text.ContainsAny(any))
                continue;
            foreach (var needle in each)
            {
                if (text.Contains(needle.Text, StringComparison.Ordinal))
                    found.Add((needle.Secret, needle.Form));
            }
        }
    }

    private sealed record Needle(string Secret, string Form, string Text);
}
