using System.Text;

namespace CarbonioInfra.Engine.Providers.Command;

/// <summary>
/// Collects what a command writes: each stream whole, for the outputs; both together in the order in which lines were
/// completed, for error messages; and line by line to the step's log while it runs.
/// </summary>
internal sealed class OutputCapture
{
    private readonly Lock _lock = new();
    private readonly StringBuilder _combined = new();
    private readonly Channel _output;
    private readonly Channel _error;
    private readonly IStepLog _log;
    private readonly SecretMask _mask;

    /// <param name="log">Receives the lines of the streams that <paramref name="logging"/> selects, with secrets masked.</param>
    /// <param name="logging">A stream that is not selected may hold secrets: it is kept out of error messages, too.</param>
    /// <param name="mask">What to hide.</param>
    public OutputCapture(IStepLog log, LoggedStreams logging, SecretMask mask)
    {
        (_log, _mask) = (log, mask);
        _output = new(StepOutput.StandardOutput, logging.HasFlag(LoggedStreams.Output));
        _error = new(StepOutput.StandardError, logging.HasFlag(LoggedStreams.Error));
    }

    /// <summary>Everything written to standard output, without one trailing newline.</summary>
    public string StandardOutput => WithoutNewline(_output);

    /// <summary>Everything written to standard error, without one trailing newline.</summary>
    public string StandardError => WithoutNewline(_error);

    /// <summary>The lines of both streams, as far as they may be shown; secrets are masked.</summary>
    public string Shown
    {
        get
        {
            lock (_lock)
                return _combined.ToString();
        }
    }

    /// <summary>Reads a stream to its end.</summary>
    public void ReadToEnd(Stream stream, StepOutput source)
    {
        var bytes = new byte[16 * 1024];
        for (var count = stream.Read(bytes); count > 0; count = stream.Read(bytes))
            Take(bytes.AsSpan(0, count), source);
        End(source);
    }

    /// <summary>Takes a part of a stream. Who receives both streams from one place keeps their order by handing parts on as they arrive.</summary>
    public void Take(ReadOnlySpan<byte> bytes, StepOutput source) => Decode(bytes, source, end: false);

    /// <summary>Nothing more comes from the stream; a last line may lack its end.</summary>
    public void End(StepOutput source) => Decode([], source, end: true);

    private void Decode(ReadOnlySpan<byte> bytes, StepOutput source, bool end)
    {
        var channel = source == StepOutput.StandardOutput ? _output : _error;
        var characters = new char[Encoding.UTF8.GetMaxCharCount(bytes.Length)];
        lock (_lock)
        {
            // At the end, the decoder gives out what an incomplete character left in it.
            var length = channel.Decoder.GetChars(bytes, characters, flush: end);
            Append(channel, characters.AsSpan(0, length), end);
        }
    }

    private void Append(Channel channel, ReadOnlySpan<char> text, bool end)
    {
        channel.Text.Append(text);
        foreach (var character in text)
        {
            if (character == '\n')
                Complete(channel);
            else
                channel.Line.Append(character);
        }

        if (end && channel.Line.Length > 0)
            Complete(channel);
    }

    private void Complete(Channel channel)
    {
        var line = channel.Line.ToString().TrimEnd('\r');
        channel.Line.Clear();
        if (!channel.Shown)
            return;
        line = _mask.Apply(line);
        _combined.Append(line).Append('\n');
        _log.Line(line, channel.Source);
    }

    private string WithoutNewline(Channel channel)
    {
        lock (_lock)
        {
            var text = channel.Text;
            return text.Length > 0 && text[^1] == '\n' ? text.ToString(0, text.Length - 1) : text.ToString();
        }
    }

    private sealed record Channel(StepOutput Source, bool Shown)
    {
        public StringBuilder Text { get; } = new();

        public StringBuilder Line { get; } = new();

        public Decoder Decoder { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetDecoder();
    }
}
