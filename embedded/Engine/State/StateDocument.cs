using System.Text.Json;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.State;

/// <summary>A state file as JSON, before there is a key to read its secrets with.</summary>
internal sealed class StateDocument : IDisposable
{
    private readonly JsonDocument? _json;

    private StateDocument(string path, JsonDocument? json)
    {
        Path = path;
        _json = json;
    }

    public string Path { get; }

    /// <summary>Null when the stack has no state yet.</summary>
    public JsonElement? Root => _json?.RootElement;

    /// <summary>The salt that the file's secrets were encrypted under; null when there is none.</summary>
    public string? EncryptionSalt { get; private init; }

    /// <exception cref="EngineException">The file is damaged; the message names the backup.</exception>
    public static StateDocument Load(string path)
    {
        if (!File.Exists(path))
            return new(path, null);
        try
        {
            var json = JsonDocument.Parse(File.ReadAllBytes(path));
            return new(path, json) { EncryptionSalt = StateSerializer.EncryptionSaltOf(json.RootElement) };
        }
        catch (Exception error) when (IsDamage(error))
        {
            throw new StateDocument(path, null).Damaged(error);
        }
    }

    public static string BackupOf(string path) => path + ".bak";

    /// <summary>Whether an error of reading means that the file is not what it should be.</summary>
    public static bool IsDamage(Exception error) =>
        error is JsonException or ValueFormatException or KeyNotFoundException or InvalidOperationException or FormatException;

    public EngineException Damaged(Exception error) => new(
        $"The state file {Path} is damaged: {error.Message}\nNothing was changed."
        + (File.Exists(BackupOf(Path)) ? $" The state before the last run that changed something is {BackupOf(Path)}." : ""), error);

    public void Dispose() => _json?.Dispose();
}
