using System.Text.Json;

namespace Pulumi;

public sealed partial class Config
{
    /// <summary>A secret text, or null if it is not set.</summary>
    public Output<string>? GetSecret(string key) => SecretOrNull(Get(key));

    /// <summary>A secret boolean, or null if it is not set.</summary>
    public Output<bool>? GetSecretBoolean(string key) => SecretOrNull(GetBoolean(key));

    /// <summary>A secret integer, or null if it is not set.</summary>
    public Output<int>? GetSecretInt32(string key) => SecretOrNull(GetInt32(key));

    /// <summary>A secret number, or null if it is not set.</summary>
    public Output<double>? GetSecretDouble(string key) => SecretOrNull(GetDouble(key));

    /// <summary>A secret structured value, or null if it is not set.</summary>
    public Output<T>? GetSecretObject<T>(string key) => GetSecretObject<T>(key, null!);

    /// <inheritdoc cref="GetSecretObject{T}(string)"/>
    public Output<T>? GetSecretObject<T>(string key, JsonSerializerOptions options) =>
        Get(key) is null ? null : Output.CreateSecret(GetObject<T>(key, options)!);

    /// <summary>A secret text that has to be set.</summary>
    /// <exception cref="RunException">It is not set.</exception>
    public Output<string> RequireSecret(string key) => Output.CreateSecret(Require(key));

    /// <summary>A secret boolean that has to be set.</summary>
    /// <exception cref="RunException">It is not set, or neither true nor false.</exception>
    public Output<bool> RequireSecretBoolean(string key) => Output.CreateSecret(RequireBoolean(key));

    /// <summary>A secret integer that has to be set.</summary>
    /// <exception cref="RunException">It is not set or no integer.</exception>
    public Output<int> RequireSecretInt32(string key) => Output.CreateSecret(RequireInt32(key));

    /// <summary>A secret number that has to be set.</summary>
    /// <exception cref="RunException">It is not set or no number.</exception>
    public Output<double> RequireSecretDouble(string key) => Output.CreateSecret(RequireDouble(key));

    /// <summary>A secret structured value that has to be set.</summary>
    /// <exception cref="RunException">It is not set or does not fit the type.</exception>
    public Output<T> RequireSecretObject<T>(string key) => Output.CreateSecret(RequireObject<T>(key));

    /// <inheritdoc cref="RequireSecretObject{T}(string)"/>
    public Output<T> RequireSecretObject<T>(string key, JsonSerializerOptions options) =>
        Output.CreateSecret(RequireObject<T>(key, options));

    private static Output<string>? SecretOrNull(string? value) => value is null ? null : Output.CreateSecret(value);

    private static Output<T>? SecretOrNull<T>(T? value)
        where T : struct => value is { } present ? Output.CreateSecret(present) : null;
}
