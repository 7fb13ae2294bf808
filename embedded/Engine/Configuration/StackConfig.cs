using System.Collections.Immutable;
using System.Security.Cryptography;
using CarbonioInfra.Engine.Values;
using YamlDotNet.RepresentationModel;

namespace CarbonioInfra.Engine.Configuration;

/// <summary>The settings a program runs with: those of the stack, then the project's defaults.</summary>
/// <param name="Stack">The stack's name.</param>
/// <param name="Values">The settings by their full keys, also those that have a problem.</param>
/// <param name="Problems">Settings that are missing, unknown or of the wrong type.</param>
internal sealed record StackConfig(
    string Stack, ImmutableSortedDictionary<string, ConfigValue> Values, ImmutableArray<ConfigProblem> Problems)
{
    public IEnumerable<string> SecretKeys => Values.Where(entry => entry.Value.IsSecret).Select(entry => entry.Key);

    /// <summary>
    /// One report of the problems that a program which ran with these settings has not named itself; null when it named all. A
    /// program knows more of its settings than their types, so a user sees everything at once only when both have looked.
    /// </summary>
    public string? ReportBeside(IEnumerable<string> errors)
    {
        var told = string.Join('\n', errors);
        var untold = Problems.Where(problem => !problem.IsNamedIn(told)).Select(problem => problem.Text).ToList();
        return untold.Count == 0 ? null : Report(untold);
    }

    /// <summary>Refuses settings that have problems, where no program looks at them.</summary>
    /// <exception cref="EngineException">There are problems; all are named.</exception>
    public StackConfig WithoutProblems() =>
        ReportBeside([]) is { } report ? throw new EngineException(report) : this;

    /// <summary>Reads the settings and notes what is wrong with them.</summary>
    /// <exception cref="EngineException">Settings cannot be decrypted, so no program can run with them; every problem is named.</exception>
    public static StackConfig Resolve(ProjectFile project, StackFile stack, ISecretCrypter crypter)
    {
        var problems = ImmutableArray.CreateBuilder<ConfigProblem>();
        var locked = false;
        var values = ImmutableSortedDictionary.CreateBuilder<string, ConfigValue>(StringComparer.Ordinal);
        foreach (var declaration in project.Config)
        {
            if (!stack.Config.ContainsKey(declaration.Key))
            {
                if (declaration.Default is { } fallback)
                    Add(declaration.Key, fallback, declaration);
                else
                    problems.Add(new(declaration.Key, $"{stack.File.Path}: '{declaration.Key}' is missing" + Explained(declaration)));
            }
        }

        var declarations = project.Config.ToDictionary(declaration => declaration.Key, StringComparer.Ordinal);
        foreach (var (key, node) in stack.Config)
        {
            var declaration = declarations.GetValueOrDefault(key);
            if (declaration is null && declarations.Count > 0 && key.StartsWith(project.Name + ":", StringComparison.Ordinal))
                problems.Add(new(key, $"{stack.File.PlaceOf(node)}: '{key}' is no setting of the project; there are {string.Join(", ", declarations.Keys)}"));
            else if (declaration?.ProblemOf(node) is { } problem)
                problems.Add(new(key, $"{stack.File.PlaceOf(node)}: '{key}': {problem}" + Explained(declaration)));
            Add(key, node, declaration);
        }

        var config = new StackConfig(stack.Stack, values.ToImmutable(), problems.ToImmutable());
        return locked ? config.WithoutProblems() : config;

        void Add(string key, YamlNode node, ConfigDeclaration? declaration)
        {
            try
            {
                var value = ConfigValue.FromYaml(node, crypter);
                values[key] = value with { IsSecret = value.IsSecret || declaration?.IsSecret == true };
            }
            catch (CryptographicException error)
            {
                problems.Add(new(key, $"{stack.File.PlaceOf(node)}: '{key}' cannot be decrypted: {error.Message}"));
                locked = true;
            }
        }
    }

    private string Report(IEnumerable<string> problems) =>
        $"The configuration of stack '{Stack}' cannot be used:\n  " + string.Join("\n  ", problems);

    private static string Explained(ConfigDeclaration declaration) =>
        declaration.Description.Length == 0 ? "" : $" ({declaration.Description.TrimEnd('.', '\n')})";
}

/// <summary>What is wrong with one setting.</summary>
/// <param name="Key">Its full key.</param>
/// <param name="Text">File, line, key, what was expected and what was found.</param>
internal sealed record ConfigProblem(string Key, string Text)
{
    /// <summary>Whether a text names this very key, or a path below it.</summary>
    public bool IsNamedIn(string text)
    {
        for (var at = text.IndexOf(Key, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Key, at + 1, StringComparison.Ordinal))
        {
            var end = at + Key.Length;
            if (end == text.Length || !(char.IsLetterOrDigit(text[end]) || text[end] is '-' or '_'))
                return true;
        }

        return false;
    }
}
