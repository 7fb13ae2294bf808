using System.Collections.Immutable;
using System.Text.Json;

namespace Pulumi;

/// <summary>The configuration of the stack: texts by <c>namespace:key</c>.</summary>
internal sealed class StackConfig
{
    private const string LegacyInfix = ":config:";

    private readonly ImmutableDictionary<string, string> _values;

    private StackConfig(ImmutableDictionary<string, string> values) => _values = values;

    public static StackConfig FromEnvironment() => Parse(Environment.GetEnvironmentVariable("PULUMI_CONFIG"));

    public static StackConfig Parse(string? json)
    {
        if (json is null)
            return new(ImmutableDictionary<string, string>.Empty);

        using var document = JsonDocument.Parse(json);
        var values = ImmutableDictionary.CreateBuilder<string, string>();
        foreach (var property in document.RootElement.EnumerateObject())
            values[Normalize(property.Name)] = property.Value.ToString();
        return new(values.ToImmutable());
    }

    public string? Get(string fullKey) => _values.GetValueOrDefault(fullKey);

    // Keys of old stacks have the form `namespace:config:key`.
    private static string Normalize(string key)
    {
        var infix = key.IndexOf(':', StringComparison.Ordinal);
        return infix > 0 && key.AsSpan(infix).StartsWith(LegacyInfix)
            ? $"{key[..infix]}:{key[(infix + LegacyInfix.Length)..]}"
            : key;
    }
}
