using System.Collections.Immutable;
using System.Security.Cryptography;
using CarbonioInfra.Engine.Values;
using YamlDotNet.RepresentationModel;

namespace CarbonioInfra.Engine.Configuration;

/// <summary>The settings a program runs with: those of the stack, then the project's defaults.</summary>
internal sealed record StackConfig(ImmutableSortedDictionary<string, ConfigValue> Values)
{
    public IEnumerable<string> SecretKeys => Values.Where(entry => entry.Value.IsSecret).Select(entry => entry.Key);

    /// <exception cref="EngineException">Settings are missing, of the wrong type or cannot be decrypted; all are named.</exception>
    public static StackConfig Resolve(ProjectFile project, StackFile stack, ISecretCrypter crypter)
    {
        var problems = new List<string>();
        var values = ImmutableSortedDictionary.CreateBuilder<string, ConfigValue>(StringComparer.Ordinal);
        foreach (var declaration in project.Config)
        {
            if (!stack.Config.ContainsKey(declaration.Key))
            {
                if (declaration.Default is { } fallback)
                    Add(declaration.Key, fallback, declaration);
                else
                    problems.Add($"{stack.File.Path}: '{declaration.Key}' is missing" + Explained(declaration));
            }
        }

        var declarations = project.Config.ToDictionary(declaration => declaration.Key, StringComparer.Ordinal);
        foreach (var (key, node) in stack.Config)
        {
            var declaration = declarations.GetValueOrDefault(key);
            if (declaration is null && declarations.Count > 0 && key.StartsWith(project.Name + ":", StringComparison.Ordinal))
                problems.Add($"{stack.File.PlaceOf(node)}: '{key}' is no setting of the project; there are {string.Join(", ", declarations.Keys)}");
            else if (declaration?.ProblemOf(node) is { } problem)
                problems.Add($"{stack.File.PlaceOf(node)}: '{key}': {problem}" + Explained(declaration));
            else
                Add(key, node, declaration);
        }

        return problems.Count == 0
            ? new(values.ToImmutable())
            : throw new EngineException($"The configuration of stack '{stack.Stack}' cannot be used:\n  " + string.Join("\n  ", problems));

        void Add(string key, YamlNode node, ConfigDeclaration? declaration)
        {
            try
            {
                var value = ConfigValue.FromYaml(node, crypter);
                values[key] = value with { IsSecret = value.IsSecret || declaration?.IsSecret == true };
            }
            catch (CryptographicException error)
            {
                problems.Add($"{stack.File.PlaceOf(node)}: '{key}' cannot be decrypted: {error.Message}");
            }
        }
    }

    private static string Explained(ConfigDeclaration declaration) =>
        declaration.Description.Length == 0 ? "" : $" ({declaration.Description.TrimEnd('.', '\n')})";
}
