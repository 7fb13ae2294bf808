using System.Collections.Immutable;
using System.Text.Json;
using Pulumi;

namespace CarbonioInfra.Components.Settings;

/// <summary>
/// Reads typed settings of one configuration namespace and collects what is wrong with them, so that a user sees every problem
/// at once. A reading method that finds a problem notes it and returns a harmless value; call <see cref="ThrowIfAny()"/> before
/// anything is made of the values.
/// </summary>
public sealed class SettingsReader(Config config, string configNamespace)
{
    private readonly ImmutableArray<string>.Builder _problems = ImmutableArray.CreateBuilder<string>();
    private readonly ImmutableHashSet<string>? _secretKeys = ReadSecretKeys();

    /// <summary>Reads the settings of <paramref name="configNamespace"/>, for example <c>carbonio-infra</c>.</summary>
    public SettingsReader(string configNamespace) : this(new Config(configNamespace), configNamespace)
    {
    }

    /// <summary>The problems found so far, each beginning with the full key.</summary>
    public ImmutableArray<string> Problems => _problems.ToImmutable();

    /// <summary>A text setting, or <paramref name="defaultValue"/> when it is absent.</summary>
    public string Text(string key, string defaultValue) => config.Get(key) ?? defaultValue;

    /// <summary>A text setting that must be present and not blank.</summary>
    public string RequiredText(string key, string expected)
    {
        var value = config.Get(key);
        if (!string.IsNullOrWhiteSpace(value))
            return value;
        Problem(key, expected, value is null ? "nothing" : "an empty text");
        return "";
    }

    /// <summary>A text setting that must be one of <paramref name="allowed"/>.</summary>
    public string OneOf(string key, string defaultValue, IEnumerable<string> allowed)
    {
        var value = Text(key, defaultValue);
        var choices = allowed.Order(StringComparer.Ordinal).ToArray();
        if (choices.Contains(value))
            return value;
        Problem(key, $"one of {string.Join(", ", choices)}", $"'{value}'");
        return defaultValue;
    }

    /// <summary>A whole number within bounds, or <paramref name="defaultValue"/> when it is absent.</summary>
    public int WholeNumber(string key, int defaultValue, int min, int max)
    {
        var text = config.Get(key);
        if (text is null)
            return defaultValue;
        if (int.TryParse(text, out var value) && value >= min && value <= max)
            return value;
        Problem(key, $"a whole number from {min} to {max}", $"'{text}'");
        return defaultValue;
    }

    /// <summary><c>true</c> or <c>false</c>, or <paramref name="defaultValue"/> when it is absent.</summary>
    public bool Flag(string key, bool defaultValue)
    {
        var text = config.Get(key);
        if (text is null or "true" or "false")
            return text is null ? defaultValue : text == "true";
        Problem(key, "true or false", $"'{text}'");
        return defaultValue;
    }

    /// <summary>A secret that must be present and encrypted; set with <c>config set --secret</c>.</summary>
    public Output<string> RequiredSecret(string key, string expected)
    {
        var value = config.Get(key);
        if (string.IsNullOrWhiteSpace(value))
            Problem(key, $"{expected}, set with --secret", "nothing");
        else if (_secretKeys?.Contains($"{configNamespace}:{key}") == false)
            Problem(key, $"{expected}, set with --secret", "a plain value");
        return Output.CreateSecret(value ?? "");
    }

    /// <summary>A secret setting, or null when it is absent or blank.</summary>
    /// <param name="key">Name of the setting.</param>
    /// <param name="expected">What it should hold, for the error.</param>
    public Output<string>? OptionalSecret(string key, string expected) =>
        string.IsNullOrWhiteSpace(config.Get(key)) ? null : RequiredSecret(key, expected);

    /// <summary>A structured setting as a JSON object, or null when it is absent.</summary>
    /// <param name="key">Name of the setting.</param>
    /// <param name="expected">What it should hold, for the error.</param>
    public JsonElement? Structure(string key, string expected)
    {
        var text = config.Get(key);
        if (text is null)
            return null;
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            // Reported below, like any other value of the wrong shape.
        }

        Problem(key, expected, $"'{text}'");
        return null;
    }

    /// <summary>Notes a problem that the caller found.</summary>
    /// <param name="key">The setting, or a path below it such as <c>existingHosts.svc1.address</c>.</param>
    /// <param name="expected">What a good value would be.</param>
    /// <param name="found">What stands there.</param>
    public void Problem(string key, string expected, string found) =>
        _problems.Add($"{configNamespace}:{key}: expected {expected}, found {found}");

    /// <summary>Ends the program with every problem in one message.</summary>
    /// <exception cref="RunException">There are problems.</exception>
    public void ThrowIfAny() => ThrowIfAny("configuration", Problems);

    /// <summary>Ends the program with every problem in one message.</summary>
    /// <exception cref="RunException"><paramref name="problems"/> is not empty.</exception>
    public static void ThrowIfAny(string subject, IReadOnlyCollection<string> problems)
    {
        if (problems.Count > 0)
        {
            throw new RunException($"{problems.Count} {(problems.Count == 1 ? "problem" : "problems")} in the {subject}:\n"
                + string.Join("\n", problems.Select(problem => $"  - {problem}")));
        }
    }

    // The engine says which values were encrypted; the SDK does not pass that on. Tests have no engine.
    private static ImmutableHashSet<string>? ReadSecretKeys() =>
        Environment.GetEnvironmentVariable("PULUMI_CONFIG_SECRET_KEYS") is { Length: > 0 } keys
            ? JsonSerializer.Deserialize<ImmutableHashSet<string>>(keys)
            : null;
}
