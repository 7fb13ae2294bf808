using System.Text;

namespace CarbonioInfra.Engine.Cli;

/// <summary>
/// Standard output or error. A run must not end halfway because its terminal was closed or the disk behind <c>&gt;</c> is full: from
/// the first failure on nothing is written any more, and who cares asks for the failure in the end. A reader that went away
/// (<c>| head</c>) is no failure.
/// </summary>
internal sealed class TolerantWriter(TextWriter inner) : TextWriter
{
    private volatile IOException? _failure;

    /// <summary>Why something could not be written; null when all was.</summary>
    public IOException? Failure => _failure;

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Try(static (writer, text) => writer.Write(text), value);

    public override void Write(string? value) => Try(static (writer, text) => writer.Write(text), value);

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Try(static (writer, text) => writer.Write(text), buffer);

    public override void WriteLine(string? value) => Try(static (writer, text) => writer.WriteLine(text), value);

    public override void Flush() => Try(static (writer, _) => writer.Flush(), 0);

    private void Try<T>(Action<TextWriter, T> write, T value)
        where T : allows ref struct
    {
        if (_failure is not null)
            return;
        try
        {
            write(inner, value);
        }
        catch (IOException error)
        {
            _failure = error;
        }
    }
}
