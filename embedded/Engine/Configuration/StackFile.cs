using System.Collections.Immutable;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace CarbonioInfra.Engine.Configuration;

/// <summary>What the engine needs of <c>Pulumi.STACK.yaml</c>.</summary>
/// <param name="File">The file.</param>
/// <param name="Stack">The stack's name.</param>
/// <param name="EncryptionSalt">The salt of its secrets; null when it has none yet.</param>
/// <param name="Config">The settings by their full keys.</param>
internal sealed partial record StackFile(
    YamlFile File, string Stack, string? EncryptionSalt, ImmutableSortedDictionary<string, YamlNode> Config)
{
    // As in Pulumi's own CLI. The engine can serve only what needs nothing outside this machine.
    private static readonly string[] KnownKeys = ["config", "encryptionsalt", "secretsprovider", "encryptedkey", "environment"];

    /// <exception cref="EngineException">There is no such stack, or its file is not usable; all that is wrong with it is told.</exception>
    public static StackFile Read(ProjectFile project, string stack)
    {
        var path = PathOf(project, stack);
        if (!IsName(stack) || !System.IO.File.Exists(path))
        {
            var known = KnownStacks(project);
            throw new EngineException($"There is no stack '{stack}': {path} does not exist. "
                + (known.IsEmpty ? $"{project.StackDirectory} holds none." : $"Known stacks: {string.Join(", ", known)}."));
        }

        var file = YamlFile.Read(path);
        var entries = (YamlFile.Find(file.Root, "config") as YamlMappingNode ?? []).Children
            .Where(entry => entry.Key is YamlScalarNode && !YamlFile.IsNull(entry.Value))
            .Select(entry => (Key: ProjectFile.QualifiedKey(project.Name, ((YamlScalarNode)entry.Key).Value ?? ""), entry.Value))
            .ToList();
        // The same setting may stand there in short and in full; then the file is refused below.
        var config = entries.DistinctBy(entry => entry.Key).ToImmutableSortedDictionary(
            entry => entry.Key, entry => entry.Value, StringComparer.Ordinal);
        var salt = YamlFile.Find(file.Root, "encryptionsalt") as YamlScalarNode;
        var found = new StackFile(file, stack, salt?.Value is { Length: > 0 } text ? text : null, config);
        List<string> problems = [.. found.Problems(), .. entries.GroupBy(entry => entry.Key).Where(group => group.Count() > 1)
            .Select(group => $"{file.PlaceOf(group.Last().Value)}: '{group.Key}' stands there twice, in short and in full")];
        return problems.Count == 0
            ? found
            : throw new EngineException($"The file of stack '{stack}' cannot be used:\n  " + string.Join("\n  ",
                problems.Concat(StackConfig.ProblemsOf(project, found).Select(problem => problem.Text))));
    }

    public static string PathOf(ProjectFile project, string stack) => Path.Combine(project.StackDirectory, $"Pulumi.{stack}.yaml");

    /// <summary>Whether a text can be the name of a stack.</summary>
    public static bool IsName(string text) => NamePattern().IsMatch(text);

    /// <summary>Names of the stacks that have a file, sorted.</summary>
    public static ImmutableArray<string> KnownStacks(ProjectFile project) => Directory.Exists(project.StackDirectory)
        ? [.. Directory.EnumerateFiles(project.StackDirectory, "Pulumi.*.yaml")
            .Select(path => Path.GetFileName(path)["Pulumi.".Length..^".yaml".Length])
            .Where(name => NamePattern().IsMatch(name)).Order(StringComparer.Ordinal)]
        : [];

    private IEnumerable<string> Problems()
    {
        foreach (var (key, value) in File.Root.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            var problem = name switch
            {
                _ when !KnownKeys.Contains(name) =>
                    $"'{name}' is no key of a stack file; there are {string.Join(", ", KnownKeys)}"
                    + (name.Contains(':', StringComparison.Ordinal) ? "; a setting stands below config" : ""),
                _ when YamlFile.IsNull(value) || value is YamlScalarNode { Value: "" } => null,
                "config" => value is YamlMappingNode ? null : $"config: expected a mapping, found {YamlFile.Describe(value)}",
                "encryptionsalt" => value is YamlScalarNode ? null : $"encryptionsalt: expected a text, found {YamlFile.Describe(value)}",
                "secretsprovider" => value is YamlScalarNode { Value: "passphrase" or "default" }
                    ? null
                    : $"secretsprovider: expected passphrase, the only one that this engine has, found {YamlFile.Describe(value)}; "
                        + "use the pulumi CLI for this stack",
                _ => $"{name}: belongs to a service that this engine does not reach; use the pulumi CLI for this stack",
            };
            if (problem is not null)
                yield return $"{File.PlaceOf(key)}: {problem}";
        }
    }

    [GeneratedRegex("^[A-Za-z0-9_.-]{1,100}$")]
    private static partial Regex NamePattern();
}
