using CarbonioInfra.Engine.Program;
using CarbonioInfra.Engine.Providers;
using Spectre.Console;

namespace CarbonioInfra.Engine.Cli;

/// <summary>What the engine takes from the process it runs in; tests give their own.</summary>
internal sealed record EngineHost
{
    public required Func<string, string?> Variable { get; init; }

    public required TextWriter Output { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>Where an answer comes from; null when nobody can answer.</summary>
    public TextReader? Input { get; init; }

    /// <summary>What is piped in; null at a terminal.</summary>
    public TextReader? Piped { get; init; }

    /// <summary>Asks for a value at the terminal, hidden while it is typed or not; null when nobody can answer.</summary>
    public Func<string, bool, string>? Ask { get; init; }

    /// <summary>Whether output goes to a terminal that can show moving text; never in continuous integration (<c>CI</c> is set).</summary>
    public bool IsTerminal { get; init; }

    /// <summary>Whether text may be colored: on a terminal, unless <c>NO_COLOR</c> is set. Text moves with and without.</summary>
    public bool HasColors => IsTerminal && string.IsNullOrEmpty(Variable("NO_COLOR"));

    /// <summary>How long programs are waited for.</summary>
    public ProgramPatience Patience { get; init; } = new();

    /// <summary>The providers of a run.</summary>
    public Func<ProviderEnvironment, ProviderRegistry> Providers { get; init; } = BuiltInProviders.Create;

    public static EngineHost OfProcess()
    {
        var plain = Console.IsOutputRedirected || Present("CI")
            || Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb";
        var variables = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value, StringComparer.Ordinal);
        // What this process starts (local commands, above all) has no use for the key to the stack's secrets.
        foreach (var name in Configuration.Passphrase.Variables)
            Environment.SetEnvironmentVariable(name, null);
        var (output, error) = (new TolerantWriter(Console.Out), new TolerantWriter(Console.Error));
        // For what moves text in a terminal by itself.
        Console.SetOut(output);
        Console.SetError(error);
        return new()
        {
            Variable = variables.GetValueOrDefault,
            Output = output,
            Error = error,
            Input = Console.IsInputRedirected ? null : Console.In,
            Piped = Console.IsInputRedirected ? Console.In : null,
            Ask = Console.IsInputRedirected ? null : AskAtTerminal,
            IsTerminal = !plain,
        };

        static bool Present(string name) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name));
    }

    /// <summary>Where states, locks and logs are, absolute: <c>CARBONIO_STATE_DIR</c> or <c>~/.local/state/carbonio-infra</c>.</summary>
    public string StateDirectory => Path.GetFullPath(Variable("CARBONIO_STATE_DIR") is { Length: > 0 } directory
        ? directory
        : Path.Combine(Variable("HOME") is { Length: > 0 } home ? home : "/root", ".local/state/carbonio-infra"));

    // The question goes to standard error: standard output belongs to results.
    private static string AskAtTerminal(string question, bool hidden)
    {
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Error) });
        var prompt = new TextPrompt<string>(question).AllowEmpty();
        return console.Prompt(hidden ? prompt.Secret(null) : prompt);
    }

    /// <summary>Asks a question that only <c>yes</c> answers in the affirmative, until there is an answer; the end of input is a no.</summary>
    /// <param name="question">What to ask.</param>
    /// <param name="stop">Ends the waiting for an answer.</param>
    /// <exception cref="EngineException">There is nobody to ask.</exception>
    /// <exception cref="OperationCanceledException">There was a signal instead of an answer.</exception>
    public async Task<bool> ConfirmAsync(string question, CancellationToken stop)
    {
        if (Input is null)
            throw new EngineException($"{question} There is nobody to ask: this is not a terminal. Give --yes to go on without asking.");
        while (true)
        {
            Output.Write($"{question} [yes/no] ");
            Output.Flush();
            // Reading from a terminal cannot be cancelled, only be left alone.
            var answer = (await Task.Run(Input.ReadLine, CancellationToken.None).WaitAsync(stop))?.Trim();
            if (answer is null || Is(answer, "no") || Is(answer, "n"))
                return false;
            if (Is(answer, "yes"))
                return true;
            Output.WriteLine($"Expected the whole word yes, or no; found '{answer}'.");
        }

        static bool Is(string answer, string word) => string.Equals(answer, word, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Tells that a question was answered with no.</summary>
    /// <returns>The exit code.</returns>
    public int Declined()
    {
        Error.WriteLine("Nothing was changed.");
        return ExitCode.Failure;
    }
}
