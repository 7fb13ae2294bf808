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
        var problems = ProblemsOf(project, stack).ToList();
        var locked = false;
        var values = ImmutableSortedDictionary.CreateBuilder<string, ConfigValue>(StringComparer.Ordinal);
        var declarations = project.Config.ToDictionary(declaration => declaration.Key, StringComparer.Ordinal);
        foreach (var (key, node) in project.Config.Where(declaration => declaration.Default is not null && !stack.Config.ContainsKey(declaration.Key))
            .Select(declaration => KeyValuePair.Create(declaration.Key, declaration.Default!)).Concat(stack.Config))
        {
            try
            {
                var value = ConfigValue.FromYaml(node, crypter);
                values[key] = value with { IsSecret = value.IsSecret || declarations.GetValueOrDefault(key)?.IsSecret == true };
            }
            catch (CryptographicException error)
            {
                problems.Add(new(key, node.Start.Line, $"{stack.File.PlaceOf(node)}: '{key}' cannot be decrypted: {error.Message}"));
                locked = true;
            }
        }

        var config = new StackConfig(stack.Stack, values.ToImmutable(), [.. problems.OrderBy(problem => problem.Line)]);
        return locked ? config.WithoutProblems() : config;
    }

    /// <summary>What is wrong with the settings of a stack as far as that can be seen without a key, line by line.</summary>
    public static IEnumerable<ConfigProblem> ProblemsOf(ProjectFile project, StackFile stack)
    {
        foreach (var declaration in project.Config.Where(declaration => declaration.Default is null && !stack.Config.ContainsKey(declaration.Key)))
            yield return new(declaration.Key, 0, $"{stack.File.Path}: '{declaration.Key}' is missing" + declaration.Explained);
        var listed = false;
        foreach (var (key, node) in stack.Config.OrderBy(entry => entry.Value.Start.Index))
        {
            if (project.ProblemOf(key, node, ref listed) is { } problem)
                yield return new(key, node.Start.Line, $"{stack.File.PlaceOf(node)}: {problem}");
        }
    }

    private string Report(IEnumerable<string> problems) =>
        $"The configuration of stack '{Stack}' cannot be used:\n  " + string.Join("\n  ", problems);
}

/// <summary>What is wrong with one setting.</summary>
/// <param name="Key">Its full key.</param>
/// <param name="Line">Where it stands in the stack file; 0 when it is missing there.</param>
/// <param name="Text">File, line, key, what was expected and what was found.</param>
internal sealed record ConfigProblem(string Key, long Line, string Text)
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
