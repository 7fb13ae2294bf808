namespace CarbonioInfra.Engine.Configuration;

/// <summary>The passphrase that a user gives.</summary>
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

    public static EngineException Missing(string stack, string? labFile) => new(
        $"Stack '{stack}' has secrets, and there is no passphrase: set {Variable}, or {FileVariable} to the name of a file that holds it."
        + (labFile is null ? "" : $" The lab's own is not there ({labFile})."));
}
