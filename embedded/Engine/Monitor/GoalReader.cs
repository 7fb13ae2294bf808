using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using CarbonioInfra.Embedded.Protocol;
using CarbonioInfra.Engine.State;
using CarbonioInfra.Engine.Steps;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Monitor;

/// <summary>Turns a registration as it comes over the wire into a goal.</summary>
internal static partial class GoalReader
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(int.MaxValue);

    /// <exception cref="EngineException">
    /// The request asks for something that this engine does not do, or has a value in an unknown form.
    /// </exception>
    public static Goal Read(RegisterResourceRequest request)
    {
        try
        {
            if (Unsupported(request) is { } feature)
                throw new EngineException($"this engine does not support {feature}; use the pulumi CLI");
            return ReadSupported(request);
        }
        catch (Exception error) when (error is EngineException or ValueFormatException)
        {
            throw new EngineException($"{request.Type} '{request.Name}': {error.Message}", error);
        }
    }

    /// <summary>A duration in Go's notation, such as <c>1h30m</c>, <c>2.5s</c> or <c>300000000000ns</c>; null for none.</summary>
    /// <exception cref="EngineException">The text is not one.</exception>
    public static TimeSpan? Duration(string text)
    {
        if (text.Length == 0)
            return null;
        if (!DurationPattern().IsMatch(text))
            throw new EngineException($"'{text}' is not a duration; expected for example 90s, 10m or 1h30m");
        double seconds = 0;
        foreach (Match part in DurationPartPattern().Matches(text))
        {
            seconds += double.Parse(part.Groups[1].ValueSpan, CultureInfo.InvariantCulture) * part.Groups[2].Value switch
            {
                "h" => 3600,
                "m" => 60,
                "s" => 1,
                "ms" => 1e-3,
                "ns" => 1e-9,
                _ => 1e-6,
            };
        }

        // Longer than a timer can wait is as good as no limit.
        return seconds > 0 && seconds < Longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
    }

    private static Goal ReadSupported(RegisterResourceRequest request)
    {
        var dependencies = Urns(request.Dependencies);
        var inputs = WireValues.FromStruct(request.Object);
        return new()
        {
            Type = request.Type,
            Name = request.Name,
            Parent = request.Parent,
            Custom = request.Custom,
            Inputs = inputs,
            Dependencies = dependencies,
            PropertyDependencies = request.PropertyDependencies.Count != 0 || dependencies.IsEmpty
                ? request.PropertyDependencies.ToImmutableSortedDictionary(
                    entry => entry.Key, entry => Urns(entry.Value.Urns), StringComparer.Ordinal)
                // A program that does not say which property depends on what means all on all.
                : inputs.Keys.ToImmutableSortedDictionary(name => name, _ => dependencies, StringComparer.Ordinal),
            Provider = request.Provider,
            Version = request.Version,
            PluginDownloadUrl = request.PluginDownloadURL,
            Protect = request.HasProtect ? request.Protect : null,
            RetainOnDelete = request.HasRetainOnDelete ? request.RetainOnDelete : null,
            DeletedWith = request.DeletedWith,
            ReplaceWith = Urns(request.ReplaceWith),
            DeleteBeforeReplace = request.DeleteBeforeReplaceDefined ? request.DeleteBeforeReplace
                : request.DeleteBeforeReplace ? true : null,
            IgnoreChanges = [.. request.IgnoreChanges],
            ReplaceOnChanges = [.. request.ReplaceOnChanges],
            AdditionalSecretOutputs = [.. request.AdditionalSecretOutputs],
            Aliases = [.. request.Aliases.Select(ReadAlias), .. request.AliasURNs.Select(urn => new AliasSpec(Urn: urn))],
            Timeouts = request.CustomTimeouts is { } timeouts
                ? new(Duration(timeouts.Create), Duration(timeouts.Update), Duration(timeouts.Delete), Duration(timeouts.Read))
                : CustomTimeouts.None,
            ReplacementTrigger = request.ReplacementTrigger is { } trigger
                ? WireValues.FromValue(trigger)
                : PropertyValue.Null.Instance,
        };
    }

    private static string? Unsupported(RegisterResourceRequest request) => request switch
    {
        { Remote: true } => "remote components",
        { ImportId.Length: > 0 } => "import",
        { PackageRef.Length: > 0 } => "parameterized packages",
        { Transforms.Count: > 0 } => "transforms",
        _ when request.Hooks is { } hooks && hooks.CalculateSize() != 0 => "resource hooks",
        _ => null,
    };

    private static AliasSpec ReadAlias(Alias alias) => alias.AliasCase == Alias.AliasOneofCase.Urn
        ? new(Urn: alias.Urn)
        : new(Name: alias.Spec.Name, Type: alias.Spec.Type, Stack: alias.Spec.Stack, Project: alias.Spec.Project,
            ParentUrn: alias.Spec.ParentUrn, NoParent: alias.Spec.NoParent);

    private static ImmutableArray<string> Urns(IEnumerable<string> urns) =>
        [.. urns.Where(urn => urn.Length != 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"^(\d+(\.\d+)?(h|ms|m|s|us|µs|ns))+$")]
    private static partial Regex DurationPattern();

    [GeneratedRegex(@"(\d+(?:\.\d+)?)(h|ms|m|s|us|µs|ns)")]
    private static partial Regex DurationPartPattern();
}
