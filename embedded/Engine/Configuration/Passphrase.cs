using System.Security.Cryptography;
using CarbonioInfra.Engine.State;

namespace CarbonioInfra.Engine.Configuration;

/// <summary>Where a stack's passphrase comes from.</summary>
internal static class Passphrase
{
    private const string Variable = "PULUMI_CONFIG_PASSPHRASE";
    private const string FileVariable = "PULUMI_CONFIG_PASSPHRASE_FILE";

    /// <summary>The environment variables that tell a passphrase.</summary>
    public static IReadOnlyList<string> Variables { get; } = [Variable, FileVariable];

    /// <summary>The passphrase that the user gave, by variable or by file; null when there is none.</summary>
    /// <exception cref="EngineException">The named file cannot be read.</exception>
    public static string? FromEnvironment(Func<string, string?> environment)
    {
        if (environment(Variable) is { } passphrase)
            return passphrase;
        if (environment(FileVariable) is not { Length: > 0 } path)
            return null;
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new EngineException($"{FileVariable} names {path}, which cannot be read: {error.Message}", error);
        }
    }

    /// <summary>The passphrase kept beside a lab's state; made when there is none yet.</summary>
    public static string OfLab(string path)
    {
        if (File.Exists(path))
            return File.ReadAllText(path).Trim();
        AtomicFile.EnsurePrivateFolder(Path.GetDirectoryName(path)!);
        var passphrase = RandomNumberGenerator.GetHexString(64, lowercase: true);
        AtomicFile.Write(path, output => output.Write(System.Text.Encoding.ASCII.GetBytes(passphrase + "\n")));
        return passphrase;
    }

    public static EngineException Missing(string stack) => new(
        $"Stack '{stack}' has secrets, and there is no passphrase: set {Variable}, or {FileVariable} to the name of a file that holds it.");
}
