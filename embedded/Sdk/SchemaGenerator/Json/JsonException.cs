using System;

namespace CarbonioInfra.Embedded.SchemaGenerator.Json;

/// <summary>The text is not JSON; nothing after <see cref="Offset"/> was read.</summary>
public sealed class JsonException : Exception
{
    public JsonException(string message, string path, int offset)
        : base(message)
    {
        Path = path;
        Offset = offset;
    }

    public string Path { get; }

    public int Offset { get; }
}
