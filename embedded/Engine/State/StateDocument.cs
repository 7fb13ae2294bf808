using System.Text.Json;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.State;

/// <summary>A state file as JSON, before there is a key to read its secrets with.</summary>
internal sealed class StateDocument : IDisposable
{
    private JsonDocument? _json;

    private StateDocument(string path, string place, JsonDocument? json)
    {
        Path = path;
        Place = place;
        _json = json;
    }

    /// <summary>The file; empty when the state comes on standard input.</summary>
    public string Path { get; }

    /// <summary>Where the state is, for messages: <c>in FILE</c> or <c>on standard input</c>.</summary>
    public string Place { get; }

    /// <summary>Null when the stack has no state yet.</summary>
    public JsonElement? Root => _json?.RootElement;

    /// <summary>The salt that the file's secrets were encrypted under; null when there is none.</summary>
    public string? EncryptionSalt { get; private init; }

    /// <summary>A state that is not there yet.</summary>
    public static StateDocument None(string path) => new(path, $"in {path}", null);

    /// <exception cref="EngineException">The file is damaged; the message names the backup.</exception>
    public static StateDocument Load(string path) =>
        File.Exists(path) ? Parse(path, $"in {path}", File.ReadAllBytes(path))
        : Directory.Exists(path) ? throw new EngineException($"The state {path}: expected a file, found a directory. Nothing was changed.")
        : None(path);

    /// <summary>A state that comes from elsewhere.</summary>
    /// <param name="file">Where from; null for standard input.</param>
    /// <param name="text">A deployment.</param>
    /// <inheritdoc cref="Load"/>
    public static StateDocument Parse(string? file, ReadOnlyMemory<byte> text) =>
        Parse(file ?? "", file is null ? "on standard input" : $"in {file}", text);

    private static StateDocument Parse(string path, string place, ReadOnlyMemory<byte> text)
    {
        try
        {
            var json = JsonDocument.Parse(text);
            return new(path, place, json) { EncryptionSalt = StateSerializer.EncryptionSaltOf(json.RootElement) };
        }
        catch (Exception error) when (IsDamage(error))
        {
            throw new StateDocument(path, place, null).Damaged(error);
        }
    }

    public static string BackupOf(string path) => path + ".bak";

    /// <summary>Whether an error of reading means that the file is not what it should be.</summary>
    public static bool IsDamage(Exception error) =>
        error is JsonException or ValueFormatException or KeyNotFoundException or InvalidOperationException or FormatException;

    public EngineException Damaged(Exception error) => new(
        $"The state {Place} {(error is ValueFormatException ? "cannot be used" : "is damaged")}: {error.Message}\nNothing was changed."
        + (File.Exists(BackupOf(Path))
            ? $" The state before the last run that changed something is {BackupOf(Path)}; to go back to it:\n"
                + $"  ./carbonio-infra state import {System.IO.Path.GetFileNameWithoutExtension(Path)} --file {BackupOf(Path)}"
            : ""), error);

    /// <summary>Lets the text go; there is no <see cref="Root"/> any more.</summary>
    public void Dispose()
    {
        _json?.Dispose();
        _json = null;
    }
}
