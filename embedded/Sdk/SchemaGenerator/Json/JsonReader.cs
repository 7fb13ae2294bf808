using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace CarbonioInfra.Embedded.SchemaGenerator.Json;

/// <summary>
/// Reads a JSON document (RFC 8259) into <see cref="JsonValue"/>s that know their place.
/// </summary>
/// <remarks>
/// Why not System.Text.Json: a generator runs inside whatever process hosts the compiler, which may be the SDK's compiler, an
/// editor or .NET Framework's MSBuild. It has to bring along every assembly that netstandard2.0 lacks, in a version which
/// must not clash with the host's own copy. A small reader has no such trouble, and it keeps the positions that
/// System.Text.Json's document model drops and that the diagnostics need.
/// </remarks>
internal sealed class JsonReader
{
    /// <summary>Deeper documents are refused: the reader recurses, and a stack overflow would take the compiler down.</summary>
    private const int MaximumDepth = 128;

    private readonly string _text;
    private int _position;

    private JsonReader(string text) => _text = text;

    /// <exception cref="JsonException">The text is not one JSON value, or an object has a member twice.</exception>
    public static JsonValue Read(string text)
    {
        var reader = new JsonReader(text);
        var value = reader.ReadValue("#", depth: 0);
        reader.SkipWhitespace();
        if (reader._position != text.Length)
            throw reader.Unexpected("the end of the file", "#");
        return value;
    }

    private JsonValue ReadValue(string path, int depth)
    {
        SkipWhitespace();
        if (depth > MaximumDepth)
            throw new JsonException($"values are nested deeper than {MaximumDepth} levels", path, _position);
        var start = _position;
        switch (Peek())
        {
            case '{':
                return ReadObject(path, depth);
            case '[':
                return ReadArray(path, depth);
            case '"':
                return new JsonValue(JsonKind.String, path, start, ReadString(path));
            case 't':
                return ReadLiteral("true", JsonKind.Boolean, path);
            case 'f':
                return ReadLiteral("false", JsonKind.Boolean, path);
            case 'n':
                return ReadLiteral("null", JsonKind.Null, path);
            case '-' or (>= '0' and <= '9'):
                return ReadNumber(path);
            default:
                throw Unexpected("a value", path);
        }
    }

    private JsonValue ReadObject(string path, int depth)
    {
        var start = _position++;
        var members = new Dictionary<string, JsonValue>();
        SkipWhitespace();
        while (Peek() != '}')
        {
            if (members.Count > 0)
            {
                Expect(',', "',' or '}'", path);
                SkipWhitespace();
            }

            var nameStart = _position;
            if (Peek() != '"')
                throw Unexpected("a member name in quotes", path);
            var name = ReadString(path);
            SkipWhitespace();
            Expect(':', "':'", path);
            var value = ReadValue($"{path}/{name}", depth + 1);
            if (members.ContainsKey(name))
                throw new JsonException($"the member '{name}' stands there twice", path, nameStart);
            members.Add(name, value);
            SkipWhitespace();
        }

        _position++;
        return new JsonValue(JsonKind.Object, path, start) { Members = members };
    }

    private JsonValue ReadArray(string path, int depth)
    {
        var start = _position++;
        var items = new List<JsonValue>();
        SkipWhitespace();
        while (Peek() != ']')
        {
            if (items.Count > 0)
                Expect(',', "',' or ']'", path);
            items.Add(ReadValue($"{path}/{items.Count.ToString(CultureInfo.InvariantCulture)}", depth + 1));
            SkipWhitespace();
        }

        _position++;
        return new JsonValue(JsonKind.Array, path, start) { Items = items };
    }

    private JsonValue ReadLiteral(string literal, JsonKind kind, string path)
    {
        var start = _position;
        if (string.CompareOrdinal(_text, start, literal, 0, literal.Length) != 0)
            throw Unexpected("a value", path);
        _position += literal.Length;
        return new JsonValue(kind, path, start, literal);
    }

    private JsonValue ReadNumber(string path)
    {
        var start = _position;
        Accept('-');
        if (!Accept('0'))
            ReadDigits(path);
        if (Accept('.'))
            ReadDigits(path);
        if (Accept('e') || Accept('E'))
        {
            if (!Accept('+'))
                Accept('-');
            ReadDigits(path);
        }

        return new JsonValue(JsonKind.Number, path, start, _text.Substring(start, _position - start));
    }

    private void ReadDigits(string path)
    {
        if (Peek() is not (>= '0' and <= '9'))
            throw Unexpected("a digit", path);
        while (Peek() is >= '0' and <= '9')
            _position++;
    }

    private string ReadString(string path)
    {
        _position++;
        var content = new StringBuilder();
        while (true)
        {
            var character = Peek();
            if (character < ' ')
                throw Unexpected("'\"' at the end of a string", path);
            if (character == '\\')
            {
                content.Append(ReadEscape(path));
                continue;
            }

            _position++;
            if (character == '"')
                return content.ToString();
            content.Append(character);
        }
    }

    private char ReadEscape(string path)
    {
        var start = _position++;
        var escape = Peek();
        _position++;
        switch (escape)
        {
            case '"' or '\\' or '/':
                return escape;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u' when _position + 4 <= _text.Length
                && int.TryParse(
                    _text.Substring(_position, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code):
                _position += 4;
                return (char)code;
            default:
                _position = start;
                throw Unexpected("an escape sequence of JSON", path);
        }
    }

    private void SkipWhitespace()
    {
        while (Peek() is ' ' or '\t' or '\n' or '\r')
            _position++;
    }

    /// <summary>The next character, or U+0000 (which JSON allows nowhere) at the end.</summary>
    private char Peek() => _position < _text.Length ? _text[_position] : '\0';

    private bool Accept(char expected)
    {
        if (Peek() != expected)
            return false;
        _position++;
        return true;
    }

    private void Expect(char expected, string description, string path)
    {
        if (!Accept(expected))
            throw Unexpected(description, path);
    }

    private JsonException Unexpected(string expected, string path)
    {
        var found = _position < _text.Length ? $"'{_text[_position]}'" : "the end of the file";
        return new JsonException($"expected {expected}, found {found}", path, _position);
    }
}
