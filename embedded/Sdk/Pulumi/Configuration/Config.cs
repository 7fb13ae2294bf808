using System.Globalization;
using System.Text.Json;

namespace Pulumi;

/// <summary>
/// Reads the configuration of the stack. The Get methods answer null for what is not set, the Require methods fail; what is not
/// of the right type always fails. Values read with a Secret method are secret outputs.
/// </summary>
public sealed partial class Config
{
    private const string LegacySuffix = ":config";

    private readonly string _name;

    /// <summary>The settings of a namespace; of the project if null.</summary>
    public Config(string? name = null)
    {
        _name = name ?? Deployment.Instance.ProjectName;
        if (_name.EndsWith(LegacySuffix, StringComparison.Ordinal))
            _name = _name[..^LegacySuffix.Length];
    }

    /// <summary>A text, or null if it is not set.</summary>
    public string? Get(string key) => DeploymentContext.Required.Settings.Config.Get(FullKey(key));

    /// <summary>A boolean, written as true or false, or null if it is not set.</summary>
    public bool? GetBoolean(string key) => Get(key) switch
    {
        null => null,
        "true" => true,
        "false" => false,
        var text => throw new ConfigTypeException(FullKey(key), text, nameof(Boolean)),
    };

    /// <summary>An integer, or null if it is not set.</summary>
    public int? GetInt32(string key)
    {
        if (Get(key) is not { } text)
            return null;
        return int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ConfigTypeException(FullKey(key), text, nameof(Int32));
    }

    /// <summary>A number, or null if it is not set.</summary>
    public double? GetDouble(string key)
    {
        if (Get(key) is not { } text)
            return null;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ConfigTypeException(FullKey(key), text, nameof(Double));
    }

    /// <summary>A structured value, or the default of the type if it is not set.</summary>
    public T? GetObject<T>(string key) => GetObject<T>(key, null!);

    /// <inheritdoc cref="GetObject{T}(string)"/>
    public T? GetObject<T>(string key, JsonSerializerOptions options)
    {
        if (Get(key) is not { } text)
            return default;
        try
        {
            return JsonSerializer.Deserialize<T>(text, options);
        }
        catch (JsonException e)
        {
            throw new ConfigTypeException(FullKey(key), text, typeof(T).FullName!, e);
        }
    }

    /// <summary>A text that has to be set.</summary>
    /// <exception cref="RunException">It is not set.</exception>
    public string Require(string key) => Get(key) ?? throw new ConfigMissingException(FullKey(key));

    /// <summary>A boolean that has to be set.</summary>
    /// <exception cref="RunException">It is not set, or neither true nor false.</exception>
    public bool RequireBoolean(string key) => GetBoolean(key) ?? throw new ConfigMissingException(FullKey(key));

    /// <summary>An integer that has to be set.</summary>
    /// <exception cref="RunException">It is not set or no integer.</exception>
    public int RequireInt32(string key) => GetInt32(key) ?? throw new ConfigMissingException(FullKey(key));

    /// <summary>A number that has to be set.</summary>
    /// <exception cref="RunException">It is not set or no number.</exception>
    public double RequireDouble(string key) => GetDouble(key) ?? throw new ConfigMissingException(FullKey(key));

    /// <summary>A structured value that has to be set.</summary>
    /// <exception cref="RunException">It is not set or does not fit the type.</exception>
    public T RequireObject<T>(string key) => RequireObject<T>(key, null!);

    /// <inheritdoc cref="RequireObject{T}(string)"/>
    public T RequireObject<T>(string key, JsonSerializerOptions options) =>
        Get(key) is null ? throw new ConfigMissingException(FullKey(key)) : GetObject<T>(key, options)!;

    private string FullKey(string key) => $"{_name}:{key}";

    private sealed class ConfigTypeException(string key, string value, string expected, Exception? cause = null)
        : RunException($"Configuration '{key}' value '{value}' is not a valid {expected}", cause);

    private sealed class ConfigMissingException(string key) : RunException(
        $"Missing Required configuration variable '{key}'\n" +
        $"\tplease set a value using the command `pulumi config set {key} <value>`");
}
